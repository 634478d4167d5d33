import { Command } from "commander";
import type { CommandContext, CommandFactory } from "../context.ts";
import { attempt } from "../objects/attempt.ts";
import { jsonLine } from "../objects/json-line.ts";
import { type Entry, type EntryPage, entriesAt, keyOf } from "../objects/listing.ts";
import { addressHelp, examples, wholeNumber } from "../objects/options.ts";
import { type Place, placesAt } from "../objects/place.ts";
import { humanSize } from "../objects/size.ts";
import { pad, visible, widthOf } from "../terminal.ts";

interface LsFlags {
  recursive?: true;
  long?: true;
  human?: true;
  json?: true;
  limit?: number;
}

/** `glacier ls URI…` */
export const lsCommand: CommandFactory = (context, done) =>
  new Command("ls")
    .description("list objects: of one folder, or of all below it")
    .argument("<uri...>", "buckets, folders or objects")
    .option("-r, --recursive", "all objects below, by their keys from there on (default: one folder, with its folders)")
    .option("-l, --long", "with size in bytes, time of the last change (UTC), and storage class where there is one")
    .option("--human", "as --long, with sizes in KiB, MiB, …")
    .option("--limit <n>", "no more than this many of each URI", wholeNumber)
    .option("--json", "print one JSON object a line")
    .addHelpText("after", examples("ls s3://lake/raw/", "ls -r --human --limit 20 gs://lake"))
    .addHelpText("after", addressHelp)
    .action(async (addresses: string[], flags: LsFlags) => {
      const places = await placesAt(context, addresses);
      if (places === undefined) return done(2);
      let isFine = true;
      for (const [index, place] of places.entries()) {
        if (places.length > 1 && !flags.json) context.stdout.write(`${index > 0 ? "\n" : ""}${visible(place.uriOf(place.key))}:\n`);
        isFine = (await attempt(context, () => list(context, place, flags))) && isFine;
      }
      done(isFine ? 0 : 1);
    });

async function list({ stdout }: CommandContext, place: Place, flags: LsFlags): Promise<void> {
  const print = flags.json
    ? (page: EntryPage): string => page.entries.map((entry) => jsonLine(toJson(entry, place))).join("")
    : linesOf(flags);
  const options = { recursive: flags.recursive === true, limit: flags.limit ?? Number.POSITIVE_INFINITY };
  for await (const page of entriesAt(place, options)) stdout.write(print(page));
}

function toJson(entry: Entry, { uriOf }: Place): Record<string, unknown> {
  if (entry.kind === "folder") return { type: "folder", uri: uriOf(entry.key), key: entry.key };
  const { key, size, lastModified, etag, storageClass } = entry.info;
  return { type: "object", uri: uriOf(key), key, size, lastModified, etag, storageClass };
}

/** Columns are as wide as what has been printed so far needs: a list may be longer than memory. */
function linesOf({ long, human }: LsFlags): (page: EntryPage) => string {
  const widths = [0, 0, 0];
  return ({ entries, folder }) => {
    const rows = entries.map((entry) => ({ cells: cellsOf(entry, human === true), name: visible(keyOf(entry).slice(folder.length)) }));
    if (!long && !human) return rows.map(({ name }) => `${name}\n`).join("");
    for (const { cells } of rows) for (const [index, cell] of cells.entries()) widths[index] = Math.max(widths[index] ?? 0, widthOf(cell));
    return rows
      .map(({ cells, name }) => {
        const columns = cells.flatMap((cell, index) => (widths[index] ? [pad(cell, widths[index], index === 0 ? "left" : "right")] : []));
        return `${[...columns, name].join("  ")}\n`;
      })
      .join("");
  };
}

/** Size, time and storage class. */
function cellsOf(entry: Entry, human: boolean): string[] {
  if (entry.kind === "folder") return ["-", "", ""];
  const { size, lastModified, storageClass = "" } = entry.info;
  return [human ? humanSize(size) : String(size), lastModified.toISOString().replace(/\.\d+Z$/, "Z"), visible(storageClass)];
}
