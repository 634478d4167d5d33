import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { codeOf } from "./errors.ts";

/**
 * Names this process in Glacier's own folder, so that what a dead process left can be told from what a living one uses:
 * host, process id, and start time, because ids are used again.
 */
export const ownerId = `${hostname().replaceAll(/[^A-Za-z0-9.-]/g, "-")}~${process.pid}~${startTime(process.pid)}`;

/** Whether an owner has certainly ended. A process of another host never has, as far as can be seen from here. */
export function isDead(owner: string): boolean {
  const [host, pid, start] = owner.split("~");
  if (host !== ownerId.split("~")[0] || !/^\d+$/.test(pid ?? "")) return false;
  const id = Number(pid);
  try {
    process.kill(id, 0);
  } catch (error) {
    return codeOf(error) === "ESRCH";
  }
  const now = startTime(id);
  return now !== "0" && start !== "0" && now !== start;
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
