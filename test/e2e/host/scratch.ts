// Temporary folders that outlive no run for long: the owner's id is in the name, and the next run removes those of the dead.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive } from "./lock.ts";

const PREFIX = "glacier-e2e-";

/** A new, empty folder; `remove` it when done. */
export function createScratch(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  return { folder, remove: () => removeFolder(folder) };
}

/** Removes what runs left behind that were killed. */
export function removeAbandonedScratch(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) removeFolder(join(tmpdir(), name));
  }
}

const removeFolder = (folder: string) => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
