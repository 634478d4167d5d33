import { rmSync } from "node:fs";
import { afterAll, expect, onTestFinished, test } from "vitest";
import type { Diagnostic } from "../../../server/src/analysis/diagnostic.ts";
import { Workspace } from "../../../server/src/workspace/workspace.ts";
import { fc, runs } from "../../support/properties.ts";
import { openProject, type Project } from "../../support/server/project.ts";

/** Ways each file may be written, such that what one says changes what is reported in others. */
const texts: Record<string, string[]> = {
  "cloud.ts": [
    `import { Provider } from "@glacier/core";\nimport { AzureConfig } from "@glacier/core/config";\nexport const cloud = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });\n`,
    `import { Provider } from "@glacier/core";\nimport { AwsConfig } from "@glacier/core/config";\n// moved down\nexport const cloud = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });\n`,
    `import { Provider } from "@glacier/core";\nexport const cloud = Provider.fromEnv();\n`,
    `export const cloud = 1;\n`,
    `import { AzureProvider } from "@glacier/core/providers";\nexport const cloud = new AzureProvider({ resourceGroup: "data" });\nexport const settings = { token: "correct-horse", closed: false };\n`,
    `import { Provider } from "@glacier/core";\nimport { S3Config } from "@glacier/core/config";\nexport const cloud = new Provider({ config: new S3Config() });\nexport const settings = { token: process.env.TOKEN, closed: true };\n`,
    `import { Provider } from "@glacier/core";\nexport const cloud = new Provider({ config: `,
    `import { Provider } from "@glacier/core";\nimport { AwsConfig, AzureConfig } from "@glacier/core/config";\nexport const cloud = new Provider({ config: process.env.CLOUD === "aws" ? new AwsConfig({ region: "eu-west-1" }) : new AzureConfig({ resourceGroup: "data" }) });\nif (cloud.cloud !== "aws") throw new Error("Only there.");\n`,
    ...['config: new AwsConfig({ region: "eu-west-1" })', 'config: new AzureConfig({ resourceGroup: "data" })'].flatMap((config) =>
      ["", "export function stop() { made = undefined; }\n"].map(
        (more) =>
          `import { Provider } from "@glacier/core";\nimport { AwsConfig, AzureConfig } from "@glacier/core/config";\nlet made: Provider | undefined;\nexport function start() { made = new Provider({ ${config} }); }\n${more}export { made as cloud };\n`,
      ),
    ),
    ...namespaces("Clouds", ["export const", "export let"]),
    `const { Provider } = require("@glacier/core");\nconst { AzureConfig } = require("@glacier/core/config");\nmodule.exports = function name() {};\nmodule.exports.cloud = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });\n`,
    `import { Provider } from "@glacier/core";\nimport { AzureConfig } from "@glacier/core/config";\nexport const state = { cloud: new Provider({ config: new AzureConfig({ resourceGroup: "data" }) }) };\nexport const { cloud } = state;\n`,
  ],
  "index.ts": [`export * from "./cloud.ts";\nexport { raw } from "./raw.ts";\n`, `export { cloud } from "./cloud.ts";\n`, ``],
  "raw.ts": [
    `import type { Provider } from "@glacier/core";\nimport { S3Config } from "@glacier/core/config";\nexport function raw(provider: Provider) {\n  return provider.bucket("raw", { config: new S3Config() });\n}\n`,
    `import type { Provider } from "@glacier/core";\nimport { BlobConfig } from "@glacier/core/config";\nexport const raw = (provider: Provider) => provider.bucket("raw", { config: new BlobConfig() });\n`,
    `import type { Provider } from "@glacier/core";\nimport { LambdaConfig, S3Config } from "@glacier/core/config";\nexport function raw(provider: Provider) {\n  provider.bucketSource("old");\n  provider.bucket("raw", { config: [new S3Config(), new S3Config()] });\n  provider.bucket("raw", { config: new LambdaConfig() });\n  return provider.glue("nightly");\n}\n`,
    `import type { Provider } from "@glacier/core";\ntype Given = Provider;\nexport interface Deps { given: Given }\nexport const raw = (given: Given, { given: other }: Deps = { given }) => [given.bucketSource("raw"), other.bucketSource("raw")];\n`,
    `import type { Provider } from "@glacier/core";\ntype Given = { bucketSource(name: string): Provider };\nexport interface Deps { given: Given }\nexport const raw = (given: Given, { given: other }: Deps = { given }) => [given.bucketSource("raw"), other.bucketSource("raw")];\n`,
    `export function raw(provider: any, config: any) {\n  return provider.bucket("raw", { config });\n}\n`,
    `import { cloud } from "./index.ts";\nexport const raw = (provider: unknown) => provider === cloud;\n`,
  ],
  "main.ts": [
    `import { cloud, raw } from "./index.ts";\nexport const bucket = raw(cloud);\n`,
    `import { cloud } from "./cloud.ts";\nimport { raw } from "./raw.ts";\nimport { S3Config } from "@glacier/core/config";\nraw(cloud);\n// glacier-disable-next-line config-cloud-mismatch\ncloud.bucket("xxx", { config: new S3Config() });\n`,
    `import { memory, name, storage } from "./values.ts";\nimport { cloud } from "./index.ts";\nimport { LambdaConfig } from "@glacier/core/config";\nexport const config = new LambdaConfig({ memory });\ncloud.bucket(name, { path: "a.csv", config: storage }).scan();\n`,
    `import { Bucket } from "@glacier/core";\nimport { DatabricksConfig, S3Config } from "@glacier/core/config";\nimport * as clouds from "./cloud.ts";\nimport { raw } from "./raw.ts";\nraw(clouds.cloud);\nnew DatabricksConfig({ token: clouds.settings.token });\nnew S3Config({ publicAccessBlock: clouds.settings.closed });\nnew Bucket("x", { provider: clouds.cloud });\n`,
    `import { cloud, raw } from "./index.ts";\nimport { S3Config } from "@glacier/core/config";\nexport const bucket = raw(cloud, new S3Config());\n`,
    `import { LambdaConfig } from "@glacier/core/config";\nimport { cloud } from "./index.ts";\nimport settings from "./settings.json" with { type: "json" };\nimport * as all from "./settings.json";\nnew LambdaConfig({ memory: settings.memory });\ncloud.bucket(all.name);\n`,
    `import * as index from "./index.ts";\nimport { S3Config } from "@glacier/core/config";\nconst all = { ...index };\nexport const ready = new Promise((resolve) => setTimeout(() => resolve(all.cloud.bucket("xxx", { config: new S3Config() })), 1));\n`,
    `const { S3Config } = require("@glacier/core/config");\nconst clouds = require("./cloud.ts");\nclouds.cloud.bucket("xxx", { config: new S3Config() });\n`,
    `console.log("nothing");\n`,
    `import { cloud } from "./cloud.ts";\nimport { S3Config } from "@glacier/core/config";\nexport function later() { return cloud?.bucket("xxx", { config: new S3Config() }); }\n`,
    `import { S3Config } from "@glacier/core/config";\nimport { state } from "./index.ts";\nexport const open = () => state.cloud.bucket("xxx", { config: new S3Config() });\n`,
    `import { S3Config } from "@glacier/core/config";\nimport type { Given } from "./types.ts";\nexport const open = ({ cloud }: Given) => cloud.bucket("xxx", { config: new S3Config() });\n`,
    `import { task } from "@glacier/core";\nimport type { Given } from "./types.ts";\nexport const open = task(function open(from: Given) { from.given.bucketSource("raw"); });\n`,
  ],
  "types.ts": [
    `import type { AzureProvider } from "@glacier/core/providers";\nexport interface Given { cloud: AzureProvider }\n`,
    `import type { AWSProvider } from "@glacier/core/providers";\nexport interface Given { cloud: AWSProvider }\n`,
    `export type { Deps as Given } from "./raw.ts";\n`,
    `export interface Given { cloud: unknown }\n`,
  ],
  "tasks.ts": [
    `import { type Bucket, task } from "@glacier/core";\nexport const load = task(async function load(from: Bucket) { from.scan(); return from.scan(); });\nexport const save = task({ dependsOn: [load] }, function save(data: unknown, to: Bucket) { return to.write(data as never); });\n`,
    `import { type Bucket, task } from "@glacier/core";\nconst other = task(function other() {});\nexport const load = task({ dependsOn: [other] }, function load(from: Bucket) { return from; });\nexport const save = task((data: unknown, to: Bucket) => to.write(data as never));\n`,
    `import { type Bucket, task } from "@glacier/core";\nimport { cloud } from "./cloud.ts";\nexport const load = task(async function load(from: Bucket) { return from.scan(); });\nexport const save = task({ executor: cloud.spark("etl") }, function save(data: unknown, to: Bucket) { return to.write(data as never); });\nexport const out = cloud.bucket("out");\n`,
    `import { Provider } from "@glacier/core";\nimport { state } from "./index.ts";\nexport const load = (cloud: Provider) => { state.cloud = cloud; };\n`,
    `export const load = 1;\n`,
  ],
  "pipeline.ts": [
    `import { pipeline, Provider } from "@glacier/core";\nimport { GcpConfig } from "@glacier/core/config";\nimport { load, save } from "./tasks.ts";\nconst gcp = new Provider({ config: new GcpConfig({ project: "x" }) });\nexport const all = pipeline({ name: "all" }, () => { save(load(gcp.bucket("raw")), gcp.bucket("out")); load(gcp.bucket("out")); });\n`,
    `import { pipeline } from "@glacier/core";\nimport { cloud } from "./cloud.ts";\nimport { load, save } from "./tasks.ts";\nconst made = cloud.bucket("raw");\nexport const all = pipeline({ name: "all" }, () => { const data = load(made); save(data, cloud.bucket("out")); save(data, cloud.bucket("out")); data.columns; });\n`,
    `import { pipeline } from "@glacier/core";\nimport { save } from "./tasks.ts";\nexport const all = pipeline({ name: "all" }, () => { save(1, 2 as never); });\n`,
  ],
  "settings.json": [
    '{ "memory": 64, "name": "Raw_Data" }',
    '{\n  "name": "raw",\n  "memory": 64\n}',
    '{ "memory": 128, "name": "raw" }',
    '{ "memory": 64, // no JSON\n"name": "raw" }',
    '{ "memory": ',
  ],
  "glacier.config.json": [
    "{}",
    '{ "rules": { "config-cloud-mismatch": "hint", "unused-suppression": "off" } }',
    '{ "exclude": ["raw.ts"] }',
    '{ "include": ["main.ts"], "rules": { "no-such-rule": "off" } }',
    '{ "rules": ',
  ],
  "values.ts": [
    `import { S3Config } from "@glacier/core/config";\nexport const memory = 128;\nexport const name = "raw";\nexport const storage = new S3Config({ storageClass: "GLACIER" });\n`,
    `import { S3Config } from "@glacier/core/config";\n// moved down\nexport const name = "Raw_Data";\nexport const memory = process.env.SIZE ? 64 : 128;\nexport const storage = new S3Config({ storageClass: "BAD" } as any);\n`,
    `export const memory = 64;\nexport const name = process.env.NAME;\n`,
  ],
};
const names = Object.keys(texts);

