import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { GlacierError } from "../../errors.ts";
import { flush, flushFolder, moveInto, removeEmptyFolders } from "./atomic-file.ts";
import { codeOf } from "./errors.ts";
import { INTERNAL } from "./keys.ts";
import { type LockTiming, type StillMine, withLock } from "./lock.ts";

/**
 * What was last done to a folder as a whole. The file that holds it is renamed into place before the first data file is touched: from that moment
 * on the folder *is* the new one, for every reader that looks here, and whoever finds the work half done finishes it.
 */
export interface FolderState {
  readonly version: 1;
  /** Never the same twice, so that a reader notices that something happened between two looks. */
  readonly generation: string;
  readonly phase: "applying" | "settled";
  /** Key of the folder, with `/` at the end; empty for the whole bucket. */
  readonly folder: string;
  /** The new part: where it waits, and its key. On disk relative to the base path, which may be mounted elsewhere when the work is finished. */
  readonly added: readonly { readonly temporary: string; readonly key: string }[];
  /** Keys of the old data. */
  readonly removed: readonly string[];
}

/** A bucket on disk. */
export interface BucketPlace {
  readonly basePath: string;
  readonly bucketName: string;
  readonly bucketRoot: string;
}

/**
 * Replaces the data of a folder by one new file, as one step.
 *
 * @param temporary the new file, flushed, in Glacier's own folder; whoever finishes the work moves it from there, so the caller must not remove it.
 * It is removed when nothing was decided.
 * @param oldKeys gives the keys that are replaced; called when nobody else replaces the folder
 * @throws {GlacierError} `CONFLICT`, retryable, when this process stood still for so long that another one took over: what `oldKeys` gave is old then.
 */
export async function replaceFolder(
  place: BucketPlace,
  folder: string,
  temporary: string,
  key: string,
  oldKeys: () => Promise<string[]>,
  timing?: LockTiming,
): Promise<void> {
  const name = nameOf(folder);
  let isDecided = false;
  const replace = async (stillMine: StillMine): Promise<void> => {
    const before = await readState(place, `${name}.json`);
    if (before?.phase === "applying") await apply(place, before);
    // What would be in the way is found now, while nothing is decided yet.
    await mkdir(dirname(join(place.bucketRoot, key)), { recursive: true });
    const removed = await oldKeys();
    const state: FolderState = { version: 1, generation: randomUUID(), phase: "applying", folder, added: [{ temporary, key }], removed };
    const decide = async (): Promise<boolean> => {
      // From here on it may have been written, whatever fails afterwards.
      isDecided = await stillMine();
      return isDecided;
    };
    if (!(await writeState(place, name, state, decide))) throw overtaken(place, folder);
    await finish(place, name, state, stillMine);
  };
  try {
    await withLock(statesFolder(place), name, replace, timing);
  } catch (error) {
    if (!isDecided) await rm(temporary, { force: true });
    throw error;
  }
}

/** Finishes what a dead process began. One that is alive finishes it itself. */
export async function rollForward(place: BucketPlace): Promise<void> {
  for (const found of await readStates(place)) {
    if (found.phase === "settled") continue;
    const name = nameOf(found.folder);
    await withLock(statesFolder(place), name, async (stillMine) => {
      const state = await readState(place, `${name}.json`);
      if (state?.phase === "applying") await finish(place, name, state, stillMine);
    });
  }
}

/** The states of every folder of a bucket that was ever replaced. */
export async function readStates(place: BucketPlace): Promise<FolderState[]> {
  const states = statesFolder(place);
  let names: string[];
  try {
    names = await readdir(states);
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return [];
    throw error;
  }
  const found = await Promise.all(names.filter((name) => name.endsWith(".json")).map((name) => readState(place, name)));
  return found.filter((state) => state !== undefined);
}

/** Changes when any folder that overlaps a prefix is replaced. */
export function generationOf(states: readonly FolderState[], prefix: string): string {
  return states
    .filter(({ folder }) => folder.startsWith(prefix) || prefix.startsWith(folder))
    .map(({ generation }) => generation)
    .sort()
    .join();
}

/** Carries out what was decided. Whoever took the lock meanwhile has done so, too, and the note is theirs. */
async function finish(place: BucketPlace, name: string, state: FolderState, stillMine: StillMine): Promise<void> {
  await apply(place, state);
  await writeState(place, name, { ...state, phase: "settled", added: [], removed: [] }, stillMine);
}

/** Every step may be done twice: a crash between two of them leaves the rest to whoever comes next. */
async function apply(place: BucketPlace, state: FolderState): Promise<void> {
  for (const { temporary, key } of state.added) {
    try {
      await moveInto(temporary, join(place.bucketRoot, key), { operation: "bucket.write", uri: key });
    } catch (error) {
      // It is in place already.
      if (codeOf(error) !== "ENOENT") throw error;
    }
  }
  for (const key of state.removed) {
    const path = join(place.bucketRoot, key);
    await rm(path, { force: true });
    await removeEmptyFolders(dirname(path), join(place.bucketRoot, state.folder));
  }
}

/** @returns whether it was written: not when `mayWrite`, which is asked at the last moment, says no. */
async function writeState(place: BucketPlace, name: string, state: FolderState, mayWrite: () => Promise<boolean>): Promise<boolean> {
  const folder = statesFolder(place);
  const added = state.added.map((part) => ({ ...part, temporary: relative(place.basePath, part.temporary) }));
  const draft = join(folder, `${name}.${randomUUID()}.draft`);
  try {
    await writeFile(draft, JSON.stringify({ ...state, added }));
    await flush(draft);
    if (!(await mayWrite())) {
      await rm(draft, { force: true });
      return false;
    }
    await rename(draft, join(folder, `${name}.json`));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await flushFolder(folder);
  return true;
}

async function readState(place: BucketPlace, fileName: string): Promise<FolderState | undefined> {
  const path = join(statesFolder(place), fileName);
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    // Only this file writes it, whole, by a rename.
    const state = JSON.parse(text) as FolderState;
    return { ...state, added: state.added.map((part) => ({ ...part, temporary: resolve(place.basePath, part.temporary) })) };
  } catch (error) {
    throw new GlacierError("CONFLICT", `Glacier's note about a folder of bucket ${place.bucketName} is damaged: ${path}.`, {
      hint: "Remove the note, then check that the folder holds the parts it should, and no older ones beside them.",
      operation: "bucket.list",
      cause: error,
    });
  }
}

const overtaken = ({ bucketName }: BucketPlace, folder: string): GlacierError =>
  new GlacierError(
    "CONFLICT",
    `Another process replaced ${folder === "" ? bucketName : folder} while this one stood still; nothing was written.`,
    {
      hint: "Write again.",
      operation: "bucket.write",
      retryable: true,
    },
  );

const statesFolder = ({ basePath, bucketName }: BucketPlace): string => join(basePath, INTERNAL, "folders", bucketName);

const nameOf = (folder: string): string => createHash("sha256").update(folder).digest("hex").slice(0, 32);
