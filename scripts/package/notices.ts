// The licences of everything in the package that others wrote, as one text.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { InstalledPackage } from "./closure.ts";

// What a package carries within its own files, beside what its licence file says.
const VENDORED: Record<string, string> = {
  "@ts-morph/common":
    "It contains TypeScript, Copyright (c) Microsoft Corporation, under the Apache License, Version 2.0 (the text is in Glacier's LICENSE). Glacier's bundles hold a part of it: the parser, without what it does not need.",
};
const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;

/**
 * Each package with its version, licence and licence texts.
 * @throws when a package names no licence
 */
export function thirdPartyNotices(packages: InstalledPackage[]): string {
  const unique = new Map(packages.map((one) => [`${one.manifest.name}@${one.manifest.version}`, one]));
  const sections = [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, one]) => section(id, one));
  const intro = "Glacier contains the following packages, each under its own licence.";
  return [intro, ...sections].join(`\n\n${"-".repeat(80)}\n\n`).concat("\n");
}

function section(id: string, { folder, manifest }: InstalledPackage): string {
  if (!manifest.license) throw new Error(`${id} names no licence in its package.json`);
  const source = typeof manifest.repository === "string" ? manifest.repository : manifest.repository?.url;
  const texts = readdirSync(folder)
    .filter((name) => LICENCE_FILE.test(name))
    .map((name) => readFileSync(join(folder, name), "utf8").trim());
  const vendored = VENDORED[manifest.name];
  return [`${id}\nLicence: ${manifest.license}${source ? `\nSource: ${source}` : ""}`, ...(vendored ? [vendored] : []), ...texts].join(
    "\n\n",
  );
}
