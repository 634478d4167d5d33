import { createHash } from "node:crypto";
import { closeSync, futimesSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** One object of an earlier copy: which version was copied, and which version of the target came of it. */
export interface CopiedVersion {
  readonly source: string;
  readonly target: string;
}

/**
 * What copies of one tree to one place have done, on this machine. Etags of two stores cannot be compared, and times and sizes may agree where contents do
 * not; but a version that was copied, and the version that came of it, are the same for as long as neither etag has changed.
 */
export class CopyJournal {
  readonly #versions: ReadonlyMap<string, CopiedVersion>;
  readonly #file: number;

  /** @throws {Error} of the file system where the cache cannot be written. */
  constructor(env: NodeJS.ProcessEnv, source: string, target: string) {
    const folder = cacheFolder(env);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    forgetOld(folder);
    const path = join(folder, `${createHash("sha256").update(`${source}\0${target}`).digest("hex")}.jsonl`);
    this.#versions = readVersions(path);
    this.#file = openSync(path, "a", 0o600);
    // It is in use, though nothing may be added.
    futimesSync(this.#file, new Date(), new Date());
  }

  get isEmpty(): boolean {
    return this.#versions.size === 0;
  }

  /** By the key below the tree. */
  find(key: string): CopiedVersion | undefined {
    return this.#versions.get(key);
  }

  /** At once, so that it is there when the process is killed; a line at a time, so that two copies may share the file. */
  record(key: string, { source, target }: CopiedVersion): void {
    writeSync(this.#file, `\n${JSON.stringify([key, source, target])}`);
  }

  close(): void {
    closeSync(this.#file);
  }
}

function readVersions(path: string): Map<string, CopiedVersion> {
  const versions = new Map<string, CopiedVersion>();
  for (const line of textOf(path).split("\n")) {
    const entry = parsed(line);
    // Later lines count: an object may have been copied again.
    if (entry) versions.set(entry[0], { source: entry[1], target: entry[2] });
  }
  return versions;
}

/** Undefined for a line that a killed process did not finish. */
function parsed(line: string): [string, string, string] | undefined {
  if (line === "") return undefined;
  try {
    const value: unknown = JSON.parse(line);
    if (!Array.isArray(value)) return undefined;
    const [key, source, target]: unknown[] = value;
    return typeof key === "string" && typeof source === "string" && typeof target === "string" ? [key, source, target] : undefined;
  } catch {
    // Then the object is copied once more.
    return undefined;
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}

const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

function forgetOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    // What is no file is not of a copy.
    if (stats?.isFile() && Date.now() - stats.mtimeMs > KEPT_MS) rmSync(path, { force: true });
  }
}

function cacheFolder({ XDG_CACHE_HOME, LOCALAPPDATA }: NodeJS.ProcessEnv): string {
  const base = XDG_CACHE_HOME || (process.platform === "win32" && LOCALAPPDATA) || join(homedir(), ".cache");
  return join(base, "glacier", "copies");
}
