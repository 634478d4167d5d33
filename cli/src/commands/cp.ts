import { Command } from "commander";
import type { CommandContext, CommandFactory } from "../context.ts";
import { attempt } from "../objects/attempt.ts";
import { copyAll } from "../objects/copy/copy-all.ts";
import { CopyJournal } from "../objects/copy/journal.ts";
import { leftOut } from "../objects/copy/left-out.ts";
import { type Pair, pairsOf } from "../objects/copy/pairs.ts";
import { CopyReport } from "../objects/copy/report.ts";
import { asFolder, objectionTo, singlePair } from "../objects/copy/targets.ts";
import { hasFolder } from "../objects/listing.ts";
import { addressHelp, concurrencyNumber, examples } from "../objects/options.ts";
import { type Place, placeAt } from "../objects/place.ts";
import { visible } from "../terminal.ts";

interface CpFlags {
  recursive?: true;
  concurrency: number;
  /** Commander's name for `--no-clobber`. */
  clobber: boolean;
  again?: true;
  dryRun?: true;
  keepGoing?: true;
  json?: true;
  quiet?: true;
}

const help = `
Without -r, an object is copied: into DST under its own name if DST ends in "/", is a bucket or is a folder that is there, else as DST.
With -r, what is in the folder SRC is copied into the folder DST, by the keys below SRC, whether DST is there or not. So a copy that was
interrupted, or in which objects failed, is taken up by the same command: an object is skipped while it is the version that an earlier copy
from here noted down, and its target is still the version that came of it. All others are copied, and replace what is there. The notes are
in ~/.cache/glacier (XDG_CACHE_HOME), and are forgotten after 30 days without use.

An object that fails does not keep the others. Where one after the other fails for one reason (no credentials, no network, a full disk; at the
beginning also no right, or no such bucket), the copy is given up. Of this machine, links to folders are not followed, and are named.

A target is replaced when all of an object has arrived, never by a part. Inside one bucket, the store copies by itself. Keys that cannot be
a file of this machine ("../x", "a" beside "a/b") fail, and the others are copied. Empty objects that stand for a folder are left out.`;

/** `glacier cp SRC DST` */
export const cpCommand: CommandFactory = (context, done) =>
  new Command("cp")
    .description("copy an object or a tree of them, between any two of this machine and the clouds")
    .argument("<src>", "an object, or with -r a folder or bucket")
    .argument("<dst>", "where to")
    .option("-r, --recursive", "what is in a folder, and in the folders in it")
    .option("--concurrency <n>", "how many objects at once, up to 256", concurrencyNumber, 8)
    .option("--no-clobber", "leave alone what is there, whatever it holds")
    .option("--again", "with -r: copy also what an earlier copy has noted down")
    .option("--keep-going", "with -r: try every object, though one after the other fails for one reason")
    .option("--dry-run", "say what would be copied, and copy nothing")
    .option("--json", "print one JSON object for each object, and a summary")
    .option("--quiet", "print only what fails")
    .addHelpText("after", examples("cp day.csv s3://lake/raw/", "cp -r s3://lake/raw/ raw", "cp -r az://lake/raw/ gs://lake/raw/"))
    .addHelpText("after", help)
    .addHelpText("after", addressHelp)
    .action(async (from: string, to: string, flags: CpFlags) => {
      const source = await placeAt(context, from);
      const target = source && (await placeAt(context, to, { folder: flags.recursive ? "always" : "existing" }));
      if (source === undefined || target === undefined) return done(2);
      done(await copy(context, source, target, flags));
    });

async function copy(context: CommandContext, source: Place, target: Place, flags: CpFlags): Promise<0 | 1 | 2> {
  let exitCode: 0 | 1 | 2 = 1;
  const isDone = await attempt(context, async () => {
    // A bucket can only be a tree, which may be empty: what is wrong with it, its list says.
    const isTree = flags.recursive === true && (source.key === "" || (await hasFolder(source)));
    const objection = isTree ? objectionTo(source, target) : undefined;
    if (objection !== undefined) {
      context.stderr.write(`${visible(objection)}\n`);
      exitCode = 2;
      return;
    }
    exitCode = isTree ? await copyTree(context, source, target, flags) : await copyOne(context, source, target, flags);
  });
  return isDone ? exitCode : 1;
}

