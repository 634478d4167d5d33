import { test } from "vitest";
import { head, sales } from "../../support/server/pipeline-source.ts";
import { emits, fixesTo, valid } from "../../support/server/rule-tester.ts";

const asked = `// @filename: glacier.config.json\n{ "rules": { "redundant-depends-on": "hint" } }\n// @filename: main.ts\n`;
const keep = (list: string): string =>
  `export const keep = task({ dependsOn: [${list}] }, function keep(frame: pl.LazyDataFrame) { return frame; });\n`;

test("is silent unless it is asked for", () => valid(`${head}${keep("load")}${sales(`  keep(load(aws.bucket("raw")));`)}`));

test("reports an entry whose output the step takes, directly or through others", async () => {
  await emits(`${asked}${head}${keep("⟦load⟧")}${sales(`  keep(clean(load(aws.bucket("raw"))));`)}`, [
    { code: "redundant-depends-on", severity: "hint", message: /Task 'keep' takes what comes of task 'load'/ },
  ]);
  await emits(`${asked.replace('"hint"', '"error"')}${head}${keep("⟦load⟧, ⟦clean⟧")}${sales(`  keep(clean(load(aws.bucket("raw"))));`)}`, [
    { code: "redundant-depends-on", severity: "error" },
    { code: "redundant-depends-on", severity: "error" },
  ]);
});

test("is silent where one pipeline, or one of several calls, needs the entry", async () => {
  await valid(`${asked}${head}${keep("load")}${sales(`  keep(load(aws.bucket("raw")));`)}
export const other = pipeline({ name: "other" }, () => { load(aws.bucket("xxx")); keep(pl.DataFrame({}).lazy() as never); });`);
  await valid(
    `${asked}${head}${keep("load")}${sales(`  const raw = load(aws.bucket("raw"));\n  keep(process.env.STAGE === "prod" ? raw : clean(pl.DataFrame({}).lazy() as never));`)}`,
  );
  await valid(`${asked}${head}${keep("load")}${sales(`  keep(load(aws.bucket("raw")));\n  load(aws.bucket("other"));`)}`);
});

test("the fix takes the entry out", () =>
  fixesTo(
    `${asked}${head}${keep("load, clean")}${sales(`  clean(load(aws.bucket("xxx")));\n  keep(load(aws.bucket("raw")));`)}`.replace(
      'clean(load(aws.bucket("xxx")));',
      "",
    ),
    "Remove load from dependsOn",
    `${asked}${head}${keep("clean")}${sales(`  \n  keep(load(aws.bucket("raw")));`)}`,
    ["depends-on-outside-pipeline"],
  ));
