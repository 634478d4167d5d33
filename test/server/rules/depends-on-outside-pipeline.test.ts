import { describe, test } from "vitest";
import { head, sales } from "../../support/server/pipeline-source.ts";
import { emits, fixesTo, valid } from "../../support/server/rule-tester.ts";

const check = (dependsOn: string): string =>
  `export const check = task({ dependsOn: ${dependsOn} }, async function check(from: Bucket) { return from.scan(); });\n`;

describe("a dependsOn of a task that is not in the pipeline", () => {
  test("is reported at its entry", () =>
    emits(`${head}${check("[load, ⟦clean⟧]")}${sales(`  load(aws.bucket("raw"));\n  check(aws.bucket("raw"));`)}`, [
      {
        code: "depends-on-outside-pipeline",
        severity: "error",
        message: "Step 'check' depends on task 'clean', which is not in pipeline 'sales'.",
        related: ["main.ts:12 Step 'check' is here.", "main.ts:7 Task 'clean' is made here."],
      },
    ]));

  test("is reported of a pipeline that calls modules of the platform", () =>
    emits(
      `import { join } from "node:path";\nimport * as fs from "fs";\n${head}${check("[⟦clean⟧]")}${sales(`  if (!fs.existsSync("x")) console.log("none");\n  check(aws.bucket("raw", { path: join("a", process.env.DAY ?? "") }));`)}`,
      ["depends-on-outside-pipeline"],
    ));

  test("is reported at the list where its entries come from elsewhere", () =>
    emits(`${head}const before = [clean];\n${check("⟦before⟧")}${sales(`  check(aws.bucket("raw"));`)}`, ["depends-on-outside-pipeline"]));

  test("is reported of one pipeline, though another has the task", () =>
    emits(
      `${head}${check("[⟦clean⟧]")}${sales(`  check(aws.bucket("raw"));`)}
export const other = pipeline({ name: "other" }, () => { clean(load(aws.bucket("raw"))); check(aws.bucket("raw")); });`,
      [{ code: "depends-on-outside-pipeline", message: /pipeline 'sales'/ }],
    ));

  test("is reported of a pipeline with a parameter, and of one that a function makes", async () => {
    await emits(`${head}${check("[⟦clean⟧]")}export const one = pipeline({ name: "one" }, (from: Bucket) => { check(from); });`, [
      "depends-on-outside-pipeline",
    ]);
    await emits(
      `${head}${check("[⟦clean⟧]")}export const make = (provider: Provider) => pipeline({ name: "made" }, () => { check(provider.bucket("raw")); });`,
      ["depends-on-outside-pipeline"],
    );
  });

  test("is a warning where a branch leaves the task out", () =>
    emits(
      `${head}${check("[⟦clean⟧]")}${sales(`  if (process.env.STAGE === "prod") clean(load(aws.bucket("raw")));\n  check(aws.bucket("raw"));`)}`,
      [{ code: "depends-on-outside-pipeline", severity: "warning", related: [/Step 'check'/, /Task 'clean'/, /on some paths only/] }],
    ));
});

describe("nothing is said", () => {
  test.each([
    ["of a task that is called after the step", `  check(aws.bucket("raw"));\n  clean(load(aws.bucket("raw")));`],
    ["of a task that a helper calls", `  prepare();\n  check(aws.bucket("raw"));`],
    ["of a task in the same branch", `  if (process.env.STAGE === "prod") { clean(load(aws.bucket("raw"))); check(aws.bucket("raw")); }`],
    [
      "where conditions differ",
      `  if (process.env.A === "x") clean(load(aws.bucket("raw")));\n  if (process.env.B === "y") check(aws.bucket("raw"));`,
    ],
    ["of a task that code from outside is given", `  runAll([clean]);\n  check(aws.bucket("raw"));`],
    [
      "where a loop over what nobody knows has it",
      `  for (const name of process.argv) clean(load(aws.bucket(name)));\n  check(aws.bucket("raw"));`,
    ],
  ])("%s", (_, body) =>
    valid(
      `import { runAll } from "somewhere";\n${head}${check("[clean]")}export function prepare() { clean(load(aws.bucket("raw"))); }\nexport { runAll };\n${sales(body)}`,
    ),
  );

  test("of a pipeline that is only a part of one that has the task", () =>
    valid(`${head}${check("[clean]")}const part = pipeline({ name: "part" }, () => { check(aws.bucket("raw")); });
${sales(`  clean(load(aws.bucket("raw")));\n  part();`)}`));

  test("where a method of a class from outside may call the task", () =>
    valid(`import { Base } from "./missing.ts";
${head}${check("[clean]")}class Jobs extends Base { all() { return pipeline({ name: "all" }, () => { this.prepare(); check(aws.bucket("raw")); }); } }
export const all = new Jobs().all();`));

  test("of a task that is called outside of a pipeline", () => valid(`${head}${check("[clean]")}await check(aws.bucket("raw"));`));

  test("of what is not known to be a task", () =>
    valid(`import { other } from "./missing.ts";\n${head}${check("[other]")}${sales(`  check(aws.bucket("raw"));`)}`));
});

test("the fix takes the entry out", async () => {
  const body = sales(`  load(aws.bucket("raw"));\n  check(aws.bucket("raw"));`);
  await fixesTo(`${head}${check("[load, clean]")}${body}`, "Remove clean from dependsOn", `${head}${check("[load]")}${body}`);
});
