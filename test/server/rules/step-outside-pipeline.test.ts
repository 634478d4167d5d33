import { describe, test } from "vitest";
import { head, sales } from "../../support/server/pipeline-source.ts";
import { emits, valid } from "../../support/server/rule-tester.ts";

describe("a handle that is used as data", () => {
  test.each<[what: string, body: string, peek?: string]>([
    ["a member is read", `  const raw = load(aws.bucket("raw"));\n  void ⟦raw.columns⟧;`],
    ["a method is called", `  const raw = load(aws.bucket("raw"));\n  ⟦raw.filter⟧(pl.col("a").gt(0));`],
    ["a method of a call's result is called", `  ⟦load(aws.bucket("raw")).collect⟧();`],
    ["a promise's method is called", `  ⟦load(aws.bucket("raw")).then⟧((raw) => raw);`],
    ["it is put into a text", `  const raw = load(aws.bucket("raw"));\n  console.log(\`got \${⟦raw⟧}\`);`],
    ["a text is made of it", `  void String(⟦load(aws.bucket("raw"))⟧);`],
    ["a number is made of it", `  void Number(⟦load(aws.bucket("raw"))⟧);`],
    ["it is calculated with", `  const raw = load(aws.bucket("raw"));\n  void (⟦raw⟧ + 1);`],
    ["a branch asks for it", `  if (⟦load(aws.bucket("raw"))⟧) void 0;`],
    ["a branch asks for a constant that holds it", `  const raw = load(aws.bucket("raw"));\n  if (⟦raw⟧) void 0;`],
    ["a choice asks for it", `  const raw = load(aws.bucket("raw"));\n  void (⟦raw⟧ ? 1 : 2);`],
    ["a loop goes on while it is true", `  const raw = load(aws.bucket("raw"));\n  while (⟦raw⟧) break;`],
    ["a loop asks for it at its end", `  const raw = load(aws.bucket("raw"));\n  do { void 0; } while (⟦raw⟧);`],
    [
      "a loop with a counter asks for it",
      `  const raw = load(aws.bucket("raw"));\n  for (let turn = 0; ⟦raw⟧; turn++) if (turn > 2) break;`,
    ],
    ["the opposite of it is asked for", `  if (!⟦load(aws.bucket("raw"))⟧) void 0;`],
    ["something is done only with it", `  ⟦load(aws.bucket("raw"))⟧ && clean(undefined as never);`],
    ["something else is done without it", `  const raw = load(aws.bucket("raw"));\n  clean(⟦raw⟧ || (undefined as never));`],
    ["it is made a truth of", `  const raw = load(aws.bucket("raw"));\n  if (Boolean(⟦raw⟧)) void 0;`],
    ["it is compared with a plain value", `  const raw = load(aws.bucket("raw"));\n  if ((⟦raw⟧ as unknown) === true) clean(raw);`],
    ["it is told from a plain value", `  const raw: unknown = load(aws.bucket("raw"));\n  if ("ok" !== ⟦raw⟧) void 0;`],
    ["a helper compares it so that a text must be made of it", `  peek(load(aws.bucket("raw")));`, `(frame: any) => ⟦frame⟧ == "none"`],
    ["a variable that could change is taken for an answer", `  let raw = load(aws.bucket("raw"));\n  if (⟦raw⟧) void 0;`],
    ["it is gone through", `  const raw = load(aws.bucket("raw"));\n  for (const row of ⟦raw⟧) void row;`],
    ["it is spread", `  const raw = load(aws.bucket("raw"));\n  void [⟦...raw⟧];`],
    ["it is written as if it were the data", `  void aws.bucket("out").write(⟦load(aws.bucket("raw"))⟧);`],
    ["Polars is given it", `  void pl.concat(⟦[load(aws.bucket("raw"))]⟧ as never);`],
    ["numbers are asked for", `  void Math.max(⟦load(aws.bucket("raw"))⟧ as never, 1);`],
    ["it is taken apart", `  const ⟦{ columns }⟧ = load(aws.bucket("raw"));\n  void columns;`],
    ["a helper reads it", `  peek(load(aws.bucket("raw")));`],
  ])("is reported where %s", (_, body, peek = "(frame: any) => ⟦frame.columns⟧") =>
    emits(`${head}${body.includes("peek") ? `export const peek = ${peek};\n` : ""}${sales(body)}`, [
      {
        code: "step-outside-pipeline",
        severity: "error",
        message: /^The output of step 'load' is a handle/,
        related: [/Step 'load' gives the handle here/],
      },
    ]),
  );

  test("is reported where the body waits for it", () =>
    emits(
      `${head}export const sales = pipeline({ name: "sales" }, async () => { const raw = ⟦await load(aws.bucket("raw"))⟧; clean(raw); });`,
      [{ code: "step-outside-pipeline" }],
    ));
});

