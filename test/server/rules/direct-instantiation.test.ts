import { describe, expect, test } from "vitest";
import { emits, fixAllTo, fixesTo, fixTitles, valid } from "../../support/server/rule-tester.ts";

const rule = "direct-instantiation";
const imports = `import { Bucket, ExecutionEnvironment, Provider, Resource, Serverless } from "@glacier/core";\n`;

describe("a resource that is made with new", () => {
  test("is reported at the construction", () =>
    emits(`${imports}export const raw = ⟦new Bucket("raw", { path: "a.parquet" })⟧;`, [
      {
        code: rule,
        severity: "error",
        message: "A Bucket is made by its provider, not with new Bucket(): call provider.bucket(…) instead.",
      },
    ]));

  test("is reported with the right article", () =>
    emits(`${imports}⟦new ExecutionEnvironment("job")⟧;`, [
      {
        code: rule,
        message:
          "An ExecutionEnvironment is made by its provider, not with new ExecutionEnvironment(): call provider.spark(…) or another environment's method instead.",
      },
    ]));

  test.each(["Serverless", "Resource"])("is reported for %s", (name) => emits(`${imports}⟦new ${name}("x")⟧;`, [rule]));

  test("is reported through aliases, namespaces, re-exports and subclasses", () =>
    emits(
      `// @filename: main.ts
import { Bucket as B } from "@glacier/core";
import * as glacier from "@glacier/core";
import { Bucket } from "./ours.ts";
class Mine extends B {}
class Other extends B { constructor(name: string) { super(name); } }
class Deep extends Mine {}
⟦new B("a")⟧;
⟦new glacier.Bucket("b")⟧;
⟦new Bucket("c")⟧;
⟦new Mine("d")⟧;
⟦new Other("e")⟧;
⟦new Deep("f")⟧;
// @filename: ours.ts
export { Bucket } from "@glacier/core";
`,
      [rule, rule, rule, rule, rule, rule],
    ));

  test("is reported in a function that nobody calls, and in code that is half typed elsewhere", () =>
    emits(`${imports}export function make() { return ⟦new Bucket("raw")⟧; }\nconst next = make(`, [rule]));
});

describe("nothing is said", () => {
  test.each([
    ["of a local class of that name", `class Bucket {}\nnew Bucket();`],
    ["of another package's class", `import { Bucket } from "aws-cdk-lib/aws-s3";\nnew Bucket();`],
    ["of a type", `import type { Bucket } from "@glacier/core";\nexport const open = (bucket: Bucket) => bucket.scan();`],
    ["of a kind of resource of one's own", `import { Resource } from "@glacier/core";\nclass Queue extends Resource {}\nnew Queue();`],
    ["of a subclass that nobody makes", `import { Bucket } from "@glacier/core";\nexport class Lake extends Bucket {}`],
    ["of what a provider makes", `import { Provider } from "@glacier/core";\nProvider.fromEnv().bucket("raw");`],
    ["while it is typed", `import { Bucket } from "@glacier/core";\nexport const raw = new `],
  ])("%s", (_, source) => valid(source));
});

