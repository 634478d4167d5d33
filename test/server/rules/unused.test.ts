import { describe, test } from "vitest";
import { head, sales } from "../../support/server/pipeline-source.ts";
import { emits, valid } from "../../support/server/rule-tester.ts";

describe("unused-task", () => {
  test("reports the variable of a task that nothing mentions, wherever it is", () =>
    emits(
      `${head}${sales("")}const ⟦left⟧ = task(function left() {});\nexport function make() { const ⟦inner⟧ = task({ name: "left" }, () => 1); }`,
      [
        { code: "unused-task", severity: "hint", message: "Task 'left' is used nowhere: no pipeline calls it, and it is not exported." },
        { code: "unused-task" },
      ],
    ));

  test.each([
    ["a pipeline's body", sales("  const left = load;\n  left(aws.bucket('raw'));")],
    ["a function's parameter", `export const pass = (left: unknown) => left;`],
    ["a block", `if (process.env.A) { const left = 1; console.log(left); }`],
  ])("reports one whose name means something else in %s", (_, text) =>
    emits(`${head}${sales("")}const ⟦left⟧ = task(function left() {});\n${text.replace("sales", "other")}`, ["unused-task"]),
  );

  test("reports one whose name means a type elsewhere", () =>
    emits(
      `${head}${sales("")}interface Left { own: string }\nconst ⟦Left⟧ = task(function Left() {});\nexport const pass = (given: Left) => given.own;`,
      ["unused-task"],
    ));

  test.each([
    "const early = task(function early() {});\nconst [, kept] = [1, early];\nkept();",
    "const early = task(function early() {});\nexport const second = ([, kept] = [1, early] as const) => kept;",
  ])("reports one beside a list of which the first item is passed over: %s", (text) =>
    emits(`${head}${text}\nconst ⟦left⟧ = task(function left() {});\n${sales("")}`, ["unused-task"]),
  );

  test.each([
    [
      "is named in a block that has another one further in",
      `const other = task(function other() {});\nexport const all = () => { { const other = 1; console.log(other); } return other; };`,
    ],
    ["is exported", `export const other = task(function other() {});`],
    ["is exported further down", `const other = task(function other() {});\nexport { other as renamed };`],
    ["is the default export", `const other = task(function other() {});\nexport default other;`],
    ["is kept in an object", `const other = task(function other() {});\nexport const all = { other };`],
    ["is called outside of a pipeline", `const other = task(function other() {});\nother();`],
    ["is a type's subject", `const other = task(function other() {});\nexport type Other = typeof other;`],
    ["is meant to be left", `const _other = task(function other() {});`],
    [
      "is in a dependsOn",
      `const other = task(function other() {});\nexport const next = task({ dependsOn: [other] }, function next() {});`,
    ],
    ["is not Glacier's", `function own(work: () => void) { return work; }\nconst other = own(function other() {});`],
  ])("is silent about a task that %s", (_, text) => valid(`${head}${sales("")}${text}`));

  test("is silent in a file whose end is not written yet", () =>
    valid(
      `${head}const left = task(function left() {});\nconst raw = aws.bucket("raw");\n${sales("")}export const next = pipeline({ name: "next" }, () => {\n  le`,
    ));

  test("is silent in a file that has no pipeline yet", () => valid(`${head}const left = task(function left() {});`));
});

describe("unused-resource", () => {
  test("reports the variable of a resource that nothing mentions", () =>
    emits(`${head}const ⟦raw⟧ = aws.bucket("raw");\nconst ⟦etl⟧ = laptop.spark("etl");`, [
      {
        code: "unused-resource",
        severity: "hint",
        message: "'raw' is used nowhere: what bucket() makes is given to nothing, and it is not exported.",
      },
      { code: "unused-resource", message: /spark\(\)/ },
    ]));

  test.each([
    ["is made for its own sake", `aws.bucket("raw");`],
    ["is given to code from outside", `import { use } from "somewhere";\nconst raw = aws.bucket("raw");\nuse(raw);`],
    ["is exported", `export const raw = aws.bucket("raw");`],
    ["is returned", `export function make() { const raw = aws.bucket("raw"); return raw; }`],
    ["is an executor", `const etl = aws.emr("etl");\nexport const run = task({ executor: etl }, function run() {});`],
  ])("is silent about a resource that %s", (_, text) => valid(`${head}${text}`));

  test("is silent in a file of nothing but resources", () =>
    valid(`import { Provider } from "@glacier/core";\nconst raw = Provider.fromEnv().bucket("raw");`));
});
