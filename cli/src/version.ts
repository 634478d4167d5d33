import { readFileSync } from "node:fs";

/** The version of the command. */
export function version(): string {
  // Written in by the bundler, whose output lies elsewhere.
  const bundled = process.env.GLACIER_VERSION;
  if (bundled !== undefined) return bundled;
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return (manifest as { version: string }).version; // The manifest is ours.
}
