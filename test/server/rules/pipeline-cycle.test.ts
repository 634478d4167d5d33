import { describe, test } from "vitest";
import { head, sales } from "../../support/server/pipeline-source.ts";
import { emits, fixesTo, valid } from "../../support/server/rule-tester.ts";

const first = (dependsOn: string): string =>
  `export const first = task({ dependsOn: ${dependsOn} }, async function first(from: Bucket) { return from.scan(); });\n`;

describe("steps that wait for each other", () => {
  test("are reported at the dependsOn that turns against the data, with the steps", () =>
    emits(`${head}${first("[⟦save⟧]")}${sales(`  save(clean(first(aws.bucket("raw"))), aws.bucket("out"));`)}`, [
      {
        code: "pipeline-cycle",
        severity: "error",
        message: "These steps of pipeline 'sales' wait for each other, so none could ever start: first → save → clean → first.",
        related: [
          "main.ts:10 They are steps of pipeline 'sales'.",
          "main.ts:11 Step 'save' is here.",
          "main.ts:11 Step 'clean' is here.",
          "main.ts:11 Step 'first' is here.",
        ],
      },
    ]));

  test("are reported in the file of the task, when the pipeline is in another", () =>
    emits(
      `// @filename: main.ts
import { Provider, pipeline } from "@glacier/core";
import { first, last } from "./tasks.ts";
export const both = pipeline({ name: "both" }, () => { last(first(Provider.fromEnv().bucket("raw"))); });
// @filename: tasks.ts
import { type Bucket, task } from "@glacier/core";
export const last = task(function last(data: unknown) { return data; });
export const first = task({ dependsOn: [⟦last⟧] }, async function first(from: Bucket) { return from.scan(); });
`,
      ["pipeline-cycle"],
    ));

  test("are reported once, though two entries are on the way", () =>
    emits(
      `${head}export const second = task({ dependsOn: [clean] }, async function second(from: Bucket) { return from.scan(); });
${first("[⟦second⟧]")}${sales(`  clean(first(aws.bucket("raw")));\n  second(aws.bucket("raw"));`)}`,
      ["pipeline-cycle"],
    ));

  test("are told from those that only look so: a step of its own, another pipeline", async () => {
    await valid(
      `${head}${first("[save]")}${sales(`  save(clean(load(aws.bucket("raw"))), aws.bucket("out"));\n  first(aws.bucket("raw"));`)}`,
    );
    await valid(`${head}${first("[clean]")}${sales(`  clean(load(aws.bucket("raw")));\n  first(aws.bucket("xxx"));`)}
export const other = pipeline({ name: "other" }, () => { clean(load(aws.bucket("raw"))); });`);
  });

  test("are a warning where only one branch has them", () =>
    emits(
      `${head}${first("[⟦clean⟧]")}${sales(`  const raw = first(aws.bucket("raw"));\n  if (process.env.STAGE === "prod") clean(raw);\n  else clean(load(aws.bucket("test")));`)}`,
      [{ code: "pipeline-cycle", severity: "warning", message: /^On some paths these steps/ }],
    ));

  test("are a warning where only one side of a choice is the other's output", () =>
    emits(
      `${head}${first("[⟦clean⟧]")}${sales(`  const raw = first(aws.bucket("raw"));\n  clean(process.env.STAGE === "prod" ? raw : load(aws.bucket("test")));`)}`,
      [{ code: "pipeline-cycle", severity: "warning", message: /^On some paths these steps/ }],
    ));

  test("are nothing to report while two unrelated conditions would have to hold at once", () =>
    valid(
      `${head}${first("[clean]")}${sales(`  let raw = load(aws.bucket("raw"));
  if (process.env.A === "x") raw = first(aws.bucket("raw"));
  if (process.env.B === "y") clean(raw);
  else clean(load(aws.bucket("bbb")));`)}`,
    ));
});

describe("tasks that name each other", () => {
  test("are reported at the name that is used before it is declared", () =>
    emits(
      `import { pipeline, task } from "@glacier/core";
export const a = task({ dependsOn: [⟦c⟧] }, function a() {});
export const b = task({ dependsOn: [a] }, function b() {});
export const c = task({ dependsOn: [b] }, function c() {});
export const all = pipeline({ name: "all" }, () => { a(); b(); c(); });`,
      [
        {
          code: "pipeline-cycle",
          severity: "error",
          message: "These tasks depend on each other, so none of their steps could ever start: a → c → b → a.",
        },
      ],
    ));

  test("are told from those of which one comes after the other", () =>
    valid(`import { pipeline, task } from "@glacier/core";
export const a = task(function a() {});
export const b = task({ dependsOn: [a] }, function b() {});
export const c = task({ dependsOn: [a, b] }, function c() {});
export const all = pipeline({ name: "all" }, () => { a(); b(); c(); });`));
});

describe("the fix", () => {
  test("takes the entry out, and the option with the last one", async () => {
    const body = sales(`  save(clean(first(aws.bucket("raw"))), aws.bucket("out"));`);
    await fixesTo(
      `${head}${first("[save]")}${body}`,
      "Remove save from dependsOn",
      `${head}${first("[]").replace("{ dependsOn: [] }", "{  }")}${body}`,
    );
  });

  test("keeps the other entries and options", async () => {
    const body = sales(`  save(clean(first(load(aws.bucket("raw")))), aws.bucket("out"));`);
    const task = (list: string): string =>
      `export const first = task({ retries: 2, dependsOn: [${list}], timeout: 5 }, (frame: pl.LazyDataFrame) => frame);\n`.replace(
        "retries",
        'name: "first", retries',
      );
    await fixesTo(`${head}${task("load, /* why */ save")}${body}`, "Remove save from dependsOn", `${head}${task("load")}${body}`);
    await fixesTo(`${head}${task("save, load")}${body}`, "Remove save from dependsOn", `${head}${task("load")}${body}`);
  });
});
