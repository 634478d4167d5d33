import { folderOf, joinPath } from "./paths.ts";
import { mappedPaths, type PathMapping, parseJsonWithComments, readPathMapping } from "./tsconfig.ts";

/** Which file of the workspace an import means. Files outside of it are never looked for. */
export class Resolver {
  readonly #has: (file: string) => boolean;
  readonly #read: (file: string) => string | undefined;
  readonly #mappings = new Map<string, PathMapping | undefined>();
  readonly #packages: { name: string; folder: string }[] = [];
  readonly #answers = new Map<string, string | undefined>();

  /** `read` gives the text of a configuration file; `packageFolders` are those with a package.json in the workspace. */
  constructor(has: (file: string) => boolean, read: (file: string) => string | undefined, packageFolders: Iterable<string>) {
    this.#has = has;
    this.#read = read;
    for (const folder of packageFolders) {
      const name = this.#manifest(folder)?.name;
      if (typeof name === "string") this.#packages.push({ name, folder });
    }
  }

  resolve(specifier: string, from: string): string | undefined {
    const folder = folderOf(from);
    const key = `${folder}\n${specifier}`;
    if (this.#answers.has(key)) return this.#answers.get(key);
    const answer = this.#find(specifier, folder);
    this.#answers.set(key, answer);
    return answer;
  }

  #find(specifier: string, folder: string): string | undefined {
    if (specifier.startsWith("node:")) return undefined;
    if (specifier === "." || specifier === ".." || specifier.startsWith("./") || specifier.startsWith("../"))
      return this.#file(joinPath(folder, specifier));
    if (specifier.startsWith("/")) return this.#file(specifier);
    const mapping = this.#mapping(folder);
    const mapped = mapping && mappedPaths(mapping, specifier);
    for (const path of mapped ?? []) {
      const file = this.#file(path);
      if (file !== undefined) return file;
    }
    if (specifier.startsWith("#")) return this.#subpathImport(specifier, folder);
    return this.#workspacePackage(specifier);
  }

  /** A path as TypeScript and Node read it: as it is, with an extension, of a `.js` the `.ts`, of a folder its index. */
  #file(path: string): string | undefined {
    const candidates = [path];
    const script = /^(.*)\.([cm]?)js(x?)$/.exec(path);
    if (script) candidates.unshift(`${script[1]}.${script[2]}ts${script[3]}`, `${script[1]}.tsx`);
    for (const extension of EXTENSIONS) candidates.push(`${path}${extension}`);
    for (const extension of EXTENSIONS) candidates.push(`${path}/index${extension}`);
    return candidates.find((candidate) => this.#has(candidate));
  }

  #mapping(folder: string): PathMapping | undefined {
    if (this.#mappings.has(folder)) return this.#mappings.get(folder);
    const own = CONFIGS.map((name) => readPathMapping(`${folder}/${name}`, this.#read)).find((mapping) => mapping !== undefined);
    const mapping = own ?? (folder === "" ? undefined : this.#mapping(folderOf(folder)));
    this.#mappings.set(folder, mapping);
    return mapping;
  }

  #workspacePackage(specifier: string): string | undefined {
    const found = this.#packages.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`));
    if (!found) return undefined;
    const rest = specifier.slice(found.name.length + 1);
    const manifest = this.#manifest(found.folder) ?? {};
    const exported = targetsOf(manifest.exports, rest === "" ? "." : `./${rest}`);
    const entries = rest === "" ? [manifest.source, manifest.types, manifest.module, manifest.main] : [];
    const paths = [...exported, ...entries.filter((it): it is string => typeof it === "string")];
    for (const path of paths) {
      const file = this.#source(found.folder, path);
      if (file !== undefined) return file;
    }
    return (
      this.#file(rest === "" ? `${found.folder}/src/index` : joinPath(found.folder, rest)) ??
      this.#file(rest === "" ? `${found.folder}/index` : joinPath(`${found.folder}/src`, rest))
    );
  }

  /** What a manifest names is often built; its source lies beside it under `src`. */
  #source(folder: string, path: string): string | undefined {
    const whole = joinPath(folder, path);
    const asWritten = this.#file(whole.replace(/\.d\.([cm]?)ts$/, ".$1js"));
    if (asWritten !== undefined) return asWritten;
    const inSource = path.replace(/^(?:\.\/)?(?:dist|lib|build|out)\//, "src/").replace(/\.d\.([cm]?)ts$/, ".$1js");
    return this.#file(joinPath(folder, inSource)) ?? this.#file(joinPath(folder, inSource.replace(/^src\/src\//, "src/")));
  }

  #subpathImport(specifier: string, folder: string): string | undefined {
    for (let at = folder; at !== ""; at = folderOf(at)) {
      const manifest = this.#manifest(at);
      if (!manifest) continue;
      const target = targetsOf(manifest.imports, specifier)
        .map((path) => this.#source(at, path))
        .find((file) => file !== undefined);
      return target;
    }
    return undefined;
  }

  #manifest(folder: string): Record<string, unknown> | undefined {
    const text = this.#read(`${folder}/package.json`);
    const parsed = text === undefined ? undefined : parseJsonWithComments(text);
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : undefined;
  }
}

const EXTENSIONS = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];
const CONFIGS = ["tsconfig.json", "jsconfig.json"];

/** Every path that a manifest's `exports` or `imports` gives for a key, under whichever condition. */
function targetsOf(map: unknown, key: string): string[] {
  if (typeof map === "string") return key === "." ? [map] : [];
  if (typeof map !== "object" || map === null) return [];
  const entries = Object.entries(map);
  if (key === "." && !entries.some(([name]) => name.startsWith("."))) return leaves(map);
  const exact = entries.find(([name]) => name === key);
  if (exact) return leaves(exact[1]);
  for (const [name, value] of entries) {
    const star = name.indexOf("*");
    if (star < 0 || !key.startsWith(name.slice(0, star)) || !key.endsWith(name.slice(star + 1))) continue;
    const middle = key.slice(star, key.length - (name.length - star - 1));
    return leaves(value).map((path) => path.replaceAll("*", middle));
  }
  return [];
}

function leaves(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [];
}
