import { describe, expect, test } from "vitest";
import { emits, fixesTo, fixTitles, valid } from "../../support/server/rule-tester.ts";

const head = `import { task } from "@glacier/core";\n`;

describe("a task without a name", () => {
  test.each([
    ["an arrow function", `export const load = ⟦task(() => 1)⟧;`],
    ["a function without a name", `export const load = ⟦task(function () { return 1; })⟧;`],
    ["options that say none", `export const load = ⟦task({ retries: 1 }, async () => 1)⟧;`],
    ["a helper between", `const step = (work: () => number) => ⟦task(work)⟧;\nexport const load = step(() => 1);`],
    ["what a function gives back", `const timed = (work: () => number) => () => work();\nexport const load = ⟦task(timed(() => 1))⟧;`],
    [
      "what a function returns",
      `function timed(work: () => number) { return function () { return work(); }; }\nexport const load = ⟦task(timed(() => 1))⟧;`,
    ],
    ["a choice of functions", `export const load = ⟦task(process.env.A ? () => 1 : () => 2)⟧;`],
    ["a name that is undefined", `export const load = ⟦task({ name: undefined }, () => 1)⟧;`],
    ["what CommonJS exports", `exports.load = ⟦task(() => 1)⟧;`],
  ])("is reported with %s", (_, text) =>
    emits(`${head}${text}`, [
      { code: "unnamed-task", severity: "error", message: "This task has no name: give its function one, or say it in the options." },
    ]),
  );

  test.each([
    ["a call", `export const load = ⟦task⟧(\n  { retries: 1 },\n  () => 1,\n);`],
    ["a call with types", `export const load = ⟦task⟧<[], number>(() => {\n  return 1;\n});`],
    ["a call of a namespace's", `import * as glacier from "@glacier/core";\nexport const load = ⟦glacier.task⟧(() => {\n  return 1;\n});`],
    ["a call through a helper", `const step = (work: () => number) =>\n  ⟦task⟧(\n    work,\n  );\nexport const load = step(() => 1);`],
  ])("is reported up to the name of what is called, where %s goes over several lines", (_, text) =>
    emits(`${head}${text}`, [{ code: "unnamed-task" }]),
  );

  test("is reported at a name that is empty", () =>
    emits(`${head}export const load = task({ name: ⟦" "⟧ }, function load() {});`, [
      { code: "unnamed-task", message: "The name of this task is empty." },
    ]));

  test.each([
    [
      "that of a default export",
      `import load from "./load.ts";\nexport const made = task(load);\n// @filename: load.ts\nexport default function () {}`,
    ],
    [
      "that of an arrow function that is a default export",
      `import load from "./load.ts";\nexport const made = task(load);\n// @filename: load.ts\nexport default () => 1;`,
    ],
    ["the function's own", `export const load = task(function load() {});`],
    [
      "that of a function that is given back",
      `const timed = (work: () => number) => { const inner = () => work(); return inner; };\nexport const load = task(timed(() => 1));`,
    ],
    ["its option", `export const load = task({ name: "load" }, () => 1);`],
    ["the variable of the function", `const work = () => 1;\nexport const load = task(work);`],
    ["the member of the function", `const work = { load: () => 1 };\nexport const load = task(work.load);`],
    ["an assignment", `let work;\nwork = () => 1;\nexport const load = task(work);`],
    ["a class's field", `class Work { static readonly load = () => 1; }\nexport const load = task(Work.load);`],
    ["a private method's", `export class Work { #load() {}\n  readonly load = task(this.#load); }`],
    ["a method's that is a text", `class Work { static "load it"() {} }\nexport const load = task(Work["load it"]);`],
    ["a parameter's default", `export const make = (load = () => 1) => task(load);\nmake();`],
    ["a default in a pattern", `const { load = () => 1 } = {} as { load?: () => number };\nexport const all = task(load);`],
    ["the default export's", `export default () => 1;\nimport own from "./main.ts";\nexport const load = task(own);`],
    ["what only a run knows", `export const load = task({ name: process.env.NAME }, () => 1);`],
    ["options from elsewhere", `import { options } from "./missing.ts";\nexport const load = task(options, () => 1);`],
    ["a function from elsewhere", `import { work } from "./missing.ts";\nexport const load = task(work);`],
    ["one side's", `function load() {}\nexport const all = task(process.env.A ? load : () => 2);`],
    ["a parameter's", `export const make = (work: () => void) => task(work);`],
    ["bound", `function load(this: unknown) {}\nexport const bound = task(load.bind(null));`],
  ])("is told from one whose name is %s", (_, text) => valid(`${head}${text}`));

  test("is not reported where one caller of a helper gives a name", () =>
    valid(`${head}const make = (name: string | undefined) => task({ name }, () => 1);\nexport const all = [make("a"), make("b")];`));
});

describe("the fix", () => {
  test.each([
    ["export const load = task(() => 1);", 'export const load = task({ name: "load" }, () => 1);'],
    ["export const load = task({ retries: 1 }, () => 1);", 'export const load = task({ name: "load", retries: 1 }, () => 1);'],
    ["export const load = task({}, () => 1);", 'export const load = task({ name: "load" }, () => 1);'],
    ["export const load = task({ name: undefined }, () => 1);", 'export const load = task({ name: "load" }, () => 1);'],
  ])("names it like its variable: %s", (before, after) => fixesTo(`${head}${before}`, "Name it load", `${head}${after}`));

  test.each([
    ["a default export, which has no name either", `export default task(() => 1);`],
    ["options that name it undefined elsewhere", `const none = { name: undefined };\nexport const load = task({ ...none }, () => 1);`],
    [
      "options that a helper gives",
      `const none = () => ({ name: undefined });\nexport const load = task({ name: undefined, ...none() }, () => 1);`,
    ],
    ["options with the name of a variable", `const name = undefined;\nexport const load = task({ name }, () => 1);`],
  ])("does not name %s", async (_, text) => expect(await fixTitles(`${head}${text}`)).toEqual([]));

  test("writes the quotes that the file writes", () =>
    fixesTo(
      `import { task } from '@glacier/core';\nexport const load = task(() => 1);`,
      "Name it load",
      `import { task } from '@glacier/core';\nexport const load = task({ name: 'load' }, () => 1);`,
    ));
});

test("a task that CommonJS exports is named like its export", () =>
  fixesTo(`${head}exports.load = task(() => 1);`, "Name it load", `${head}exports.load = task({ name: "load" }, () => 1);`));