/** A file whose provider comes out of a namespace, in texts that differ in little. */
function namespaces(name: string, declarations: readonly string[]): string[] {
  const head = `import { Provider } from "@glacier/core";\nimport { AwsConfig, AzureConfig } from "@glacier/core/config";\n`;
  const made = [`new AwsConfig({ region: "eu-west-1" })`, `new AzureConfig({ resourceGroup: "data" })`];
  const variants = declarations.flatMap((declaration) =>
    made.map((config) => `namespace ${name}.Inner { ${declaration} provider = new Provider({ config: ${config} }); }\n`),
  );
  const more = ["", `namespace ${name} { export const other = 1; }\n`, `class ${name} {}\n`];
  const use = `import own = ${name}.Inner.provider;\nexport const cloud = own;\n`;
  return variants.flatMap((variant) => more.map((it) => `${head}${variant}${it}${use}`));
}

type Edit = { file: string; kind: "open" | "disk" | "branch" | "close" | "delete" | "index"; choice: number };
const edit: fc.Arbitrary<Edit> = fc.record({
  file: fc.constantFrom(...names),
  kind: fc.constantFrom("open", "open", "open", "disk", "branch", "close", "delete", "index"),
  choice: fc.nat(40),
});

let project: Project | undefined;
afterAll(() => project?.dispose());

