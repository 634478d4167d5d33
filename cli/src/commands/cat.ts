import { Command, InvalidArgumentError } from "commander";
import type { CommandContext, CommandFactory } from "../context.ts";
import { attempt } from "../objects/attempt.ts";
import { objectAt } from "../objects/object-at.ts";
import { addressHelp, examples, wholeNumberFromZero } from "../objects/options.ts";
import { type Place, placesAt } from "../objects/place.ts";

interface Range {
  offset?: number;
  length?: number;
}

/** `glacier cat URI…` */
export const catCommand: CommandFactory = (context, done) => {
  const command = new Command("cat")
    .description("write the bytes of objects to standard output, as they are")
    .argument("<uri...>", "objects, one after the other")
    .option("--range <start-end>", "only these bytes of each, both included, from 0; without an end, to the end", readRange)
    .option("--offset <n>", "from this byte on (default: 0)", wholeNumberFromZero)
    .option("--length <n>", "so many bytes (default: to the end)", wholeNumberFromZero)
    .addHelpText("after", examples("cat s3://lake/raw/day.csv.gz | gunzip | wc -l", "cat --range 0-99 gs://lake/raw/day.bin"))
    .addHelpText("after", addressHelp);
  return command.action(async (addresses: string[], { range, ...rest }: Range & { range?: Range }) => {
    if (range !== undefined && (rest.offset !== undefined || rest.length !== undefined))
      command.error("error: --range goes without --offset and --length");
    const places = await placesAt(context, addresses);
    if (places === undefined) return done(2);
    let isFine = true;
    for (const place of places) isFine = (await attempt(context, () => write(context, place, range ?? rest))) && isFine;
    done(isFine ? 0 : 1);
  });
};

async function write(context: CommandContext, place: Place, range: Range): Promise<void> {
  // Tells a folder, and what is there instead, before a byte is written.
  await objectAt(place);
  // A byte stream gives buffers. Each is waited for, so that no more of the object is in memory than the reader of the pipe is behind.
  for await (const chunk of await place.bucket.read(place.key, range)) await context.writeBytes(chunk as Buffer);
}

function readRange(text: string): Range {
  const [, start = "", end] = /^(\d{1,15})-(\d{1,15})?$/.exec(text) ?? [];
  const offset = Number(start);
  if (start === "" || (end !== undefined && Number(end) < offset))
    throw new InvalidArgumentError("It must be START-END or START-, such as 0-99.");
  return end === undefined ? { offset } : { offset, length: Number(end) - offset + 1 };
}
