import { rmdirSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { GlacierError } from "../../errors.ts";
import { atExit } from "./at-exit.ts";
import { codeOf } from "./errors.ts";
import { INTERNAL } from "./keys.ts";
import { isFolder } from "./stat.ts";

/**
 * Makes Glacier's own folder in a base path, and the base path, before anything else is made there. Step by step, because Node's recursive `mkdir`
 * never ends where folders cannot be made in a folder that exists, as in `/proc`.
 *
 * @throws {GlacierError} `ACCESS_DENIED` for such a place.
 */
export async function internalFolder(basePath: string): Promise<string> {
  const folder = join(basePath, INTERNAL);
  if (made.has(folder)) return folder;
  await makeFolder(folder, basePath);
  made.add(folder);
  atExit(() => removeIfEmptySync(folder));
  return folder;
}

/** A folder that was made for one look or one write is no litter: the last process that used it takes it away again. */
function removeIfEmptySync(folder: string): void {
  for (const path of [join(folder, "pins"), join(folder, "tmp"), folder]) {
    try {
      rmdirSync(path);
    } catch {
      // Not empty, or never made: whoever uses it keeps it.
    }
  }
}

const made = new Set<string>();

async function makeFolder(path: string, basePath: string, hadParent = false): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (codeOf(error) === "EEXIST" && (await isFolder(path))) return;
    if (codeOf(error) !== "ENOENT") throw error;
    if (hadParent) throw holdsNoFolders(basePath, error);
    const parent = dirname(path);
    // On Windows, the root of a drive that is not there.
    if (parent === path) throw holdsNoFolders(basePath, error);
    const hasParent = await isFolder(parent);
    if (!hasParent) await makeFolder(parent, basePath);
    // Another process may have made the parent since: once more with it is no proof yet.
    await makeFolder(path, basePath, hasParent);
  }
}

const holdsNoFolders = (basePath: string, cause: unknown): GlacierError =>
  new GlacierError("ACCESS_DENIED", `No folder can be made in the provider's base path, ${basePath}.`, {
    hint: "Choose a base path on a disk that can be written to.",
    cause,
  });