const plain = (diagnostics: Diagnostic[]): unknown =>
  diagnostics.map(({ fixes, ...rest }) => ({ ...rest, fixes: fixes.map(({ title }) => title) }));

test("after any edits, the answers are those of a workspace that is opened with the result", async () => {
  const start = Object.fromEntries(names.map((name) => [name, texts[name]?.[0] ?? ""]));
  project = await openProject(start);
  const { folder, write, path } = project;
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 12 }), async (edits) => {
      for (const name of names) write(name, start[name] ?? "");
      const workspace = new Workspace({ folders: [folder] });
      await workspace.index();
      const stale = new Map(names.map((name) => [name, plain(workspace.diagnose(path(name)))]));
      const overlays = new Map<string, string>();
      let version = 0;
      for (const { file, kind, choice } of edits) {
        const text = texts[file]?.[choice % (texts[file]?.length ?? 1)] ?? "";
        const affected = await apply(workspace, file, kind, text);
        for (const name of names) if (affected.has(path(name))) stale.set(name, plain(workspace.diagnose(path(name))));
      }
      const cold = new Workspace({ folders: [folder] });
      await cold.index();
      for (const [name, text] of overlays) cold.open(path(name), text, 1);
      for (const name of names) {
        // Half-typed text keeps what the text before it said, which a workspace that never saw that cannot know.
        if (isHalfTyped(workspace)) continue;
        expect(plain(workspace.diagnose(path(name))), name).toEqual(plain(cold.diagnose(path(name))));
        expect(stale.get(name), `${name} is told to be affected`).toEqual(plain(workspace.diagnose(path(name))));
      }
      if (!isHalfTyped(workspace)) expect(workspace.graph()).toEqual(cold.graph());
      if (!isHalfTyped(workspace)) expect(workspace.files()).toEqual(cold.files());

      async function apply(of: Workspace, file: string, kind: Edit["kind"], text: string): Promise<ReadonlySet<string>> {
        switch (kind) {
          case "open":
            overlays.set(file, text);
            return of.open(path(file), text, ++version);
          case "disk":
            write(file, text);
            return of.fileChanged(path(file));
          case "branch": {
            // One file is another, the one after it is gone, all others are told of though they are what they were.
            const gone = names[(names.indexOf(file) + 1) % names.length] ?? file;
            write(file, text);
            rmSync(path(gone), { force: true });
            return of.filesChanged(names.map(path));
          }
          case "close":
            if (!overlays.delete(file)) return new Set();
            return of.close(path(file));
          case "delete": {
            rmSync(path(file), { force: true });
            return of.fileDeleted(path(file));
          }
          case "index": {
            // The folder is read again, and someone types meanwhile.
            const done = of.index();
            overlays.set(file, text);
            of.open(path(file), text, ++version);
            await done;
            return new Set(names.map(path));
          }
        }
      }
      function isHalfTyped(of: Workspace): boolean {
        return names.some((name) => of.text(path(name))?.endsWith("config: ") ?? false);
      }
    }),
    { numRuns: runs(150) },
  );
});

