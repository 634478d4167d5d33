import { randomUUID } from "node:crypto";
import { GlacierError } from "../errors.ts";
import type { Call, ObjectStore } from "./object-store.ts";
import { readBytes } from "./resumable-read.ts";

/** Keys below this are Glacier's own: no list shows them, no scan reads them. */
export const INTERNAL = ".glacier/";

/**
 * What was last done to a folder as a whole. It is stored before the new part is, and from the moment on at which the new part is there the folder *is* that part:
 * a reader passes over the old keys, whether they are removed by now or not. So one request, that which completes the new part, is the commit.
 */
export interface Replacement {
  readonly version: 1;
  /** Never the same twice, so that a reader notices that something happened between two looks. */
  readonly generation: string;
  readonly phase: "applying" | "settled";
  readonly folder: string;
  /** The new part. */
  readonly added: string;
  /** Keys of the old data. */
  readonly removed: readonly string[];
}

interface StoredReplacement {
  readonly replacement: Replacement;
  readonly etag: string;
}

/** What was done to a folder, to those in it and to those it lies in. */
export interface Replacements {
  /** Changes whenever one of them is replaced. */
  readonly generation: string;
  /** The keys that a reader must pass over, of those that are there. */
  replaced(listed: ReadonlySet<string>): ReadonlySet<string>;
}

/** What was done to the folders that have to do with what lies below a prefix. */
export async function readReplacements(store: ObjectStore, prefix: string, call: Call): Promise<Replacements> {
  const notes: string[] = [];
  for await (const { objects } of store.list({ prefix: NOTES, pageSize: 1000 }, call)) notes.push(...objects.map(({ key }) => key));
  const folders = notes.map(folderOf).filter((folder) => folder.startsWith(prefix) || prefix.startsWith(folder));
  const found = (await Promise.all(folders.map((folder) => readReplacement(store, folder, call)))).flatMap((stored) => stored ?? []);
  return {
    generation: found.map(({ replacement: { generation, phase } }) => `${generation} ${phase}`).join(),
    replaced: (listed) =>
      new Set(
        found.flatMap(({ replacement }) => (replacement.phase === "applying" && listed.has(replacement.added) ? replacement.removed : [])),
      ),
  };
}

async function readReplacement(store: ObjectStore, folder: string, call: Call): Promise<StoredReplacement | undefined> {
  const key = noteKey(folder);
  for (let round = 1; ; round++) {
    try {
      const { etag, size } = await store.head(key, call);
      const text = (await readBytes(store, { key, etag, start: 0, end: size }, call)).toString();
      return { replacement: parse(text, store.uriOf(key)), etag };
    } catch (error) {
      if (!(error instanceof GlacierError)) throw error;
      if (error.code === "NOT_FOUND") return undefined;
      // Somebody wrote it between the two requests.
      if (error.code !== "CONFLICT" || round > 10) throw error;
    }
  }
}

/**
 * Replaces the data of a folder by one new object.
 *
 * @param oldKeys the keys that are replaced
 * @param putNew stores the new object under `added`
 * @throws {GlacierError} `CONFLICT`, retryable, when somebody else replaces the folder at the same time, on a cloud that can tell.
 */
export async function replaceFolder<Result>(
  store: ObjectStore,
  folder: string,
  added: string,
  oldKeys: () => Promise<string[]>,
  putNew: () => Promise<Result>,
  call: Call,
): Promise<Result> {
  const before = await readReplacement(store, folder, call);
  // What a dead writer left lies beside the new data as soon as its note is overwritten.
  if (before?.replacement.phase === "applying") await finish(store, before, call);
  const removed = await oldKeys();
  const replacement: Replacement = { version: 1, generation: randomUUID(), phase: "applying", folder, added, removed };
  const etag = await writeReplacement(store, replacement, (await readReplacement(store, folder, call))?.etag, call);
  const result = await putNew();
  // From here on the folder is replaced, whatever happens to what is left to do; whoever replaces it next does the rest.
  await finish(store, { replacement, etag }, { operation: call.operation });
  return result;
}

async function finish(store: ObjectStore, { replacement, etag }: StoredReplacement, call: Call): Promise<void> {
  if (await isThere(store, replacement.added, call)) await store.removeMany(replacement.removed, call);
  await writeReplacement(store, { ...replacement, phase: "settled", removed: [] }, etag, call);
}

async function writeReplacement(store: ObjectStore, replacement: Replacement, etag: string | undefined, call: Call): Promise<string> {
  const condition = !store.capabilities.conditionalWrites ? {} : etag === undefined ? { ifNoneMatch: "*" as const } : { ifMatch: etag };
  const bytes = Buffer.from(JSON.stringify(replacement));
  try {
    return (await store.put(noteKey(replacement.folder), { bytes }, { contentType: "application/json", ...condition }, call)).etag;
  } catch (error) {
    if (!(error instanceof GlacierError) || error.code !== "CONFLICT") throw error;
    throw new GlacierError("CONFLICT", `${store.uriOf(replacement.folder)} is being replaced by somebody else.`, {
      hint: "Try again when they have finished.",
      operation: call.operation,
      retryable: true,
      cause: error,
    });
  }
}

async function isThere(store: ObjectStore, key: string, call: Call): Promise<boolean> {
  try {
    await store.head(key, call);
    return true;
  } catch (error) {
    if (error instanceof GlacierError && error.code === "NOT_FOUND") return false;
    throw error;
  }
}

function parse(text: string, uri: string): Replacement {
  try {
    const value = JSON.parse(text) as Partial<Replacement>;
    const { version, generation, phase, folder, added, removed } = value;
    const isSound =
      version === 1 && typeof generation === "string" && typeof folder === "string" && typeof added === "string" && Array.isArray(removed);
    if (isSound && (phase === "applying" || phase === "settled")) return { version, generation, phase, folder, added, removed };
  } catch {
    // Said below.
  }
  throw new GlacierError("UNSUPPORTED_FORMAT", `${uri} is not what Glacier wrote there.`, {
    hint: "It says which files of a folder are current. Another version of Glacier, or somebody by hand, wrote it: remove it when nobody writes to the folder.",
    operation: "bucket.scan",
  });
}

const NOTES = `${INTERNAL}folders/`;

const noteKey = (folder: string): string => `${NOTES}${folder}.json`;

const folderOf = (note: string): string => note.slice(NOTES.length, -".json".length);
