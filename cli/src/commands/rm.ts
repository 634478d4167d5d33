import type { GlacierError, ObjectInfo } from "@glacier/core/resources";
import { Command } from "commander";
import type { CommandContext, CommandFactory } from "../context.ts";
import { attempt, codeOf, shown } from "../objects/attempt.ts";
import { CommonCause } from "../objects/common-cause.ts";
import { jsonLine } from "../objects/json-line.ts";
import { hasFolder, statOrUndefined } from "../objects/listing.ts";
import { objectAt } from "../objects/object-at.ts";
import { addressHelp, examples } from "../objects/options.ts";
import { isFolderKey, type Place, placesAt } from "../objects/place.ts";
import { humanSize } from "../objects/size.ts";
import { printProblem } from "../print-problem.ts";
import { visible } from "../terminal.ts";

interface RmFlags {
  recursive?: true;
  dryRun?: true;
  keepGoing?: true;
  yes?: true;
  json?: true;
}

const help = `
Removing what is not there is fine, so that a command can be repeated. With -r, an object, a folder and all below it, or all of a bucket is
removed (the bucket itself stays). That is asked for at a terminal; elsewhere it needs --yes. In a bucket that keeps versions, old ones stay.`;

/** `glacier rm URI…` */
export const rmCommand: CommandFactory = (context, done) =>
  new Command("rm")
    .description("remove objects")
    .argument("<uri...>", "objects, or with -r folders and buckets")
    .option("-r, --recursive", "also folders, with all that is below them")
    .option("--dry-run", "say what would be removed, and remove nothing")
    .option("--keep-going", "with -r: try every object, though one after the other fails for one reason")
    .option("-y, --yes", "with -r: do not ask")
    .option("--json", "print one JSON object for each URI")
    .addHelpText("after", examples("rm s3://lake/raw/day.csv", "rm -r --dry-run s3://lake/raw/"))
    .addHelpText("after", help)
    .addHelpText("after", addressHelp)
    .action(async (addresses: string[], flags: RmFlags) => {
      const places = await placesAt(context, addresses, { folder: "never" });
      if (places === undefined) return done(2);
      if (flags.recursive && !flags.dryRun && !flags.yes && context.ask === undefined) {
        context.stderr.write("glacier rm -r removes without asking only with --yes, and nobody is at the terminal to ask.\n");
        return done(2);
      }
      let isFine = true;
      for (const place of places) {
        const isRemoved = await attempt(context, async () => {
          isFine = (await (flags.recursive ? removeTree(context, place, flags) : removeOne(context, place, flags))) && isFine;
        });
        isFine &&= isRemoved;
      }
      done(isFine ? 0 : 1);
    });

async function removeOne(context: CommandContext, place: Place, flags: RmFlags): Promise<boolean> {
  const info = isFolderKey(place.key) ? undefined : await statOrUndefined(place);
  if (info === undefined && (isFolderKey(place.key) || (await hasFolder(place))))
    await objectAt(place, "With -r, it is removed with all that is in it.");
  if (info !== undefined && !flags.dryRun) await place.bucket.remove(place.key);
  const objects = info === undefined ? 0 : 1;
  tell(context, place, { objects, bytes: info?.size ?? 0, failed: 0 }, flags);
  return true;
}

interface Counts {
  objects: number;
  bytes: number;
  failed: number;
}