test("what a file imports from a folder that comes later counts once that is read", async () => {
  const { workspace, path, dispose } = await openProject({
    "a/main.ts": `import { S3Config } from "@glacier/core/config";\nimport { cloud } from "../b/cloud.ts";\ncloud.bucket("xxx", { config: new S3Config() });\n`,
    "a/other.ts": `import { S3Config } from "@glacier/core/config";\nimport { cloud } from "../c/cloud.ts";\ncloud.bucket("xxx", { config: new S3Config() });\n`,
    "b/cloud.ts": texts["cloud.ts"]?.[0] ?? "",
  });
  onTestFinished(dispose);
  workspace.setFolders([path("a")]);
  await workspace.index();
  expect(workspace.diagnose(path("a/main.ts"))).toEqual([]);
  workspace.setFolders([path("a"), path("b")]);
  await workspace.index();
  const cold = new Workspace({ folders: [path("a"), path("b")] });
  await cold.index();
  for (const each of [workspace, cold]) {
    expect(each.diagnose(path("a/main.ts")).map(({ code }) => code)).toEqual(["config-cloud-mismatch"]);
    expect(each.diagnose(path("a/other.ts"))).toEqual([]);
  }
});

test("a file that a path mapping leads to Glacier no more is told to be affected", async () => {
  const mapping = (target: string): string => JSON.stringify({ compilerOptions: { paths: { "@cloud": [target] } } });
  const { workspace, path, write, dispose } = await openProject({
    "tsconfig.json": mapping("./cloud.ts"),
    "cloud.ts": `import { Provider } from "@glacier/core";\nimport { AzureConfig, S3Config } from "@glacier/core/config";\nconst cloud = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });\nexport const make = (use: (provider: typeof cloud, config: typeof S3Config) => void) => use(cloud, S3Config);\n`,
    "main.ts": `import { make } from "@cloud";\nmake((provider, Config) => provider.bucket("xxx", { config: new Config() }));\n`,
  });
  onTestFinished(dispose);
  expect(workspace.diagnose(path("main.ts")).map(({ code }) => code)).toEqual(["config-cloud-mismatch"]);
  write("tsconfig.json", mapping("./gone.ts"));
  const affected = workspace.fileChanged(path("tsconfig.json"));
  expect(workspace.diagnose(path("main.ts"))).toEqual([]);
  expect([...affected].sort()).toEqual([path("cloud.ts"), path("main.ts")]);
  write("tsconfig.json", mapping("./cloud.ts"));
  expect([...workspace.fileChanged(path("tsconfig.json"))].sort()).toEqual([path("cloud.ts"), path("main.ts")]);
  expect(workspace.diagnose(path("main.ts")).map(({ code }) => code)).toEqual(["config-cloud-mismatch"]);
});

