import type { PreviewOptions } from "@glacier/core/resources";
import { Command, Option } from "commander";
import type { CommandContext, CommandFactory } from "../context.ts";
import { attempt } from "../objects/attempt.ts";
import { jsonLine } from "../objects/json-line.ts";
import { objectAt } from "../objects/object-at.ts";
import { addressHelp, examples, wholeNumber } from "../objects/options.ts";
import { type Place, placeAt } from "../objects/place.ts";
import { tableOf } from "../objects/table.ts";

interface HeadFlags {
  rows: number;
  format?: NonNullable<PreviewOptions["format"]>;
  columns?: string[];
  json?: true;
}

/** `glacier head URI` */
export const headCommand: CommandFactory = (context, done) =>
  new Command("head")
    .description("show the first rows of a Parquet, CSV, NDJSON, Arrow IPC or Avro object, without reading all of it")
    .argument("<uri>", "the object")
    .option("-n, --rows <n>", "how many rows", wholeNumber, 10)
    .addOption(
      new Option("--format <format>", "what it is (default: what its name or its first bytes say)").choices([
        "parquet",
        "csv",
        "ndjson",
        "ipc",
        "avro",
      ]),
    )
    .option("--columns <a,b>", "only these columns, in this order", (text) => text.split(","))
    .option("--json", "print one JSON object a row")
    .addHelpText("after", examples("head -n 3 --columns id,day s3://lake/raw/day.parquet"))
    .addHelpText("after", addressHelp)
    .action(async (address: string, flags: HeadFlags) => {
      const place = await placeAt(context, address);
      if (place === undefined) return done(2);
      // Leaves in an orderly way, so that what holds a version of a local file for the look is taken away.
      const release = context.onInterrupt(() => context.exit(130));
      try {
        done((await attempt(context, () => show(context, place, flags))) ? 0 : 1);
      } finally {
        release();
      }
    });

async function show({ stdout, stderr }: CommandContext, place: Place, { rows, format, columns, json }: HeadFlags): Promise<void> {
  const { previewRows } = await import("@glacier/core/resources");
  // Tells a folder, and what is there instead.
  await objectAt(place);
  const preview = await previewRows(place.bucket, place.key, { rows, format, columns });
  if (json) {
    for (const row of preview.rows)
      stdout.write(jsonLine(Object.fromEntries(preview.columns.map(({ name }, index) => [name, row[index]]))));
  } else if (preview.columns.length === 0) stdout.write("It has no columns and no rows.\n");
  else stdout.write(tableOf(preview, stdout.columns ?? Number.POSITIVE_INFINITY));
  const { separator } = preview;
  if (separator !== undefined && separator !== "," && !/\.tsv(\.|$)/i.test(place.key))
    stderr.write(`Its values are separated by ${JSON.stringify(separator)}. A pipeline reads it by ",", as one column.\n`);
  if (preview.isCut) stderr.write(`No more is read of it than these ${preview.rows.length} rows: they are long.\n`);
}
