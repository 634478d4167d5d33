import { describe, test } from "vitest";
import { head, sales } from "../../support/server/pipeline-source.ts";
import { emits, valid } from "../../support/server/rule-tester.ts";

const out = `export const out = aws.bucket("out", { path: "a/b.parquet" });\n`;
const write = `  save(clean(load(aws.bucket("raw"))), out);\n`;

describe("a step that reads what another writes", () => {
  test("is reported at the reading step", () =>
    emits(`${head}${out}${sales(`${write}  ⟦load(out)⟧;`)}`, [
      {
        code: "unordered-read-write",
        severity: "warning",
        message:
          "Step 'load#2' reads 'a/b.parquet' in bucket 'out' and step 'save' writes it, but neither waits for the other: which comes first is chance.",
        related: ["main.ts:11 Step 'save' is here.", "main.ts:8 It writes here.", "main.ts:6 Step 'load#2' reads here."],
      },
    ]));

  test.each([
    ["another bucket object of the same place", `⟦load(aws.bucket("out", { path: "/a/b.parquet" }))⟧`],
    ["the folder that it lies in", `⟦load(aws.bucket("out", { path: "a/" }))⟧`],
    ["the whole bucket", `⟦load(aws.bucket("out"))⟧`],
    [
      "the folder of a file with another ending of its format",
      `save(clean(load(aws.bucket("raw"))), aws.bucket("all", { path: "x/a.jsonl", format: "ndjson" }));\n  ⟦load(aws.bucket("all", { path: "x/", format: "ndjson" }))⟧`,
    ],
    [
      "a glob that parts of a folder fit",
      `save(clean(load(aws.bucket("raw"))), aws.bucket("all", { path: "x/" }));\n  ⟦load(aws.bucket("all", { path: "x/*.parquet" }))⟧`,
    ],
    ["a glob that it fits", `⟦load(aws.bucket("out", { path: "a/*.parquet" }))⟧`],
    [
      "a provider of the same config",
      `⟦load(new Provider({ config: new AwsConfig({ region: "eu-west-1" }) }).bucket("out", { path: "a/b.parquet" }))⟧`,
    ],
    ["a helper's bucket", `⟦load(zone("out"))⟧`],
  ])("is reported through %s", (_, read) =>
    emits(`${head}${out}export const zone = (name: string) => aws.bucket(name, { path: "a/b.parquet" });\n${sales(`${write}  ${read};`)}`, [
      "unordered-read-write",
    ]),
  );

  test("is reported where a task reads through functions of other files, or a bucket that it closes over", async () => {
    await emits(
      `// @filename: helper.ts
import type { Bucket } from "@glacier/core";
export const peek = async (bucket: Bucket) => (await bucket.scan()).fetch(1);
// @filename: main.ts
import { peek } from "./helper.ts";
${head}${out}export const look = task(function look() { return peek(out); });
${sales(`${write}  ⟦look()⟧;`)}`,
      ["unordered-read-write"],
    );
  });

  test("is reported of a bucket whose name nobody knows, when it is the very same", () =>
    emits(
      `${head}export const out = aws.bucket(process.env.OUT ?? "", { path: process.env.FILE ?? "" });\n${sales(`${write}  ⟦load(out)⟧;`)}`,
      ["unordered-read-write"],
    ));
});

describe("nothing is said", () => {
  test.each([
    ["where data orders them", `  const written = save(load(aws.bucket("raw")), out);\n  both(written, out);`],
    ["where dependsOn orders them", `${write}  late(out);`],
    [
      "of a glob that parts of a folder do not fit",
      `  save(clean(load(aws.bucket("raw"))), aws.bucket("all", { path: "x/" }));\n  load(aws.bucket("all", { path: "x/*.csv", format: "csv" }));`,
    ],
    ["of another path", `${write}  load(aws.bucket("out", { path: "a/c.parquet" }));`],
    ["of a folder's files of another format", `${write}  load(aws.bucket("out", { path: "a/", format: "csv" }));`],
    [
      "of a folder's hidden files",
      `  save(load(aws.bucket("raw")), aws.bucket("out", { path: "a/_note.parquet" }));\n  load(aws.bucket("out", { path: "a/" }));`,
    ],
    ["of another bucket", `${write}  load(aws.bucket("other", { path: "a/b.parquet" }));`],
    ["of another cloud", `${write}  load(azure.bucket("out", { path: "a/b.parquet" }));`],
    ["of a path that is not known", `${write}  load(aws.bucket("out", { path: process.env.FILE ?? "" }));`],
    ["of a name that is not known", `${write}  load(aws.bucket(process.env.OUT ?? "", { path: "a/b.parquet" }));`],
    ["of one branch and the other", `  if (process.env.STAGE === "prod") save(clean(load(aws.bucket("raw"))), out);\n  else load(out);`],
    [
      "where two conditions would have to hold",
      `  if (process.env.A === "x") save(load(aws.bucket("raw")), out);\n  if (process.env.B === "y") load(out);`,
    ],
    ["of one step that reads and writes", `  replace(out);`],
    ["of a step that asks whether it is there", `${write}  ask(out);`],
  ])("%s", (_, body) =>
    valid(`${head}${out}export const late = task({ dependsOn: [save] }, async function late(from: Bucket) { return from.scan(); });
export const both = task(async function both(_: unknown, from: Bucket) { return from.scan(); });
export const ask = task(function ask(from: Bucket) { return from.exists(); });
export const replace = task(async function replace(at: Bucket) { await at.write(await at.scan()); });
${sales(body)}`),
  );

  test("of different pipelines", () =>
    valid(`${head}${out}${sales(write)}export const other = pipeline({ name: "other" }, () => { load(out); });`));
});