test("a file that imports nothing of Glacier's is told of while another gives it a provider", async () => {
  const main = (use: string): string =>
    `import { Provider } from "@glacier/core";\nimport { AzureConfig, S3Config } from "@glacier/core/config";\nimport { open } from "./open.ts";\nconst azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });\n${use}\n`;
  const { workspace, path, dispose } = await openProject({
    "main.ts": main("open(azure, new S3Config());"),
    "open.ts": `import { inner } from "./inner.ts";\nexport const open = (provider: any, config: any) => inner(provider, config);\n`,
    "inner.ts": `export const inner = (provider: any, config: any) => provider.bucket("raw", { config });\n`,
    "other.ts": `export const inner = 1;\n`,
  });
  onTestFinished(dispose);
  expect(workspace.files()).toEqual([path("inner.ts"), path("main.ts")]);
  expect(workspace.diagnose(path("inner.ts")).map(({ code }) => code)).toEqual(["config-cloud-mismatch"]);
  const affected = workspace.open(path("main.ts"), main("void [open, azure, S3Config];"), 1);
  expect([...affected].sort()).toEqual([path("inner.ts"), path("main.ts")]);
  expect(workspace.diagnose(path("inner.ts"))).toEqual([]);
  expect(workspace.files()).toEqual([path("main.ts")]);
});

test("a function that begins to do something with Glacier does it as those who call it say", async () => {
  const made = `import { Provider } from "@glacier/core";\nimport { AzureConfig, S3Config } from "@glacier/core/config";\nexport const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });\n`;
  const { workspace, path, dispose } = await openProject({
    "clouds.ts": made,
    "main.ts": `import { azure } from "./clouds.ts";\nimport { use } from "./use.ts";\nexport class Main { start() { return azure.bucket("raw"); } stop = () => use(1); }\n`,
    "use.ts": `export const use = (count: number) => count;\n`,
  });
  onTestFinished(dispose);
  const severities = (): string[] => workspace.diagnose(path("use.ts")).map(({ severity }) => severity);
  expect(severities()).toEqual([]);
  const use = `${made}export const use = (count: number, it = azure) => it.bucket("raw", { config: new S3Config() });\n`;
  workspace.open(path("use.ts"), use, 1);
  // Nobody gives it another provider.
  expect(severities()).toEqual(["error"]);
  workspace.change(path("use.ts"), `export const use = (count: number) => count;\n`, 2);
  expect(severities()).toEqual([]);
});

test("what is said of a question does not depend on who else has asked it, nor on when", async () => {
  const asking = `import { Provider } from "@glacier/core";\nif (process.env.B === "s3" || process.env.A === "s3") console.log(Provider);\n`;
  const main = `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig, S3Config } from "@glacier/core/config";
function open(provider: Provider, kind?: string) {
  if (kind === "s3") provider.bucket("raw", { config: new S3Config() });
}
open(new Provider({ config: new AwsConfig({ region: "eu-west-1" }) }), process.env.A);
open(new Provider({ config: new AzureConfig({ resourceGroup: "data" }) }), process.env.B);
`;
  const { workspace, path, dispose } = await openProject({ "asking.ts": asking, "main.ts": main });
  onTestFinished(dispose);
  expect(workspace.diagnose(path("main.ts"))).toEqual([]);
  workspace.open(path("asking.ts"), "", 1);
  workspace.open(path("main.ts"), `${main}void open;\n`, 1);
  expect(workspace.diagnose(path("main.ts"))).toEqual([]);
});

