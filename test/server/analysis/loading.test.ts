import { describe, test } from "vitest";
import { emits, valid } from "../../support/server/rule-tester.ts";

const imports = `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig, BlobConfig, S3Config } from "@glacier/core/config";
`;
const AWS = `new Provider({ config: new AwsConfig({ region: "eu-west-1" }) })`;
const AZURE = `new Provider({ config: new AzureConfig({ resourceGroup: "data" }) })`;
const chosen = `const cloud = process.env.CLOUD === "aws" ? ${AWS} : ${AZURE};`;
const error = { code: "config-cloud-mismatch", severity: "error" as const };
const warning = { ...error, severity: "warning" as const };

describe("what a module declares is used on the paths on which it is loaded to its end", () => {
  test("where it throws on the others", () =>
    valid(`${imports}${chosen}
if (cloud.cloud !== "aws") throw new Error("Only there.");
export const open = () => cloud.bucket("raw", { config: new S3Config() });
export class Store { open() { return cloud.bucket("raw", { config: new S3Config() }); } }`));

  test("where it ends the program on the others", () =>
    valid(`${imports}${chosen}
if (process.env.CLOUD !== "aws") process.exit(1);
export function open() { return cloud.bucket("raw", { config: new S3Config() }); }`));

  test("where it throws when something has failed", () =>
    emits(
      `${imports}let cloud: Provider;
try { cloud = ${AWS}; } catch (cause) { throw new Error("No cloud.", { cause }); }
export const open = () => cloud.bucket("raw", { config: ⟦new BlobConfig()⟧ });`,
      [error],
    ));

  test("where it asks about something else, both clouds stay", () =>
    emits(
      `${imports}${chosen}
if (!process.env.TOKEN) throw new Error("No token.");
export const open = () => cloud.bucket("raw", { config: ⟦new S3Config()⟧ });`,
      [warning],
    ));

  test("where it never comes to its end, as if it did", () =>
    emits(
      `${imports}const cloud = ${AZURE};
export const open = () => cloud.bucket("raw", { config: ⟦new S3Config()⟧ });
throw new Error("Not yet.");`,
      [error],
    ));
});

const module = `${imports}export ${chosen}
if (cloud.cloud !== "aws") throw new Error("Only there.");`;

describe("what imports a module goes on where that was loaded to its end", () => {
  test("on its top level and in functions", () =>
    valid(`// @filename: cloud.ts
${module}
// @filename: main.ts
import { S3Config } from "@glacier/core/config";
import { cloud } from "./cloud.ts";
cloud.bucket("raw", { config: new S3Config() });
export const open = () => cloud.bucket("clean", { config: new S3Config() });`));

  test.each([
    ["one that ends the program", `if (process.env.CLOUD !== "aws") process.exit(1);`, `import "./setup.ts";`],
    ["one that sets what is asked for", `process.env.CLOUD = "aws";`, `import "./setup.ts";`],
    [
      "one whose exports it reads",
      `export const name = process.env.CLOUD;\nif (name !== "aws") throw new Error("Only there.");`,
      `import { name } from "./setup.ts";\nvoid name;`,
    ],
  ])("that has nothing to do with Glacier: %s", (_, setup, link) =>
    valid(`// @filename: setup.ts
${setup}
// @filename: main.ts
${link}
${imports}${chosen}
cloud.bucket("raw", { config: new S3Config() });
export const open = () => cloud.bucket("clean", { config: new S3Config() });`),
  );

  test.each([
    ["behind the code that asks", `import { name } from "./setup.ts";`, "\nvoid name;", ""],
    [
      "by another file",
      `import { name } from "./index.ts";`,
      "",
      `// @filename: index.ts\nimport { name } from "./setup.ts";\nexport { name };\n`,
    ],
    [
      "by another file for what it does",
      `import { name } from "./index.ts";`,
      "",
      `// @filename: index.ts\nimport "./setup.ts";\nexport const name = 1;\n`,
    ],
  ])("that is imported by name, %s", async (_, link, use, more) => {
    for (const setup of [`if (process.env.CLOUD !== "aws") throw new Error("Only there.");`, `process.env.CLOUD = "aws";`])
      await emits(
        `// @filename: setup.ts
${setup}
export const name = 1;
${more}// @filename: main.ts
${link}
${imports}${chosen}
cloud.bucket("raw", { config: new S3Config() });
cloud.bucket("raw", { config: ⟦new BlobConfig()⟧ });${use}`,
        [error],
      );
  });

  test("also through another that hands on what it exports", () =>
    valid(`// @filename: setup.ts
export const name = process.env.CLOUD;
if (name !== "aws") throw new Error("Only there.");
// @filename: index.ts
export * from "./setup.ts";
// @filename: main.ts
import { name } from "./index.ts";
${imports}const cloud = name === "aws" ? ${AWS} : ${AZURE};
export const open = () => cloud.bucket("raw", { config: new S3Config() });`));

  test("but not where it imports its types alone", () =>
    emits(
      `// @filename: checked.ts
${module}
export type Name = string;
// @filename: cloud.ts
${imports}export ${chosen}
// @filename: main.ts
import { S3Config } from "@glacier/core/config";
import { cloud } from "./cloud.ts";
import type { Name } from "./checked.ts";
export const open = (name: Name) => cloud.bucket(name, { config: ⟦new S3Config()⟧ });`,
      [warning],
    ));

  test("but not where a test puts something else in its place", () =>
    emits(
      `// @filename: checked.ts
${module}
// @filename: cloud.ts
${imports}export ${chosen}
// @filename: main.test.ts
import { S3Config } from "@glacier/core/config";
import { it, vi } from "vitest";
import "./checked.ts";
import { cloud } from "./cloud.ts";
vi.mock("./checked.ts");
it("opens", () => { cloud.bucket("raw", { config: ⟦new S3Config()⟧ }); });`,
      [warning],
    ));
});

test("what requires a module goes on where that was loaded to its end", () =>
  valid(`// @filename: check.cjs
const { Provider } = require("@glacier/core");
if (process.env.CLOUD !== "aws") throw new Error("Only there.");
exports.isThere = Provider !== undefined;
// @filename: main.cjs
const { Provider } = require("@glacier/core");
const { AwsConfig, AzureConfig, S3Config } = require("@glacier/core/config");
require("./check.cjs");
${chosen}
cloud.bucket("raw", { config: new S3Config() });
exports.open = () => cloud.bucket("more", { config: new S3Config() });`));

test("a function that CommonJS exports goes by the name of its export", () =>
  emits(
    `// @filename: cloud.cjs
const { Provider } = require("@glacier/core");
const { AwsConfig } = require("@glacier/core/config");
exports.connect = function () { return ${AWS}; };
// @filename: main.cjs
const { BlobConfig } = require("@glacier/core/config");
require("./cloud.cjs").connect().bucket("raw", { config: ⟦new BlobConfig()⟧ });`,
    [{ ...error, related: [/^cloud.cjs:3 /, /^main.cjs:2 The provider comes back from `connect` here/] }],
  ));
