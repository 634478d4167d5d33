import type { ObjectStat } from "@glacier/core/resources";
import { Command } from "commander";
import type { CommandFactory } from "../context.ts";
import { attempt } from "../objects/attempt.ts";
import { jsonLine } from "../objects/json-line.ts";
import { objectAt } from "../objects/object-at.ts";
import { addressHelp, examples } from "../objects/options.ts";
import { placesAt } from "../objects/place.ts";
import { humanSize } from "../objects/size.ts";
import { visible } from "../terminal.ts";

/** `glacier stat URI…` */
export const statCommand: CommandFactory = (context, done) =>
  new Command("stat")
    .description("show what is known of objects: size, last change, etag, content type, storage class")
    .argument("<uri...>", "objects")
    .option("--json", "print one JSON object a line")
    .addHelpText("after", examples("stat s3://lake/raw/day.parquet"))
    .addHelpText("after", addressHelp)
    .action(async (addresses: string[], { json }: { json?: true }) => {
      const places = await placesAt(context, addresses);
      if (places === undefined) return done(2);
      let isFine = true;
      let printed = 0;
      for (const place of places) {
        const isThere = await attempt(context, async () => {
          const stat = await objectAt(place);
          const uri = place.uriOf(place.key);
          context.stdout.write(json ? jsonLine({ uri, ...stat }) : `${printed > 0 ? "\n" : ""}${describe(uri, stat)}`);
          printed++;
        });
        isFine &&= isThere;
      }
      done(isFine ? 0 : 1);
    });

function describe(uri: string, { size, lastModified, etag, contentType, storageClass }: ObjectStat): string {
  const facts: readonly [string, string | undefined][] = [
    ["size", size < 1024 ? `${size} bytes` : `${size} bytes (${humanSize(size)})`],
    ["modified", lastModified.toISOString()],
    ["etag", etag],
    ["content type", contentType],
    ["storage class", storageClass],
  ];
  const lines = facts.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(13)}  ${visible(value)}\n`]));
  return `${visible(uri)}\n${lines.join("")}`;
}
