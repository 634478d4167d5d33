import { describe, expect, test } from "vitest";
import { emits, fixesTo, fixTitles, valid } from "../../support/server/rule-tester.ts";

const rule = "public-bucket";
const imports = `import { GcsConfig, S3Config } from "@glacier/core/config";\n`;

describe("a bucket that can be opened to everybody", () => {
  test("is told at the value", () =>
    emits(`${imports}export const config = new S3Config({ versioning: true, publicAccessBlock: ⟦false⟧ });`, [
      { code: rule, severity: "info", message: "S3Config.publicAccessBlock is false: the bucket can be opened to everybody.", related: [] },
    ]));

  test("is told where the value comes into the config, and where it is written", () =>
    emits(
      `${imports}const closed = false;
const base = { publicAccessBlock: closed };
export const one = new S3Config({ ...⟦base⟧, versioning: true });
export const two = new S3Config({ publicAccessBlock: ⟦closed⟧ });
export const make = () => new S3Config(⟦base⟧);`,
      [{ code: rule, related: ["main.ts:2 The value is written here."] }, rule, rule],
    ));

  test("is told of one of several options", () =>
    emits(`${imports}export const config = new S3Config(process.env.SITE ? { publicAccessBlock: ⟦false⟧ } : {});`, [rule]));

  test("is told at the field where the value comes from another file", () =>
    emits(
      `// @filename: main.ts
import { S3Config } from "@glacier/core/config";
import { closed } from "./settings.ts";
export const config = new S3Config({ publicAccessBlock: ⟦closed⟧ });
// @filename: settings.ts
export const closed = false;
`,
      [{ code: rule, related: ["settings.ts:1 The value is written here."] }],
    ));

  test("is told of a side of a choice", () =>
    emits(`${imports}export const config = new S3Config({ publicAccessBlock: process.env.SITE ? ⟦false⟧ : true });`, [rule]));

  test("is told in code that is half typed elsewhere", () =>
    emits(`${imports}export const config = new S3Config({ publicAccessBlock: ⟦false⟧ });\nconst next = new S3Config({ `, [rule]));
});

describe("nothing is said", () => {
  test.each([
    ["of the default", `new S3Config();`],
    ["of true", `new S3Config({ publicAccessBlock: true });`],
    ["of what is not known", `export const make = (open: boolean) => new S3Config({ publicAccessBlock: open });`],
    ["of what a comparison comes to", `new S3Config({ publicAccessBlock: process.env.STAGE === "prod" });`],
    ["of a field that opens nothing", `new GcsConfig({ uniformBucketLevelAccess: false });`],
    ["of a local class", `{ class S3Config { constructor(readonly options: object) {} } new S3Config({ publicAccessBlock: false }); }`],
  ])("%s", (_, body) => valid(`${imports}${body}\n`));
});

test("the fix closes the bucket, and is nothing for fix-all", async () => {
  await fixesTo(
    `${imports}export const config = new S3Config({ publicAccessBlock: false /* for now */ });\nvoid GcsConfig;\n`,
    "Set publicAccessBlock to true",
    `${imports}export const config = new S3Config({ publicAccessBlock: true /* for now */ });\nvoid GcsConfig;\n`,
  );
  expect(
    await fixTitles(
      `// @filename: main.ts\nimport { S3Config } from "@glacier/core/config";\nimport { closed } from "./settings.ts";\nnew S3Config({ publicAccessBlock: closed });\n// @filename: settings.ts\nexport const closed = false;\n`,
    ),
  ).toEqual([]);
});