test("a file whose import of Glacier came while its text could not be read is looked at once it can be", async () => {
  const whole = `import { Provider } from "@glacier/core";\nexport const cloud = Provider.fromEnv();\n`;
  const { workspace, path, dispose } = await openProject({ "late.ts": whole });
  onTestFinished(dispose);
  workspace.open(path("late.ts"), "export const cloud = 1;\n", 1);
  workspace.change(path("late.ts"), `import { Provider } from "@glacier/core";\nexport const cloud = Provider.fromEnv(`, 2);
  const affected = workspace.change(path("late.ts"), whole, 3);
  expect([...affected]).toEqual([path("late.ts")]);
  expect(workspace.files()).toEqual([path("late.ts")]);
  expect(workspace.graph().nodes.map(({ kind }) => kind)).toEqual(["provider"]);
});

test("a type of another file counts as it is now, also once there is such a file, and through others", async () => {
  const types = (name: string): string =>
    `import type { ${name} } from "@glacier/core/providers";\nexport interface Deps { provider: ${name} }\n`;
  const { workspace, path, write, dispose } = await openProject({
    "index.ts": `export type * from "./types.ts";\n`,
    "main.ts": `import { S3Config } from "@glacier/core/config";\nimport type { Deps } from "./index.ts";\nexport const open = ({ provider }: Deps) => provider.bucket("raw", { config: new S3Config() });\n`,
  });
  onTestFinished(dispose);
  const codes = (): string[] => workspace.diagnose(path("main.ts")).map(({ code }) => code);
  expect(codes()).toEqual([]);
  write("types.ts", types("AzureProvider"));
  expect([...workspace.fileChanged(path("types.ts"))]).toContain(path("main.ts"));
  expect(codes()).toEqual(["config-cloud-mismatch"]);
  expect([...workspace.open(path("types.ts"), types("AWSProvider"), 1)]).toContain(path("main.ts"));
  expect(codes()).toEqual([]);
  workspace.change(path("types.ts"), types("AzureProvider").replace("export ", ""), 2);
  expect(codes()).toEqual([]);
  workspace.change(path("types.ts"), types("AzureProvider"), 3);
  expect(codes()).toEqual(["config-cloud-mismatch"]);
  workspace.open(path("index.ts"), "", 1);
  expect(codes()).toEqual([]);
});

test("what a file that has nothing to do with Glacier settles of the environment counts as it is now, also through another", async () => {
  const setup = (code: string): string => `${code}\nexport const name = 1;\n`;
  const stops = setup(`if (process.env.CLOUD !== "aws") throw new Error("Only there.");`);
  const { workspace, path, dispose } = await openProject({
    "index.ts": `import { name } from "./setup.ts";\nexport { name };\n`,
    "main.ts": `import { Provider } from "@glacier/core";\nimport { AwsConfig, AzureConfig, S3Config } from "@glacier/core/config";\nimport { name } from "./index.ts";\nconst config = process.env.CLOUD === "aws" ? new AwsConfig({ region: "eu-west-1" }) : new AzureConfig({ resourceGroup: "data" });\nnew Provider({ config }).bucket("raw", { config: new S3Config() });\nvoid name;\n`,
    "setup.ts": setup(""),
  });
  onTestFinished(dispose);
  const severities = (): string[] => workspace.diagnose(path("main.ts")).map(({ severity }) => severity);
  expect(severities()).toEqual(["warning"]);
  expect([...workspace.open(path("setup.ts"), stops, 1)]).toContain(path("main.ts"));
  expect(severities()).toEqual([]);
  expect([...workspace.change(path("setup.ts"), stops.replace('"aws"', '"azure"'), 2)]).toContain(path("main.ts"));
  expect(severities()).toEqual(["error"]);
  workspace.change(path("setup.ts"), setup("process.env.CLOUD;"), 3);
  expect(severities()).toEqual(["warning"]);
  workspace.change(path("setup.ts"), setup(`process.env.CLOUD = "aws";`), 4);
  expect(severities()).toEqual([]);
  workspace.open(path("index.ts"), "export const name = 1;\n", 1);
  expect(severities()).toEqual(["warning"]);
});
