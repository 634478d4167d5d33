// What must be true of an unpacked package, checked on its files: packaging mistakes are invisible until a user has them.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { root, runCommand } from "../support/command.ts";
import type { Machine } from "../support/platforms.ts";
import { relativeLinks } from "./pages.ts";
import { RUNTIME } from "./stage.ts";

// vsce gives the documents these names.
const REQUIRED = [
  "package.json",
  "readme.md",
  "changelog.md",
  "LICENSE.txt",
  "THIRD-PARTY-NOTICES.txt",
  "docs/rules/README.md",
  "dist/runtime/explorer.mjs",
];
const RUNTIME_PACKAGES = ["@glacier/core", "nodejs-polars", "esbuild", "zod"];
const FORBIDDEN = /\.(map|tsbuildinfo|snap)$|\.(test|spec)\.[cm]?[jt]s$|(^|\/)(\.env|\.npmrc|\.git|__tests__)(\/|$)/;
// The real ones have 100 MB and 10 MB; a stub, or another platform's placeholder, is far smaller.
const ADDON_MIN_BYTES = 20_000_000;
const COMPILER_MIN_BYTES = 4_000_000;
const LOAD_LIMIT_MS = 60_000;

/**
 * @param folder the unpacked `extension` folder
 * @returns what is wrong, one sentence each; empty when the package is fine
 */
export function verifyFiles(folder: string, machine: Machine): string[] {
  const files = listFiles(folder);
  return [
    ...REQUIRED.filter((name) => !files.includes(name)).map((name) => `${name} is missing`),
    ...missingManifestFiles(folder),
    ...missingRuntime(folder, files, machine),
    ...withoutNotice(folder, files),
    ...["readme.md", "changelog.md"].filter((name) => files.includes(name)).flatMap((name) => deadLinks(folder, name)),
    ...files.filter((path) => FORBIDDEN.test(path)).map((path) => `${path} must not ship`),
    ...files
      .filter((path) => mentionsThisMachine(join(folder, path)))
      .map((path) => `${path} contains a path of the machine that built it`),
  ];
}

// A bucket on each, at an address where nobody listens: what comes back is said by the SDK, once all of it is there. The keys open nothing.
const NOBODY = "http://127.0.0.1:9";
const UNREACHABLE = {
  AwsConfig: { region: "us-east-1", endpoint: NOBODY, accessKeyId: "nobody", secretAccessKey: "nobody" },
  AzureConfig: { resourceGroup: "nobody", storageAccount: "nobody", endpoint: `${NOBODY}/nobody`, accountKey: "bm9ib2R5" },
  GcpConfig: { project: "nobody", endpoint: NOBODY },
};
// Loaded only by those who have no keys.
const CREDENTIAL_CHAINS = ["@aws-sdk/credential-providers", "@azure/identity", "google-auth-library"];

/**
 * Loads @glacier/core, its native addon and the clouds' SDKs from the unpacked package in a process of its own, as a bundled run does. Asks nobody
 * beyond this machine.
 * @returns what is wrong; only meaningful on the package's own platform
 */
export async function verifyLoads(folder: string): Promise<string[]> {
  // A script without a file imports what the folder that it runs in would.
  const script = `
    const load = (name) => import(name);
    const core = await load("@glacier/core");
    const polars = (await load("nodejs-polars")).default;
    const esbuild = (await load("esbuild")).default;
    const sum = polars.DataFrame({ amount: [40, 2] }).getColumn("amount").sum();
    const { code } = await esbuild.transform("const answer: number = 42", { loader: "ts" });
    if (sum !== 42 || !code.includes("answer = 42") || typeof core.Provider !== "function") throw new Error("loaded, but does not work");
    esbuild.stop?.();
    for (const name of ${JSON.stringify(CREDENTIAL_CHAINS)}) await load(name);
    const configs = await load("@glacier/core/config");
    const reach = async ([name, fields]) => {
      const bucket = new core.Provider({ config: new configs[name](fields) }).bucket("nothing");
      const failure = await bucket.list().next().catch((error) => error);
      if (failure.code !== "NETWORK") throw new Error(name + " was to find nobody, and instead: " + (failure.stack ?? JSON.stringify(failure)));
    };
    await Promise.all(Object.entries(${JSON.stringify(UNREACHABLE)}).map(reach));`;
  const { code, output } = await runCommand(process.execPath, ["--input-type=module", "-e", script], {
    cwd: dirname(join(folder, RUNTIME)),
    limitMs: LOAD_LIMIT_MS,
    output: "capture",
  });
  return code === 0 ? [] : [`the bundled core does not load: ${output.trim() || `exit code ${code}`}`];
}

