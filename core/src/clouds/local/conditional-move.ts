import { createHash } from "node:crypto";
import type { BigIntStats } from "node:fs";
import { link, mkdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { GlacierError } from "../../errors.ts";
import type { UploadConditions } from "../../objects/require-conditions.ts";
import { flushFolder, moveInto, removeIfEmpty } from "./atomic-file.ts";
import { codeOf, conflict, type FileErrorContext } from "./errors.ts";
import type { BucketPlace } from "./folder-state.ts";
import { INTERNAL } from "./keys.ts";
import { withLock } from "./lock.ts";
import { statOrUndefined } from "./stat.ts";
import { etagOf } from "./walk.ts";

/** How a flushed file takes its place: whatever is there, or on a condition, which is looked at in the moment of taking it. */
export function moveOf(place: BucketPlace, conditions: UploadConditions | undefined): typeof moveInto {
  if (conditions === undefined) return moveInto;
  const { ifMatch } = conditions;
  if (ifMatch === undefined) return (source, target, context) => moveIntoNew(place, source, target, context);
  return (source, target, context) =>
    moveWhile(place, source, target, context, (present) =>
      present?.isFile() && etagOf(present) === ifMatch ? undefined : `is not the version with the etag ${ifMatch} any more`,
    );
}

/** A hard link is made only where there is nothing, whoever else is at work: of many that try, one succeeds. */
async function moveIntoNew(place: BucketPlace, source: string, target: string, context: FileErrorContext): Promise<BigIntStats> {
  const stats = await stat(source, { bigint: true });
  for (let attempt = 1; ; attempt++) {
    try {
      await mkdir(dirname(target), { recursive: true });
      await link(source, target);
      await flushFolder(dirname(target));
      return stats;
    } catch (error) {
      const code = codeOf(error);
      // Somebody removed the folder between the two calls.
      if (code === "ENOENT" && attempt < 50) continue;
      if (code === "EEXIST") {
        const present = await statOrUndefined(target);
        if (present?.isFile()) throw unmet(context, EXISTS);
        // An empty folder is not in the way of a key, and what is gone meanwhile neither.
        if (attempt < 50 && (present === undefined || (await removeIfEmpty(target)))) continue;
      }
      if (code === "EEXIST" || code === "ENOTDIR") throw conflict(context.uri, context.operation, error);
      if (code === undefined || !WITHOUT_LINKS.includes(code)) throw error;
      // A file system without hard links, or a bucket that is a mount of its own.
      return moveWhile(place, source, target, context, (present) => (present?.isFile() ? EXISTS : undefined));
    }
  }
}

/** Looks and moves while no other conditional upload to the key does, of this process or another. */
async function moveWhile(
  place: BucketPlace,
  source: string,
  target: string,
  context: FileErrorContext,
  obstacle: (present: BigIntStats | undefined) => string | undefined,
): Promise<BigIntStats> {
  return withLock(join(place.basePath, INTERNAL, "uploads"), lockName(target), async (stillMine) => {
    const why = obstacle(await statOrUndefined(target));
    if (why !== undefined) throw unmet(context, why);
    if (!(await stillMine())) throw unmet(context, "was not written: another process took over while this one stood still");
    return moveInto(source, target, context);
  });
}

const EXISTS = "exists already";

/** Why link() can fail although nothing is wrong. */
const WITHOUT_LINKS: readonly string[] = ["EPERM", "EXDEV", "EMLINK", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"];

/** A lock leaves a file behind, so keys share a few. What some file systems take for the same name has the same one. */
function lockName(target: string): string {
  const hash = createHash("sha256").update(target.normalize("NFC").toLowerCase()).digest();
  return String((hash[0] ?? 0) % 64);
}

const unmet = ({ uri, operation }: FileErrorContext, why: string): GlacierError =>
  new GlacierError("CONFLICT", `${uri} ${why}.`, {
    hint: "Read the present version and decide again; without the condition, whatever is there is replaced.",
    operation,
  });