test("a constant that is asked more than once whether it is true is taken for an answer each time", () =>
  emits(
    `${head}${sales(`  const raw = load(aws.bucket("raw"));
  if (⟦raw⟧) clean(undefined as never);
  if (!⟦raw⟧ || process.env.FORCE) void 0;
  if (process.env.STRICT && !⟦raw⟧) void 0;`)}`,
    [{ code: "step-outside-pipeline" }, { code: "step-outside-pipeline" }, { code: "step-outside-pipeline" }],
  ));

test("a constant that is taken for an answer is told from one of its name in another function or block", () =>
  emits(
    `${head}export const make = (from: Provider) => [
  pipeline({ name: "asks" }, () => { const raw = load(from.bucket("raw")); if (⟦raw⟧) void 0; }),
  pipeline({ name: "hands-on" }, () => { const raw = load(from.bucket("raw")); if (raw) clean(raw); }),
  pipeline({ name: "both" }, () => {
    { const raw = load(from.bucket("raw")); if (⟦raw⟧) void 0; }
    { const raw = load(from.bucket("raw")); if (raw) { clean(raw); } }
  }),
];\nexport const all = make(aws);\n`,
    [{ code: "step-outside-pipeline" }, { code: "step-outside-pipeline" }],
  ));

test("a task that a function makes for itself, or another file exports, gives handles as well", () =>
  emits(
    `// @filename: tasks.ts
${head}
// @filename: main.ts
import { pipeline, task } from "@glacier/core";
import * as tasks from "./tasks.ts";
import { aws, load } from "./tasks.ts";
export function make(name: string) {
  const list = task(function list() { return [1]; });
  return pipeline({ name }, () => {
    const all = list();
    if (⟦all⟧) void 0;
    if (⟦load(aws.bucket("raw"))⟧) void 0;
    if (!⟦tasks.load(aws.bucket("raw"))⟧) void 0;
  });
}
make("one");
`,
    [{ code: "step-outside-pipeline" }, { code: "step-outside-pipeline" }, { code: "step-outside-pipeline" }],
  ));

test("a handle that gets out of its pipeline is reported where it is used, not inside of the task", () =>
  emits(
    `${head}export const filtered = task(function filtered(frame: pl.LazyDataFrame) { return frame.filter(pl.col("a").gt(0)); });
let leaked: unknown;\n${sales(`  leaked = load(aws.bucket("raw"));`)}⟦filtered(leaked as never)⟧;`,
    [{ code: "step-outside-pipeline", message: /good only in the body that made it/ }],
  ));

