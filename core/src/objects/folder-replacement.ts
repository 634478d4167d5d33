import { randomUUID } from "node:crypto";
import { GlacierError } from "../errors.ts";
import { mapBounded } from "./map-bounded.ts";
import type { Call, ObjectStore } from "./object-store.ts";
import { readBytes } from "./resumable-read.ts";

/** Keys below this are Glacier's own: no list shows them, no scan reads them. */
export const INTERNAL = ".glacier/";

/**
 * What was last done to a folder as a whole: a note that says which keys below it a reader passes over, whether they are there or not. A writer first has it
 * name the new part, then stores that, and then has it name the old data instead. This last request is the commit: it is made on the condition that the note
 * is still the writer's own, so of two writers one commits, and what the other has stored is never seen.
 */
interface Replacement {
  readonly version: 1;
  /** Never the same twice, so that a reader notices that something happened between two looks. */
  readonly generation: string;
  readonly folder: string;
  readonly passed: readonly PassedObject[];
}

interface PassedObject {
  readonly key: string;
  /** Of old data: what is stored later under the same key is new. Undefined for the part of a writer who has not committed. */
  readonly etag?: string | undefined;
}

interface StoredReplacement {
  readonly replacement: Replacement;
  readonly etag: string;
}

/** What was done to a folder, to those in it and to those it lies in. */
export interface Replacements {
  /** Changes whenever one of them is replaced. */
  readonly generation: string;
  /** Whether a reader must pass over it. */
  passes(object: PassedObject): boolean;
}

/** What was done to the folders that have to do with what lies below a prefix. */
export async function readReplacements(store: ObjectStore, prefix: string, call: Call): Promise<Replacements> {
  const notes: string[] = [];
  for await (const { objects } of store.list({ prefix: NOTES, pageSize: 1000 }, call)) notes.push(...objects.map(({ key }) => key));
  const folders = notes.map(folderOf).filter((folder) => folder.startsWith(prefix) || prefix.startsWith(folder));
  const found = (await mapBounded(folders, (folder) => readReplacement(store, folder, call))).flatMap((stored) => stored ?? []);
  const passed = new Map(found.flatMap(({ replacement }) => replacement.passed.map(({ key, etag }) => [key, etag] as const)));
  return {
    generation: found.map(({ replacement: { generation } }) => generation).join(),
    passes: ({ key, etag }) => passed.has(key) && (passed.get(key) ?? etag) === etag,
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
 * @param old the data that is replaced
 * @param putNew stores the new object under `added`
 * @throws {GlacierError} `CONFLICT`, retryable, when somebody else replaces the folder at the same time, on a cloud that can tell.
 */
export async function replaceFolder<Result>(
  store: ObjectStore,
  folder: string,
  added: string,
  old: () => Promise<readonly PassedObject[]>,
  putNew: () => Promise<Result>,
  call: Call,
): Promise<Result> {
  // Before the look at what is there: who replaces the folder in between is noticed by the condition.
  const before = await readReplacement(store, folder, call);
  // What others have left, who did not come to the end.
  const left = before?.replacement.passed ?? [];
  const removed = (await old()).map(({ key, etag }) => ({ key, etag }));
  const announced = await writeReplacement(store, folder, [...left, { key: added }], before?.etag, call);
  const result = await putNew();
  const passed = [...left, ...removed];
  const committed = await commit(store, folder, added, passed, announced, call);
  // From here on the folder is replaced, whatever happens to what is left to do; whoever replaces it next does the rest.
  await store.removeMany(
    passed.map(({ key }) => key),
    { operation: call.operation },
  );
  const settled = passed.filter(({ etag }) => etag === undefined).slice(-MOST_UNCOMMITTED);
  try {
    await writeReplacement(store, folder, settled, committed, { operation: call.operation });
  } catch (error) {
    // Somebody else replaces it now, and goes on from what was committed.
    if (!isConflict(error)) throw error;
  }
  return result;
}

/** How many parts are remembered of writers who did not commit: one of them may still be under way. */
const MOST_UNCOMMITTED = 100;

async function commit(
  store: ObjectStore,
  folder: string,
  added: string,
  passed: readonly PassedObject[],
  etag: string,
  call: Call,
): Promise<string> {
  try {
    return await writeReplacement(store, folder, passed, etag, call);
  } catch (error) {
    // Whoever won passes over it. After any other error it may be the only data that there is.
    if (isConflict(error)) await store.removeMany([added], { operation: call.operation });
    throw error;
  }
}

/** @returns the etag of what is stored now */
async function writeReplacement(
  store: ObjectStore,
  folder: string,
  passed: readonly PassedObject[],
  etag: string | undefined,
  call: Call,
): Promise<string> {
  const replacement: Replacement = { version: 1, generation: randomUUID(), folder, passed };
  const condition = !store.capabilities.conditionalWrites ? {} : etag === undefined ? { ifNoneMatch: "*" as const } : { ifMatch: etag };
  const bytes = Buffer.from(JSON.stringify(replacement));
  try {
    return (await store.put(noteKey(folder), { bytes }, { contentType: "application/json", ...condition }, call)).etag;
  } catch (error) {
    if (!isConflict(error)) throw error;
    // When the first answer was lost, it is this writer's own request whose repetition conflicts.
    const present = await readReplacement(store, folder, { operation: call.operation });
    if (present?.replacement.generation === replacement.generation) return present.etag;
    throw new GlacierError("CONFLICT", `${store.uriOf(folder)} is being replaced by somebody else.`, {
      hint: "Try again when they have finished.",
      operation: call.operation,
      retryable: true,
      cause: error,
    });
  }
}

const isConflict = (error: unknown): boolean => error instanceof GlacierError && error.code === "CONFLICT";

function parse(text: string, uri: string): Replacement {
  try {
    const value = JSON.parse(text) as Partial<Replacement>;
    const { version, generation, folder, passed } = value;
    const isSound = version === 1 && typeof generation === "string" && typeof folder === "string" && Array.isArray(passed);
    if (isSound) return { version, generation, folder, passed };
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