async function removeTree(context: CommandContext, place: Place, flags: RmFlags): Promise<boolean> {
  const isAsking = !flags.yes && !flags.dryRun;
  if (isAsking || flags.dryRun) {
    const found = await count(place);
    if (flags.dryRun || found.objects === 0) {
      tell(context, place, found, flags);
      return true;
    }
    const question = `Remove ${objectsIn(found)} of ${visible(place.uriOf(place.key))}? [y/N] `;
    if (!/^y(es)?$/i.test(((await context.ask?.(question)) ?? "").trim())) {
      context.stderr.write("Nothing was removed.\n");
      return false;
    }
  }
  const counts: Counts = { objects: 0, bytes: 0, failed: 0 };
  const cause = new CommonCause();
  for await (const objects of objectsAt(place)) {
    const failures = await removeBatch(place, objects, counts, cause, flags.keepGoing === true);
    const common = failures.find(({ isCommon }) => isCommon);
    for (const { key, error } of common ? [common] : failures) {
      printProblem(context, shown(error));
      if (!common) context.stderr.write(`  ${visible(place.uriOf(key))} was not removed.\n`);
    }
    if (!common) continue;
    context.stderr.write("Removing was given up: the other objects would fail for the same reason. With --keep-going, each is tried.\n");
    break;
  }
  tell(context, place, counts, flags);
  return counts.failed === 0;
}

async function count(place: Place): Promise<Counts> {
  const counts: Counts = { objects: 0, bytes: 0, failed: 0 };
  for await (const objects of objectsAt(place)) {
    counts.objects += objects.length;
    counts.bytes += sizeOf(objects);
  }
  return counts;
}

/** The object at a place, and those in the folder there, page by page. */
async function* objectsAt(place: Place): AsyncGenerator<readonly ObjectInfo[], void, undefined> {
  const { bucket, key } = place;
  const own = isFolderKey(key) ? undefined : await statOrUndefined(place);
  if (own) yield [own];
  try {
    for await (const { objects } of bucket.list({ prefix: isFolderKey(key) ? key : `${key}/` })) if (objects.length > 0) yield objects;
  } catch (error) {
    // A local bucket is gone with its folder. A bucket of a cloud that is not there is a mistake.
    if ((await codeOf(error)) !== "NOT_FOUND" || bucket.provider.basePath === undefined) throw error;
  }
}

interface Failure {
  readonly key: string;
  readonly error: GlacierError;
  /** Whether the others would fail for the same reason, and were not tried. */
  readonly isCommon: boolean;
}

async function removeBatch(
  { bucket }: Place,
  objects: readonly ObjectInfo[],
  counts: Counts,
  cause: CommonCause,
  keepsGoing: boolean,
): Promise<readonly Failure[]> {
  const { GlacierError } = await import("@glacier/core/resources");
  const failures: Failure[] = [];
  try {
    await bucket.removeMany(objects.map(({ key }) => key));
    counts.objects += objects.length;
    counts.bytes += sizeOf(objects);
    cause.worked();
  } catch (batchError) {
    if (!(batchError instanceof GlacierError)) throw batchError;
    // A batch tells its first failure only; one by one they tell each. What is removed already is no failure.
    for (const { key, size } of objects) {
      try {
        await bucket.remove(key);
        counts.objects++;
        counts.bytes += size;
        cause.worked();
      } catch (error) {
        if (!(error instanceof GlacierError)) throw error;
        counts.failed++;
        const isCommon = cause.failed(error) && !keepsGoing;
        failures.push({ key, error, isCommon });
        if (isCommon) break;
      }
    }
  }
  return failures;
}

const sizeOf = (objects: readonly ObjectInfo[]): number => objects.reduce((sum, { size }) => sum + size, 0);

const objectsIn = ({ objects, bytes }: Counts): string => `${objects} ${objects === 1 ? "object" : "objects"} (${humanSize(bytes)})`;

function tell({ stdout }: CommandContext, { key, uriOf }: Place, counts: Counts, { dryRun, json }: RmFlags): void {
  const uri = uriOf(key);
  if (json) stdout.write(jsonLine({ type: dryRun ? "would-remove" : "removed", uri, ...counts }));
  else if (counts.objects === 0 && counts.failed === 0) stdout.write(`nothing is at ${visible(uri)}\n`);
  else {
    const failed = counts.failed > 0 ? `, ${counts.failed} failed` : "";
    stdout.write(`${dryRun ? "would remove" : "removed"} ${objectsIn(counts)}${failed}: ${visible(uri)}\n`);
  }
}
