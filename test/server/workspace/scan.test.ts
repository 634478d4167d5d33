import { describe, expect, test } from "vitest";
import { scanText } from "../../../server/src/workspace/scan.ts";

describe("an import is seen", () => {
  test.each([
    ["with a comment behind a name", `import {\n  azure, // the provider\n  aws,\n} from "./x";`],
    ["with a comment that holds the word import", `import { azure, // import it\n /* export too */ aws } from "./x";`],
    ["with a comment that looks like an import of types", `import {\n  // import type them\n  azure } from "./x";`],
    ["with comments everywhere", `import/**/{ azure } /* from "y" */ from // here\n "./x";`],
    ["with a name that is a text", `import { "azure-east" as azure } from "./x";`],
    ["with a name that is not English", `import größe, { ß } from "./x";`],
    ["with a comment in a call", `const x = await import(/* webpackChunkName: "x" */ "./x");`],
    ["with a comment in a require", `const x = require /* a */ ( // b\n "./x");`],
    ["for what it does", `import /* effects */ "./x";`],
    ["written without a space", `import{a}from"./x";`],
    ["of a name called type", `import type from "./x";`],
    ["of a name called type and others", `import type, { a } from "./x";`],
    ["that passes everything on", `export * /* all */ from "./x";`],
    ["behind an export and a text with slashes, on one line", `export const url = "http://a.b";import{a}from"./x";`],
    ["of which one name is a type", `import { type A, b } from "./x";`],
  ])("%s", (_, text) => expect(scanText(text)?.imports).toContain("./x"));
});

test.each([
  `import type { A } from "./x";`,
  `import type A from "./x";`,
  `import type * as A from "./x";`,
  `import type {\n  A, // a type\n  B,\n} from "./x";`,
  `export type { A } from "./x";`,
  `export type * from "./x";`,
])("an import of types alone is none: %s", (text) => expect(scanText(text)?.imports).toEqual([]));

test.each([
  [true, `import {\n  Provider, // of the team\n} from "@glacier/core";`],
  [true, `import { // import Provider\n  Provider } from "@glacier/core";`],
  [true, `import { "Provider" as P } from "@glacier/core";`],
  [true, `import /* all */ core from "@glacier/core";`],
  [true, `const core = await import(/* later */ "@glacier/core");`],
  [false, `import { pl /* no Provider */ } from "@glacier/core";`],
  [false, `import "@glacier/core";`],
  [false, `import { Provider } from "@glacier/core-of-somebody";`],
])("whether Glacier's things are named is %s: %s", (isNamed, text) => expect(scanText(text)?.namesGlacier).toBe(isNamed));

test.each([
  [true, `if (process.env.CLOUD !== "aws") throw new Error("Only there.");`],
  [true, `if (!process.env["CLOUD"]) process.exit(1);`],
  [true, `import { env } from "node:process";\nassert(env.CLOUD);`],
  [true, `process.env.CLOUD ??= "aws";`],
  [true, `process.env["CLOUD"] = "aws";`],
  [false, `export const cloud = process.env.CLOUD;`],
  [false, `export const isAws = process.env.CLOUD === "aws";`],
  [false, `throw new Error("Always.");`],
])("whether something is settled of the environment is %s: %s", (settles, text) =>
  expect(scanText(text)?.settlesEnvironment).toBe(settles),
);
