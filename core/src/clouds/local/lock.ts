import { randomUUID } from "node:crypto";
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { codeOf } from "./errors.ts";
import { isDead, ownerId } from "./owner.ts";

/**
 * Runs an action while no other process, and nobody else in this one, runs one under the same lock. A lock whose owner died is free.
 *
 * A lock is a file `<name>.<number>` that holds its owner, and the highest number counts. Taking it means making the next number, which only one
 * can; freeing it, or dying, leaves the file, so that a number is never taken twice. With a single file, two processes that both find a dead owner
 * could each remove the lock, one of them the other's fresh one.
 */
export async function withLock<Result>(folder: string, name: string, action: () => Promise<Result>): Promise<Result> {
  await mkdir(folder, { recursive: true });
  const file = await acquire(folder, name);
  try {
    return await action();
  } finally {
    await writeOver(file, FREE);
  }
}

const FREE = "free";

async function acquire(folder: string, name: string): Promise<string> {
  for (let wait = 1; ; wait = Math.min(wait * 2, 50)) {
    const newest = await newestNumber(folder, name);
    if (newest === 0 || (await isFree(join(folder, `${name}.${newest}`)))) {
      const mine = join(folder, `${name}.${newest + 1}`);
      if (await take(mine)) {
        if ((await newestNumber(folder, name)) === newest + 1) {
          await removeOlder(folder, name, newest + 1);
          return mine;
        }
        // Somebody was two steps ahead: this number is long over.
        await rm(mine, { force: true });
      }
    }
    await delay(wait);
  }
}

/** The owner is written first and linked into place, so that a lock never stands without one. */
async function take(path: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}.draft`;
  await writeFile(draft, ownerId);
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function isFree(path: string): Promise<boolean> {
  try {
    const owner = await readFile(path, "utf8");
    return owner === FREE || isDead(owner);
  } catch (error) {
    // Superseded meanwhile: look again.
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

async function writeOver(path: string, content: string): Promise<void> {
  const draft = `${path}.${randomUUID()}.draft`;
  await writeFile(draft, content);
  await rename(draft, path);
}

async function newestNumber(folder: string, name: string): Promise<number> {
  return Math.max(0, ...(await numbers(folder, name)));
}

async function removeOlder(folder: string, name: string, number: number): Promise<void> {
  for (const older of await numbers(folder, name)) {
    if (older < number) await rm(join(folder, `${name}.${older}`), { force: true });
  }
}

async function numbers(folder: string, name: string): Promise<number[]> {
  const entries = await readdir(folder);
  return entries
    .filter((entry) => entry.startsWith(`${name}.`) && /^\d+$/.test(entry.slice(name.length + 1)))
    .map((entry) => Number(entry.slice(name.length + 1)));
}