describe("the fix makes it with", () => {
  const provider = `const provider = Provider.fromEnv();`;
  const before = (body: string): string => `import { Bucket, Provider } from "@glacier/core";\n${provider}\n${body}\n`;
  const after = (body: string): string => `import { Provider } from "@glacier/core";\n${provider}\n${body}\n`;

  test.each([
    [
      "the provider among its options",
      `new Bucket("raw", { provider, path: "a.parquet" });`,
      `provider.bucket("raw", { path: "a.parquet" });`,
    ],
    [
      "the provider that comes first",
      `new Bucket(provider, "raw", { path: "a.parquet" });`,
      `provider.bucket("raw", { path: "a.parquet" });`,
    ],
    ["the provider that comes first, alone", `new Bucket(provider, "raw");`, `provider.bucket("raw");`],
    ["the provider beside the name", `new Bucket("raw", { provider });`, `provider.bucket("raw");`],
    [
      "the name among its options",
      `new Bucket({\n  provider,\n  // Sales.\n  bucketName: "raw",\n  format: "csv",\n});`,
      `provider.bucket("raw", {\n  // Sales.\n  format: "csv",\n});`,
    ],
    [
      "the provider between comments",
      `new Bucket(/* ours */ "raw" /* as is */, {\n  path: "a.parquet", // of today\n  provider, // the only one\n});`,
      `provider.bucket(/* ours */ "raw" /* as is */, {\n  path: "a.parquet", // of today\n});`,
    ],
    [
      "the provider that comes first, between comments",
      `new Bucket(\n  provider,\n  // Sales.\n  "raw", // as is\n  { path: "a.parquet" },\n);`,
      `provider.bucket(\n  // Sales.\n  "raw", // as is\n  { path: "a.parquet" },\n);`,
    ],
    [
      "the provider alone among its options, between comments",
      `new Bucket(\n  "raw", // as is\n  { provider },\n);`,
      `provider.bucket(\n  "raw", // as is\n);`,
    ],
    ["options that are held to a type", `new Bucket("raw", { provider } as any);`, `provider.bucket("raw");`],
    ["the name among options that are held to a type", `new Bucket({ provider, bucketName: "raw" } as never);`, `provider.bucket("raw");`],
    [
      "other options that are held to a type",
      `new Bucket("raw", { provider, path: "a.parquet" } as any);`,
      `provider.bucket("raw", { path: "a.parquet" } as any);`,
    ],
    ["a provider that is made there", `new Bucket("raw", { provider: Provider.fromEnv() });`, `Provider.fromEnv().bucket("raw");`],
    ["the only provider of the file", `new Bucket("raw", { path: "a.parquet" });`, `provider.bucket("raw", { path: "a.parquet" });`],
    [
      "the provider that a function is given",
      `export const open = (given: Provider) => new Bucket("raw", { path: "a.parquet" });`,
      `export const open = (given: Provider) => given.bucket("raw", { path: "a.parquet" });`,
    ],
  ])("%s", (_, body, result) => fixesTo(before(body), /^Make it with/, after(result)));

  test("the method of the kind of resource", async () => {
    const file = (classes: string, body: string): string =>
      `import { ${classes} } from "@glacier/core";\nimport { GlueConfig } from "@glacier/core/config";\nconst given: Provider = globalThis.provider;\n${body}\n`;
    await fixesTo(
      file("Provider, Serverless", `new Serverless("f", { provider: Provider.fromEnv(), handler: "./f.ts#f" });\nvoid GlueConfig;`),
      "Make it with Provider.fromEnv().serverless()",
      file("Provider", `Provider.fromEnv().serverless("f", { handler: "./f.ts#f" });\nvoid GlueConfig;`),
    );
    await fixesTo(
      file(
        "ExecutionEnvironment, Provider",
        `new ExecutionEnvironment("job", { provider: Provider.fromEnv(), config: new GlueConfig() });`,
      ),
      "Make it with Provider.fromEnv().glue()",
      file("Provider", `Provider.fromEnv().glue("job", { config: new GlueConfig() });`),
    );
  });

  test("what is said to be there, as it is", () =>
    fixesTo(
      `import { Bucket, Provider } from "@glacier/core";
const providers = new Map([["main", new Provider()]]);
const names = new Map([["raw", "orders"]]);
new Bucket({ name: names.get("raw")!, path: "a.parquet", provider: providers.get("main")! });`,
      'Make it with providers.get("main")!.bucket()',
      `import { Provider } from "@glacier/core";
const providers = new Map([["main", new Provider()]]);
const names = new Map([["raw", "orders"]]);
providers.get("main")!.bucket(names.get("raw")!, { path: "a.parquet" });`,
    ));

  test("one provider for all of a file", () =>
    fixAllTo(
      before(`new Bucket("raw", { provider });\nnew Bucket("clean", { provider });`),
      after(`provider.bucket("raw");\nprovider.bucket("clean");`),
    ));

  test("require() as it is", () =>
    fixesTo(
      `const { Bucket, Provider } = require("@glacier/core");\n${provider}\nmodule.exports = new Bucket("raw", { provider });\n`,
      /^Make it with/,
      `const { Provider } = require("@glacier/core");\n${provider}\nmodule.exports = provider.bucket("raw");\n`,
    ));

  test.each([
    ["no provider is at hand", `import { Bucket } from "@glacier/core";\nnew Bucket("raw");`],
    ["several are", `${imports}const a = Provider.fromEnv();\nconst b = Provider.fromEnv();\nnew Bucket("raw");`],
    ["an option has no place", before(`new Bucket("raw", { provider, region: "eu-west-1" });`)],
    ["a function has no handler", `${imports}const a = Provider.fromEnv();\nnew Serverless("f", { provider: a });`],
    ["the class extends Glacier's", before(`class Mine extends Bucket {}\nnew Mine("raw", { provider });`)],
  ])("nothing where %s", async (_, source) => expect(await fixTitles(source)).toEqual([]));
});
