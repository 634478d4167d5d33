import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { GlacierError } from "../../errors.ts";
import { isAbandoned } from "../../owners/owner.ts";
import { codeOf } from "./errors.ts";
import { readStates, rollForward } from "./folder-state.ts";
import { INTERNAL } from "./keys.ts";

/** Cleans up after processes that died: finishes the folders they were replacing, then removes their pins and temporary files. Once per base path and process. */
export function reclaim(basePath: string): Promise<void> {
  const known = done.get(basePath);
  if (known !== undefined) return known;
  const work = orUndefined(() => reclaimNow(basePath));
  done.set(basePath, work);
  return work;
}

const done = new Map<string, Promise<void>>();

async function reclaimNow(basePath: string): Promise<void> {
  const internal = join(basePath, INTERNAL);
  const waiting = new Set<string>();
  let isUnknownWhatWaits = false;
  for (const bucketName of await namesIn(join(internal, "folders"))) {
    const place = { basePath, bucketName, bucketRoot: join(basePath, bucketName) };
    // One bucket that cannot be cleaned up leaves the others to be.
    await orUndefined(() => rollForward(place));
    const states = await orUndefined(() => readStates(place));
    for (const { temporary } of states?.flatMap(({ added }) => added) ?? []) waiting.add(temporary);
    isUnknownWhatWaits ||= states === undefined;
  }
  // A note that cannot be read may wait for any temporary file, and for no pin.
  for (const folder of isUnknownWhatWaits ? ["pins"] : ["pins", "tmp"]) {
    for (const owner of await namesIn(join(internal, folder))) {
      const path = join(internal, folder, owner);
      const isNeeded = [...waiting].some((temporary) => temporary.startsWith(path));
      if (!isNeeded && (await isAbandoned(owner, path))) await rm(path, { recursive: true, force: true });
    }
  }
}

/** What cannot be cleaned up now (a folder that may not be written to, a damaged note) is no reason to refuse the work at hand. */
async function orUndefined<Result>(action: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await action();
  } catch (error) {
    if (codeOf(error) === undefined && !(error instanceof GlacierError)) throw error;
    return undefined;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return [];
    throw error;
  }
}
