import { randomUUID } from "node:crypto";
import { link, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isDead, isForeign, ownerId } from "../../owners/owner.ts";
import { codeOf } from "./errors.ts";

/**
 * Runs an action while no other process, and nobody else in this one, runs one under the same lock. A lock whose owner died is free.
 *
 * A lock is a file `<name>.<number>` that holds its owner, and the highest number counts. Taking it means making the next number, which only one
 * can; freeing it, or dying, leaves the file, so that a number is never taken twice. With a single file, two processes that both find a dead owner
 * could each remove the lock, one of them the other's fresh one.
 *
 * Whether a process of another host or container lives cannot be asked, so an owner touches its lock as long as it holds it, and one of
 * elsewhere whose lock was not touched for `patience` milliseconds counts as dead. It may only have stood still: the beats come from the owner's own
 * thread, and none comes while its event loop is blocked or its container paused. So an action asks whether the lock is still its own right before
 * a step that may be done by one only.
 *
 * @param action is given that question: false once somebody else has taken the lock
 */
export async function withLock<Result>(
  folder: string,
  name: string,
  action: (stillMine: StillMine) => Promise<Result>,
  { patience = 5 * HEARTBEAT, now = () => performance.now() }: LockTiming = {},
): Promise<Result> {
  await mkdir(folder, { recursive: true });
  const number = await acquire(folder, name, silenceOf(patience, now));
  const file = join(folder, `${name}.${number}`);
  const heartbeat = setInterval(() => void touch(file), HEARTBEAT).unref();
  try {
    return await action(async () => (await newestNumber(folder, name)) === number);
  } finally {
    clearInterval(heartbeat);
    await writeOver(file, FREE);
  }
}

export type StillMine = () => Promise<boolean>;

/** How long to wait for an owner that cannot be looked for. */
export interface LockTiming {
  /** Milliseconds without a sign of life after which such an owner is dead. */
  readonly patience?: number;
  /** The clock, in milliseconds. */
  readonly now?: () => number;
}

const FREE = "free";

/** Milliseconds between two signs of life of a lock's owner, while its event loop turns. */
const HEARTBEAT = 3_000;

async function touch(path: string): Promise<void> {
  try {
    const now = new Date();
    await utimes(path, now, now);
  } catch {
    // The disk is busy or the file superseded: the next beat, or the end of the action, will show.
  }
}

async function acquire(folder: string, name: string, isSilent: (path: string) => Promise<boolean>): Promise<number> {
  for (let wait = 1; ; wait = Math.min(wait * 2, 50)) {
    const newest = await newestNumber(folder, name);
    if (newest === 0 || (await isFree(join(folder, `${name}.${newest}`), isSilent))) {
      const mine = join(folder, `${name}.${newest + 1}`);
      if (await take(mine)) {
        if ((await newestNumber(folder, name)) === newest + 1) {
          await removeOlder(folder, name, newest + 1);
          return newest + 1;
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

/** Tells of a file whether it has stayed untouched for so long, by the clock of this process alone: those of two hosts differ. */
function silenceOf(patience: number, now: () => number): (path: string) => Promise<boolean> {
  let seen: string | undefined;
  let since = 0;
  return async (path) => {
    const state = `${path} ${(await stat(path, { bigint: true })).mtimeNs}`;
    if (state === seen) return now() - since >= patience;
    seen = state;
    since = now();
    return false;
  };
}

async function isFree(path: string, isSilent: (path: string) => Promise<boolean>): Promise<boolean> {
  try {
    const owner = await readFile(path, "utf8");
    return owner === FREE || isDead(owner) || (isForeign(owner) && (await isSilent(path)));
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