async function copyOne(context: CommandContext, source: Place, target: Place, flags: CpFlags): Promise<0 | 1 | 2> {
  const pair = await singlePair(source, target, !flags.clobber);
  if (source.uriOf(source.key) === target.uriOf(pair.target)) {
    context.stderr.write(`${visible(source.uriOf(source.key))} would be copied onto itself.\n`);
    return 2;
  }
  return copyPairs(context, source, target, flags, { isTree: false }, () => [pair].values());
}

async function copyTree(context: CommandContext, source: Place, target: Place, flags: CpFlags): Promise<0 | 1> {
  const [from, to] = [source, target].map((place) => ({ ...place, key: asFolder(place.key) })) as [Place, Place];
  const journal = openJournal(context, from, to);
  try {
    return await copyPairs(context, from, to, flags, { isTree: true, journal }, (signal) =>
      pairsOf(from, to, { journal: flags.again ? undefined : journal, keepsExisting: !flags.clobber, signal }),
    );
  } finally {
    journal?.close();
  }
}

function openJournal({ env, stderr }: CommandContext, source: Place, target: Place): CopyJournal | undefined {
  try {
    return new CopyJournal(env, source.uriOf(source.key), target.uriOf(target.key));
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    stderr.write(`What is copied cannot be noted down (${String(error.code)}): repeating the command will copy everything again.\n`);
    return undefined;
  }
}

/** How long what is under way may take to stop after Ctrl-C, in milliseconds. */
const PATIENCE = 800;

async function copyPairs(
  context: CommandContext,
  source: Place,
  target: Place,
  flags: CpFlags,
  { isTree, journal }: { isTree: boolean; journal?: CopyJournal | undefined },
  pairsFor: (signal: AbortSignal) => Iterator<Pair, void, undefined> | AsyncIterator<Pair, void, undefined>,
): Promise<0 | 1> {
  const report = new CopyReport(context, { json: flags.json === true, quiet: flags.quiet === true, dryRun: flags.dryRun === true });
  const cancel = new AbortController();
  const stopped = Promise.withResolvers<void>();
  const release = context.onInterrupt(() => {
    if (cancel.signal.aborted) context.exit(130);
    cancel.abort();
    report.note("Stopping. Press Ctrl-C again to leave at once.");
    setTimeout(stopped.resolve, PATIENCE).unref();
  });
  for await (const { name, why } of isTree ? leftOut(source) : []) {
    if (cancel.signal.aborted) break;
    report.leftOut(source.uriOf(source.key + name), why);
  }
  const work = copyAll({
    source,
    target,
    pairs: asynchronous(pairsFor(cancel.signal)),
    concurrency: flags.concurrency,
    isDryRun: flags.dryRun === true,
    keepsGoing: flags.keepGoing === true,
    journal,
    report,
    signal: cancel.signal,
  });
  let isSettled = false;
  try {
    await Promise.race([work.finally(() => (isSettled = true)), stopped.promise]);
  } finally {
    release();
    report.end();
  }
  if (cancel.signal.aborted) {
    const { copied, skipped } = report.counts;
    const rest = flags.recursive ? " Repeat the command to copy the rest." : "";
    context.stderr.write(
      `CANCELLED: The copy was stopped after ${copied + skipped} ${copied + skipped === 1 ? "object" : "objects"}.${rest}\n`,
    );
    // What does not stop in time is not waited for.
    if (!isSettled) context.exit(1);
    return 1;
  }
  return report.counts.failed > 0 ? 1 : 0;
}

async function* asynchronous<Item>(
  items: Iterator<Item, void, undefined> | AsyncIterator<Item, void, undefined>,
): AsyncGenerator<Item, void, undefined> {
  for (;;) {
    const next = await items.next();
    if (next.done) return;
    yield next.value;
  }
}
