import { readFileSync, readlinkSync } from "node:fs";
import { stat } from "node:fs/promises";
import { hostname } from "node:os";

/**
 * Names this process in Glacier's own folders, so that what a dead process left can be told from what a living one uses:
 * where process ids count, process id, and start time, because ids are used again.
 */
export const ownerId = `${hostname().replaceAll(/[^A-Za-z0-9.-]/g, "-")}${namespace()}~${process.pid}~${startTime(process.pid)}`;

const here = placeOf(ownerId);

/** Whether an owner has certainly ended. One of another host or container never has, as far as can be seen from here. */
export function isDead(owner: string): boolean {
  const [place, pid, start] = owner.split("~");
  if (place !== here || !/^\d+$/.test(pid ?? "")) return false;
  const id = Number(pid);
  try {
    process.kill(id, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
  const now = startTime(id);
  return now !== "0" && start !== "0" && now !== start;
}

/** Whether an owner is a process that cannot be looked for from here: one of another host, or of another container. */
export function isForeign(owner: string): boolean {
  return /^[^~]+~\d+~\d+$/.test(owner) && placeOf(owner) !== here;
}

/** Whether nobody uses a folder of an owner's any more. Of a process that cannot be looked for: when it is old, for every container that is killed leaves one. */
export async function isAbandoned(owner: string, folder: string): Promise<boolean> {
  if (isDead(owner)) return true;
  return isForeign(owner) && Date.now() - (await stat(folder)).mtimeMs > FORGOTTEN_MS;
}

const FORGOTTEN_MS = 7 * 24 * 60 * 60 * 1000;

function placeOf(owner: string): string {
  return owner.slice(0, owner.indexOf("~"));
}

/** Two containers may share host name and folder, and each has a process 1. Empty where there is no such thing. */
function namespace(): string {
  try {
    return `-${readlinkSync("/proc/self/ns/pid").replaceAll(/\D/g, "")}`;
  } catch {
    // No /proc here: one set of process ids per host.
    return "";
  }
}

/** Clock ticks from boot to the start of a process, on Linux; `0` elsewhere. */
function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The second field is the program's name in parentheses and may hold spaces; the start time is the twentieth after it.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "0";
  } catch {
    // No /proc here: ids alone must do.
    return "0";
  }
}