describe("nothing is said", () => {
  test.each([
    ["where it is passed on", `  save(clean(load(aws.bucket("raw"))), aws.bucket("out"));`],
    ["where it is passed on in an array or object", `  const raw = load(aws.bucket("raw"));\n  many([raw, raw], { raw });`],
    [
      "where it is printed or compared",
      `  const raw = load(aws.bucket("raw"));\n  console.log(raw);\n  if (raw === undefined) return;\n  JSON.stringify(raw);`,
    ],
    [
      "where it may be something else",
      `  const raw = process.env.A === "x" ? load(aws.bucket("raw")) : pl.DataFrame({}).lazy();\n  (raw as any).describe?.();`,
    ],
    [
      "where it is asked whether there is one",
      `  const raw = process.env.A === "x" ? load(aws.bucket("raw")) : undefined;\n  if (raw) clean(raw);\n  raw && clean(raw);`,
    ],
    [
      "where it is made sure that there is one",
      `  const raw = load(aws.bucket("raw"));\n  if (!raw) throw new Error("no step");\n  clean(raw);`,
    ],
    [
      "where a closure hands it on",
      `  const raw = load(aws.bucket("raw"));\n  if (!raw) return;\n  const later = () => { if (raw) { clean(raw); } };\n  later();`,
    ],
    ["where it is handed on if there is one", `  const raw = load(aws.bucket("raw"));\n  void (raw && clean(raw));`],
    [
      "where a helper asks whether it is given one",
      `  const maybe = (raw?: any) => { const it = same(raw); if (raw && it) clean(raw); };\n  maybe(load(aws.bucket("raw")));`,
    ],
    [
      "where it is the one of the turn before",
      `  let last: any;\n  for (const name of ["one", "two"]) { if (last) clean(last); last = load(aws.bucket(name)); }`,
    ],
    [
      "where it stands for something that is not there",
      `  const raw = load(aws.bucket("raw"));\n  clean(raw ?? load(aws.bucket("other")));`,
    ],
    [
      "where it is looked up",
      `  const steps = new Map([["raw", load(aws.bucket("raw"))]]);\n  const raw = steps.get("raw");\n  if (raw) clean(raw);\n  if (steps.get("raw")) return;`,
    ],
    [
      "where it is what a helper gives, which may give nothing",
      `  const maybe = (on: boolean) => (on ? load(aws.bucket("raw")) : undefined);\n  const raw = maybe(true);\n  if (raw) clean(raw);`,
    ],
    [
      "where it is compared with nothing, or with another",
      `  const raw = load(aws.bucket("raw"));\n  const other = load(aws.bucket("other"));\n  if (raw === null || raw === undefined || raw === other || (raw as any) == null || typeof raw === "object") clean(raw);`,
    ],
    [
      "where a variable is asked that has nothing on some path",
      `  let raw: any = load(aws.bucket("raw"));\n  if (process.env.SKIP) raw = undefined;\n  if (raw) void 0;`,
    ],
    [
      "where a variable that is handed on is asked whether there is one",
      `  let raw = load(aws.bucket("raw"));\n  for (const name of ["one", "two"]) { if (raw) clean(raw); raw = load(aws.bucket(name)); }\n  if (Boolean(raw)) clean(raw);`,
    ],
    [
      "where a variable is asked that has nothing later, in another turn or call",
      `  let raw: any = load(aws.bucket("raw"));\n  const flush = () => { if (raw) void 0; raw = undefined; };\n  flush();\n  let first: any = load(aws.bucket("first"));\n  for (const name of ["one", "two"]) { if (first) console.log(name); first = undefined; }\n  let next: any = load(aws.bucket("next"));\n  for (let left = 2; next; left--) next = left > 0 ? load(aws.bucket("next")) : undefined;`,
    ],
    [
      "where a variable is asked that a switch in the source empties",
      `  const isDry: boolean = false;\n  let raw: any = load(aws.bucket("raw"));\n  if (isDry) raw = undefined;\n  if (raw) void 0;`,
    ],
    [
      "where a helper is told by a text that there is none",
      `  const maybe = (raw: any) => { if (raw !== "none") clean(raw); };\n  maybe(load(aws.bucket("raw")));\n  maybe("none");`,
    ],
    [
      "where a text stands for the one of the turn before",
      `  let last: any = "none";\n  for (const name of ["one", "two"]) { if (last !== "none") clean(last); last = load(aws.bucket(name)); }`,
    ],
    [
      "where a text stands for one among others",
      `  for (const from of [{ raw: load(aws.bucket("raw")) }, { raw: "none" }] as any[]) if (from.raw !== "none") clean(from.raw);\n  const all: any[] = [load(aws.bucket("raw")), false];\n  for (const raw of all.filter((it) => it !== false)) clean(raw);`,
    ],
    [
      "where a helper runs whatever it is given, which may be no task",
      `  const run = (step: (from: Bucket) => unknown) => { const raw = step(aws.bucket("raw")); if (raw === "none" || step(aws.bucket("raw")) === "none") void 0; };\n  run(load);\n  run(() => "none");\n  const truly = (step: (from: Bucket) => unknown) => { if (!step(aws.bucket("raw"))) void 0; };\n  truly(load);\n  truly(() => undefined);\n  const which = (isTask: boolean): ((from: Bucket) => unknown) => (isTask ? load : () => undefined);\n  const chosen = (isTask: boolean) => { const step = which(isTask); if (step(aws.bucket("raw"))) void 0; };\n  chosen(true);\n  chosen(false);`,
    ],
    [
      "where what is run is looked up, and may be no task",
      `  const steps: Record<string, (from: Bucket) => unknown> = { load, none: () => "none" };\n  for (const name of ["load", "none"]) { const raw = steps[name]?.(aws.bucket("raw")); if (raw === "none") void 0; }`,
    ],
    ["where it is given back", `  return load(aws.bucket("raw"));`],
  ])("%s", (_, body) =>
    valid(
      `${head}const same = (it: any) => it;\nexport const many = task(function many(all: pl.LazyDataFrame[], { raw }: { raw: pl.LazyDataFrame }) { return [all.length, raw.columns]; });\n${sales(body)}`,
    ),
  );

  test("inside of tasks, which get the data", () =>
    valid(
      `${head}export const look = task(function look(frame: pl.LazyDataFrame) { return frame.columns.length + 1; });\n${sales(`  look(load(aws.bucket("raw")));`)}`,
    ));

  test("of a task that is called outside of a pipeline", () =>
    valid(
      `${head}const raw = await load(aws.bucket("raw"));\nconsole.log(raw.columns);\nload(aws.bucket("xxx")).then((frame) => frame.columns);`,
    ));
});
