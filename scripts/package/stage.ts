// Puts what ships, and nothing else, into one folder: the bundles, and beside them a real `node_modules` from which a
// pipeline file that has no @glacier/core of its own takes it.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { root } from "../support/command.ts";
import type { Machine } from "../support/platforms.ts";
import { type InstalledPackage, readManifest, runtimeClosure } from "./closure.ts";
import { thirdPartyNotices } from "./notices.ts";
import { withoutRelativeLinks } from "./pages.ts";
import { reachableFiles } from "./reachable.ts";

// From here a bundled run resolves @glacier/core and what that needs.
export const RUNTIME = "dist/runtime/node_modules";
// What the marketplace and the extension's page in the editor show.
const PAGES = ["README.md", "CHANGELOG.md"];
// The workspaces whose dependencies end up in the bundles, and the root's only bundled development dependency.
const BUNDLED_FROM = ["client", "server", "core"];
const BUNDLED_BY_ROOT = ["elkjs"];
// Sources, types, maps and prose of other packages; their licences are kept.
const LEFT_OUT = /(^|\/)(tests?|__tests__|docs?|examples?|\.github)\/|\.(map|[cm]?ts|flow|tsbuildinfo|md|markdown)$|(^|\/)\.[^/]+$/i;
const LICENCE = /(^|\/)(licen[cs]e|notice|copying)[^/]*$/i;
// What esbuild's own analysis can tell: those that nothing reaches stay behind. A package.json says how the files beside it are read.
const ANALYSED = /\.([cm]?js|json)$/;
const MANIFEST = /(^|\/)package\.json$/;
// esbuild's `bin` is, after its install script, a second copy of the platform's binary.
const LEFT_OUT_OF: Record<string, RegExp> = { esbuild: /^(bin\/|install\.js$)/ };

/** Fills an empty folder with the extension for `machine`. */
export async function stageExtension(folder: string, machine: Machine): Promise<void> {
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(shippedManifest(), null, 2)}\n`);
  cpSync(join(root, "LICENSE"), join(folder, "LICENSE"));
  for (const name of PAGES) writeFileSync(join(folder, name), withoutRelativeLinks(readFileSync(join(root, name), "utf8")));
  copyFiles(join(root, "media"), join(folder, "media"), (path) => /\.(png|svg)$/.test(path));
  // What diagnostics link to.
  copyFiles(join(root, "docs/rules"), join(folder, "docs/rules"), (path) => path.endsWith(".md"));
  copyFiles(join(root, "syntaxes"), join(folder, "syntaxes"), (path) => path.endsWith(".json"));
  copyFiles(join(root, "schemas"), join(folder, "schemas"), (path) => path.endsWith(".json"));
  copyFiles(join(root, "dist"), join(folder, "dist"), (path) => !path.startsWith("runtime/node_modules/") && !LEFT_OUT.test(path));
  const shipped = await stageRuntime(join(folder, RUNTIME), machine);
  const bundled = [...BUNDLED_FROM.map((name) => join(root, name)), ...BUNDLED_BY_ROOT.map((name) => join(root, "node_modules", name))];
  const inBundles = runtimeClosure(bundled, machine).filter(({ folder: place }) => !shipped.leftOut.has(place));
  const direct = BUNDLED_BY_ROOT.map((name) => join(root, "node_modules", name)).map((place) => ({
    folder: place,
    manifest: readManifest(place),
  }));
  writeFileSync(join(folder, "THIRD-PARTY-NOTICES.txt"), thirdPartyNotices([...inBundles, ...direct]));
}

/** @returns the folders of packages of which nothing can be loaded, so that they are not part of the package */
async function stageRuntime(modules: string, machine: Machine): Promise<{ leftOut: ReadonlySet<string> }> {
  const core = join(root, "core");
  const target = join(modules, "@glacier/core");
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, "package.json"), `${JSON.stringify(coreManifest(core), null, 2)}\n`);
  copyFiles(join(core, "dist"), join(target, "dist"), (path) => !LEFT_OUT.test(path));
  const reachable = await reachableFiles(join(core, "dist"));
  const packages = runtimeClosure([core], machine);
  const leftOut = new Set(packages.filter((one) => !isLoaded(one, reachable)).map(({ folder }) => folder));
  for (const { folder, manifest } of packages) {
    if (leftOut.has(folder)) continue;
    const unwanted = LEFT_OUT_OF[manifest.name];
    const isReachable = (path: string) => !ANALYSED.test(path) || MANIFEST.test(path) || reachable.has(join(folder, path));
    const wanted = (path: string) => LICENCE.test(path) || (!LEFT_OUT.test(path) && !unwanted?.test(path) && isReachable(path));
    copyFiles(folder, join(modules, placeInRuntime(folder)), wanted);
  }
  return { leftOut };
}

/** Whether anything of it can be. What has no script at all is the native part of another. */
function isLoaded({ folder }: InstalledPackage, reachable: ReadonlySet<string>): boolean {
  const scripts = filesOf(folder).filter((path) => /\.[cm]?js$/.test(path));
  return scripts.length === 0 || scripts.some((path) => reachable.has(join(folder, path)));
}

/** Keeps npm's nesting: core's own copies go under @glacier/core, the shared ones to the top. */
function placeInRuntime(folder: string): string {
  const path = relative(root, folder);
  if (path.startsWith(`node_modules${sep}`)) return relative("node_modules", path);
  if (path.startsWith(join("core", "node_modules"))) return join("@glacier", path);
  throw new Error(`${path} is not a place that the runtime can mirror`);
}

function shippedManifest() {
  const {
    workspaces,
    devDependencies,
    dependencies,
    allowScripts,
    scripts,
    private: _,
    engines,
    ...rest
  } = readJson(join(root, "package.json"));
  return { ...rest, engines: { vscode: engines.vscode } };
}

// Types and the condition for sources point at files that do not ship.
function coreManifest(core: string) {
  const { name, version, license, type, exports, dependencies } = readJson(join(core, "package.json"));
  const conditions: [string, string | { default: string }][] = Object.entries(exports);
  const shipped = conditions.map(([key, value]) => [key, typeof value === "string" ? value : value.default]);
  return { name, version, license, type, exports: Object.fromEntries(shipped), dependencies };
}

/** Copies the files of `from` whose path inside of it is wanted. */
function copyFiles(from: string, to: string, wanted: (path: string) => boolean) {
  if (!existsSync(from)) throw new Error(`${relative(root, from)} is missing: run "npm run build" first`);
  for (const path of filesOf(from)) {
    if (!wanted(path)) continue;
    mkdirSync(dirname(join(to, path)), { recursive: true });
    cpSync(join(from, path), join(to, path));
  }
}

/** Paths inside of a folder, with slashes; those of a package's own node_modules are other packages'. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => !path.startsWith("node_modules/"));
}

const readJson = (file: string) => JSON.parse(readFileSync(file, "utf8"));