/** Every file that the manifest points to. */
function missingManifestFiles(folder: string): string[] {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const leftovers = ["allowScripts", "devDependencies", "scripts", "workspaces"]
    .filter((key) => key in manifest)
    .map((key) => `package.json still has "${key}"`);
  const mentioned = [...stringsOf({ main: manifest.main, icon: manifest.icon, contributes: manifest.contributes })].filter((text) =>
    /^(\.\/)?[\w.-]+(\/[\w.-]+)+\.(js|json|png|svg|md)$/.test(text),
  );
  const missing = [...new Set(mentioned)]
    .filter((path) => !existsSync(join(folder, path)))
    .map((path) => `${path}, named in package.json, is missing`);
  return [...leftovers, ...missing];
}

function* stringsOf(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (value && typeof value === "object") for (const part of Object.values(value)) yield* stringsOf(part);
}

function missingRuntime(folder: string, files: string[], { os, cpu }: Machine): string[] {
  const missing = RUNTIME_PACKAGES.filter((name) => !files.includes(`${RUNTIME}/${name}/package.json`)).map(
    (name) => `${name} is missing in ${RUNTIME}`,
  );
  const addon = files.find((path) => path.startsWith(`${RUNTIME}/nodejs-polars-${os}-${cpu}`) && path.endsWith(".node"));
  const compiler = files.find((path) => path.startsWith(`${RUNTIME}/@esbuild/${os}-${cpu}/`) && /\/esbuild(\.exe)?$/.test(path));
  return [
    ...missing,
    ...tooSmall(folder, addon, ADDON_MIN_BYTES, `the native addon of nodejs-polars for ${os}-${cpu}`),
    ...tooSmall(folder, compiler, COMPILER_MIN_BYTES, `the binary of esbuild for ${os}-${cpu}`),
  ];
}

/** Whose work ships is named, with its licence. */
function withoutNotice(folder: string, files: string[]): string[] {
  const page = "THIRD-PARTY-NOTICES.txt";
  if (!files.includes(page)) return [];
  const lines = new Set(readFileSync(join(folder, page), "utf8").split("\n"));
  return files.flatMap((path) => {
    const name = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/@]+)\/package\.json$/.exec(path)?.[1];
    if (name === undefined || name.startsWith("@glacier/")) return [];
    const { version } = JSON.parse(readFileSync(join(folder, path), "utf8"));
    return lines.has(`${name}@${version}`) ? [] : [`${name}@${version} is not in ${page}`];
  });
}

function tooSmall(folder: string, path: string | undefined, minimum: number, what: string): string[] {
  if (!path) return [`${what} is missing`];
  const { size } = statSync(join(folder, path));
  return size < minimum ? [`${what} has only ${size} bytes, expected at least ${minimum}`] : [];
}

function deadLinks(folder: string, page: string): string[] {
  return relativeLinks(readFileSync(join(folder, page), "utf8")).map((link) => `${page} has a link that leads nowhere: ${link}`);
}

function mentionsThisMachine(file: string): boolean {
  const bytes = readFileSync(file);
  // A home like /root is a word that other people's code may contain for reasons of its own.
  const own = [root.replace(/[\\/]$/, ""), homedir()].filter((path) => path.split(sep).filter(Boolean).length > 1);
  return own.some((path) => bytes.includes(path));
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));
}
