import { rmSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { openProject, type ProjectFiles } from "../../support/server/project.ts";
import { emits, fixTitles, valid } from "../../support/server/rule-tester.ts";

const head = `import { AzureConfig, LambdaConfig, S3Config } from "@glacier/core/config";\nimport { Provider } from "@glacier/core";\n`;
const json = '{ "memory": 64, "storage": { "storageClass": "STANDARD-IA" }, "names": { "raw": "Raw_Data" } }\n';
const withData = (source: string, data = json): string =>
  `// @filename: data/settings.json\n${data}// @filename: main.ts\n${head}${source}`;

describe("what a JSON file says is followed", () => {
  test.each([
    [`import settings from "./data/settings.json" with { type: "json" };\nnew LambdaConfig({ memory: ⟦settings.memory⟧ });`],
    [`import settings from "./data/settings.json";\nnew LambdaConfig({ memory: ⟦settings.memory⟧ });`],
    [`import { memory } from "./data/settings.json";\nnew LambdaConfig({ ⟦memory⟧ });`],
    [`import * as settings from "./data/settings.json";\nnew LambdaConfig({ memory: ⟦settings.memory⟧ });`],
    [`import * as settings from "./data/settings.json";\nnew LambdaConfig({ memory: ⟦settings.default.memory⟧ });`],
    [`import settings = require("./data/settings.json");\nnew LambdaConfig({ memory: ⟦settings.memory⟧ });`],
    [`const { memory } = require("./data/settings.json");\nnew LambdaConfig({ ⟦memory⟧ });`],
    [`const { default: settings } = await import("./data/settings.json", { with: { type: "json" } });\nnew S3Config(⟦settings.storage⟧);`],
    [`import settings from "./data/settings.json";\nnew S3Config({ ...⟦settings.storage⟧, versioning: true });`],
  ])("from %s", (source) => emits(withData(source), ["config-value"]));

  test("through what hands it on, beside what others export", () =>
    emits(
      `// @filename: index.ts
export * from "./data/settings.json";
export { default as settings } from "./data/settings.json";
export * from "./cloud.ts";
// @filename: cloud.ts
export const size = 32;
${withData(`import { settings, size } from "./index.ts";\nnew LambdaConfig({ memory: ⟦settings.memory⟧ });\nnew LambdaConfig({ memory: ⟦size⟧ });`)}`,
      ["config-value", "config-value"],
    ));

  test("through a path mapping, and from another package of the workspace", () =>
    emits(
      `// @filename: tsconfig.json
{ "compilerOptions": { "paths": { "@data/*": ["./data/*"] } } }
// @filename: packages/shared/package.json
{ "name": "@acme/shared", "exports": { "./limits.json": "./limits.json" } }
// @filename: packages/shared/limits.json
{ "timeout": 0 }
${withData(`import settings from "@data/settings.json";\nimport limits from "@acme/shared/limits.json";\nnew LambdaConfig({ memory: ⟦settings.memory⟧, timeout: ⟦limits.timeout⟧ });`)}`,
      ["config-value", "config-value"],
    ));

  test("in the place that uses it, which tells where it is written", () =>
    emits(
      withData(
        `import settings from "./data/settings.json";
const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
azure.bucket(⟦settings.names.raw⟧);`,
      ),
      [{ code: "bucket-name", related: [/^data\/settings\.json:1 /] }],
    ));

  test("as the conditions that ask about it go", () =>
    valid(
      withData(
        `import settings from "./data/settings.json";
const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
if (settings.memory > 100) azure.bucket("raw", { config: new S3Config() });`,
      ),
    ));
});

describe("a JSON file of which nothing is known", () => {
  const uses = `import settings from "./data/settings.json";\nnew LambdaConfig({ memory: settings.memory });\nnew S3Config(settings.storage);`;
  test.each([
    ["has comments, which runtimes refuse", `// sizes\n${json}`],
    ["has a comma too many", '{ "memory": 64, }\n'],
    ["is half written", '{ "memory": 64\n'],
    ["is empty", ""],
    ["is larger than anybody writes settings", `{ "memory": 64, "more": "${"x".repeat(1_000_000)}" }\n`],
    ["is nested too deep to be read", `${'{ "memory": '.repeat(30_000)}64${" }".repeat(30_000)}\n`],
  ])("%s", (_what, data) => valid(withData(uses, data)));

  test("is not there", () => valid(`${head}${uses}`));

  test("is none of the repository's", () => valid(`// @filename: .gitignore\ndata/*.json\n${withData(uses)}`));

  test("lies in what a tool wrote", () =>
    valid(`// @filename: dist/settings.json\n${json}// @filename: main.ts\n${head}${uses.replace("./data", "./dist")}`));
});

test("a byte order mark is no part of a JSON file", () =>
  emits(withData(`import { memory } from "./data/settings.json";\nnew LambdaConfig({ ⟦memory⟧ });`, `\uFEFF${json}`), ["config-value"]));

test("no fix changes a JSON file, or writes into the source what it does not say", async () => {
  const source = `import settings from "./data/settings.json";\nnew S3Config(settings.storage);\nnew S3Config({ storageClass: settings.storage.storageClass });`;
  expect(await fixTitles(withData(source))).toEqual([]);
});

describe("a JSON file that changes", () => {
  const files: ProjectFiles = {
    "main.ts": `${head}import settings from "./settings.json";\nnew LambdaConfig({ memory: settings.memory });\n`,
    "settings.json": '{ "memory": 64 }',
    "other.json": '{ "memory": 64 }',
  };
  const wrong = ["config-value"];

  test("is told of with those that import it, and comes and goes", async () => {
    const { workspace, path, write, dispose } = await openProject(files);
    onTestFinished(dispose);
    const main = path("main.ts");
    const codes = (): string[] => workspace.diagnose(main).map(({ code }) => code);
    expect(codes()).toEqual(wrong);
    for (const [text, expected] of [
      ['{ "memory": 128 }', []],
      ['{ "memory": ', []],
      ['{ "memory": 32 }', wrong],
    ] as const) {
      write("settings.json", text);
      expect([...workspace.fileChanged(path("settings.json"))]).toContain(main);
      expect(codes()).toEqual(expected);
    }
    rmSync(path("settings.json"));
    expect([...workspace.fileDeleted(path("settings.json"))]).toContain(main);
    expect(codes()).toEqual([]);
    write("settings.json", '{ "memory": 1 }');
    expect([...workspace.filesChanged([path("settings.json"), path("other.json")])]).toContain(main);
    expect(codes()).toEqual(wrong);
  });

  test("moves what is told of it along", async () => {
    const { workspace, path, write, dispose } = await openProject({
      ...files,
      "main.ts": `${head}import settings from "./settings.json";\nnew Provider({ config: new AzureConfig({ resourceGroup: "data" }) }).bucket(settings.name);\n`,
      "settings.json": '{ "name": "Raw_Data" }',
    });
    onTestFinished(dispose);
    write("settings.json", '{\n  "name": "Raw_Data"\n}');
    expect([...workspace.fileChanged(path("settings.json"))]).toContain(path("main.ts"));
    expect(workspace.diagnose(path("main.ts")).flatMap(({ related }) => related.map(({ range }) => range.start.line))).toEqual([1]);
  });

  test("has no bearing on anything where nobody imports it", async () => {
    const { workspace, path, write, dispose } = await openProject(files);
    onTestFinished(dispose);
    write("other.json", '{ "memory": 1 }');
    expect([...workspace.fileChanged(path("other.json"))]).toEqual([]);
    expect(workspace.sourceFiles()).toEqual([path("main.ts")]);
    expect(workspace.files()).toEqual([path("main.ts")]);
    expect(workspace.passedOver()).toEqual([]);
  });

  test("counts as an editor has it, until it is closed", async () => {
    const { workspace, path, dispose } = await openProject(files);
    onTestFinished(dispose);
    const codes = (): string[] => workspace.diagnose(path("main.ts")).map(({ code }) => code);
    expect([...workspace.open(path("settings.json"), '{ "memory": 256 }', 1)]).toContain(path("main.ts"));
    expect(codes()).toEqual([]);
    expect([...workspace.fileChanged(path("settings.json"))]).toEqual([]);
    workspace.close(path("settings.json"));
    expect(codes()).toEqual(wrong);
  });

  test.each([
    ["none of the repository's", { ...files, ".gitignore": "settings.json\n" }, "settings.json"],
    [
      "what a tool wrote",
      { "main.ts": files["main.ts"]?.replace("./settings", "./dist/settings") ?? "", "dist/settings.json": '{ "memory": 64 }' },
      "dist/settings.json",
    ],
  ])("is left alone as %s, open or not", async (_what, project: ProjectFiles, name) => {
    const { workspace, path, dispose } = await openProject(project);
    onTestFinished(dispose);
    const codes = (): string[] => workspace.diagnose(path("main.ts")).map(({ code }) => code);
    expect(codes()).toEqual([]);
    workspace.open(path(name), '{ "memory": 32 }', 1);
    expect(codes()).toEqual([]);
    workspace.close(path(name));
    expect(codes()).toEqual([]);
  });

  test("is not taken for a folder of its name, which goes with all that is in it", async () => {
    const { workspace, path, dispose } = await openProject({ "steps.json/main.ts": `${head}new LambdaConfig({ memory: 1 });\n` });
    onTestFinished(dispose);
    expect(workspace.diagnose(path("steps.json/main.ts"))).toHaveLength(1);
    rmSync(path("steps.json"), { recursive: true });
    expect([...workspace.filesChanged([path("steps.json")])]).toEqual([path("steps.json/main.ts")]);
    expect(workspace.sourceFiles()).toEqual([]);
  });

  test("may be the manifest, which says where packages are as well", async () => {
    const { workspace, path, write, dispose } = await openProject({
      "package.json": '{ "name": "app", "memory": 64 }',
      "main.ts": `${head}import { memory } from "./package.json";\nnew LambdaConfig({ memory });\n`,
    });
    onTestFinished(dispose);
    expect(workspace.diagnose(path("main.ts"))).toHaveLength(1);
    write("package.json", '{ "name": "app", "memory": 256 }');
    expect([...workspace.fileChanged(path("package.json"))]).toContain(path("main.ts"));
    expect(workspace.diagnose(path("main.ts"))).toEqual([]);
  });
});

test("a value is shown where it stands now, also in a text that was no JSON before, or had less in it", async () => {
  const { workspace, path, dispose } = await openProject({
    "main.ts": `import { LambdaConfig } from "@glacier/core/config";\nimport settings from "./settings.json" with { type: "json" };\nnew LambdaConfig({ memory: settings.memory });\n`,
    "settings.json": '{ "memory": 64 // no JSON\n}',
  });
  onTestFinished(dispose);
  const places = (): number[] =>
    workspace.diagnose(path("main.ts")).flatMap(({ related }) => related.map(({ range: { start } }) => start.character));
  expect(places()).toEqual([]);
  workspace.open(path("settings.json"), '{ "memory": 64 }', 1);
  expect(places()).toEqual([12]);
  workspace.change(path("settings.json"), '{ "a": [1, 2, { "b": [3] }], "memory": 64 }', 2);
  expect(places()).toEqual([39]);
});
