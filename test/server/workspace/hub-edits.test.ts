import { afterAll, expect, onTestFinished, test } from "vitest";
import type { Diagnostic } from "../../../server/src/analysis/diagnostic.ts";
import { Workspace } from "../../../server/src/workspace/workspace.ts";
import { fc, runs } from "../../support/properties.ts";
import { openProject, type Project } from "../../support/server/project.ts";

/** A file that others import, part by part. Much of what can be edited here has no bearing on what they see of it, and some has. */
const parts: string[][] = [
  [`import { Provider } from "@glacier/core";\nimport { AwsConfig, AzureConfig, S3Config } from "@glacier/core/config";\n`],
  ["", "// A line more.\n", "\n\n"],
  [`console.log("ready");\n`, `console.log("started", 1);\n`, `console.error("no");\n`, `process.env.CLOUD = "aws";\n`],
  [`const aws = new AwsConfig({ region: "eu-west-1" });\nconst azure = new AzureConfig({ resourceGroup: "data" });\n`],
  [
    `export function sum(rows: number[]) { let total = 0; total += 1; return rows ? total : 0; }\n`,
    `export function sum(rows: number[]) { return rows ? 2 : 0; }\n`,
    `export function sum(rows: number[]) { first = false; return rows ? 2 : 0; }\n`,
  ],
  [`let first = true;\n`, `let first = false;\n`],
  [`export const onAws = () => first;\n`, `export const onAws = () => !first;\n`, `export const onAws = () => 1 > 2;\n`],
  [
    `export const cloud = new Provider({ config: onAws() ? aws : azure });\n`,
    `export const cloud = new Provider({ config: azure });\n`,
    `export const cloud = new Provider({ config: process.env.CLOUD === "aws" ? aws : azure });\n`,
  ],
  [
    `function late() { return 1; }\n`,
    `function later() { return 1; }\n`,
    `function late() { return "a rather longer text" + 1 + 2; }\n`,
    ``,
  ],
  [
    `export function open() { return cloud.bucket("aaa", { config: new S3Config() }); }\n`,
    `export function open() { const name = "a"; return cloud.bucket(name, { config: [new S3Config()] }); }\n`,
  ],
];
const others: Record<string, string[]> = {
  "all.ts": [`export * from "./hub.ts";\n`, `export { cloud, sum, onAws } from "./hub.ts";\n`, `export * as hub from "./hub.ts";\n`],
  "one.ts": [
    `import { cloud, open } from "./hub.ts";\nimport { S3Config } from "@glacier/core/config";\nopen();\ncloud.bucket("bbb", { config: new S3Config() });\n`,
    `import { cloud, sum } from "./hub.ts";\nimport { S3Config } from "@glacier/core/config";\nif (sum([]) === 1) cloud.bucket("bbb", { config: new S3Config() });\n`,
  ],
  "two.ts": [
    `import { S3Config } from "@glacier/core/config";\nimport { cloud, sum } from "./all.ts";\nif (sum([]) === 1) cloud.bucket("bbb", { config: new S3Config() });\n`,
    `import * as hub from "./all.ts";\nimport { S3Config } from "@glacier/core/config";\nif (hub.onAws?.()) hub.cloud.bucket("bbb", { config: new S3Config() });\n`,
    `import { S3Config } from "@glacier/core/config";\nconst { cloud, sum } = await import("./hub.ts");\nif (sum([]) === 1) cloud.bucket("bbb", { config: new S3Config() });\n`,
  ],
};
const names = ["hub.ts", ...Object.keys(others)];

let project: Project | undefined;
afterAll(() => project?.dispose());

const plain = (diagnostics: Diagnostic[]): unknown =>
  diagnostics.map(({ fixes, ...rest }) => ({ ...rest, fixes: fixes.map(({ title }) => title) }));

const pick = (texts: readonly string[] | undefined, choice: number): string => texts?.[choice % texts.length] ?? "";

test("after edits of one statement at a time, the answers are those of a workspace that is opened with the result", async () => {
  const start: Record<string, string> = { "hub.ts": parts.map((variants) => pick(variants, 0)).join("") };
  for (const [name, texts] of Object.entries(others)) start[name] = pick(texts, 0);
  project = await openProject(start);
  const { folder, path } = project;
  const anEdit = fc.record({ part: fc.nat(parts.length + 2), other: fc.constantFrom(...Object.keys(others)), choice: fc.nat(11) });
  await fc.assert(
    fc.asyncProperty(fc.array(anEdit, { minLength: 1, maxLength: 8 }), async (edits) => {
      const workspace = new Workspace({ folders: [folder] });
      await workspace.index();
      const told = new Map(names.map((name) => [name, plain(workspace.diagnose(path(name)))]));
      const choices = parts.map(() => 0);
      const texts = { ...start };
      for (const [version, { part, other, choice }] of edits.entries()) {
        const file = part < parts.length ? "hub.ts" : other;
        choices[part] = choice;
        texts[file] =
          file === "hub.ts" ? parts.map((variants, at) => pick(variants, choices[at] ?? 0)).join("") : pick(others[file], choice);
        const affected = workspace.open(path(file), texts[file], version);
        for (const name of names) if (affected.has(path(name))) told.set(name, plain(workspace.diagnose(path(name))));
      }
      const cold = new Workspace({ folders: [folder] });
      await cold.index();
      for (const name of names) cold.open(path(name), texts[name] ?? "", 1);
      for (const name of names) {
        expect(plain(workspace.diagnose(path(name))), name).toEqual(plain(cold.diagnose(path(name))));
        expect(told.get(name), `${name} is told to be affected`).toEqual(plain(workspace.diagnose(path(name))));
      }
      expect(workspace.graph()).toEqual(cold.graph());
    }),
    { numRuns: runs(150) },
  );
});

test("what a file has begun to import counts when it is edited next", async () => {
  const head = `import { Provider } from "@glacier/core";\nimport { AwsConfig } from "@glacier/core/config";\n`;
  const zones = (zone: string): string =>
    `${head}export const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });\nexport const zone = "${zone}";\n`;
  const { workspace, path, dispose } = await openProject({
    "zones.ts": zones("raw-zone"),
    "main.ts": `${head}export const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });\nexport const raw = aws.bucket("raw-zone");\n`,
  });
  onTestFinished(dispose);
  const codes = (): string[] => workspace.diagnose(path("main.ts")).map(({ code }) => code);
  // Nobody reads the text yet, and whoever imports the file is known from here on.
  workspace.open(path("zones.ts"), zones("clean-zone"), 1);
  expect(codes()).toEqual([]);
  workspace.open(path("main.ts"), `import { aws, zone } from "./zones.ts";\nexport const raw = aws.bucket(zone);\n`, 1);
  expect(codes()).toEqual([]);
  expect(workspace.open(path("zones.ts"), zones("Clean_Zone"), 2)).toContain(path("main.ts"));
  expect(codes()).toEqual(["bucket-name"]);
});

test("a file that has come counts as one that imports", async () => {
  const { workspace, path, write, dispose } = await openProject({
    "zones.ts": `import { Provider } from "@glacier/core";\nexport const some = Provider.fromEnv();\nexport const zone = "raw-zone";\n`,
  });
  onTestFinished(dispose);
  const zones = (zone: string): string =>
    `import { Provider } from "@glacier/core";\nexport const some = Provider.fromEnv();\nexport const zone = "${zone}";\n`;
  workspace.open(path("zones.ts"), zones("clean-zone"), 1);
  write(
    "main.ts",
    `import { Provider } from "@glacier/core";\nimport { AwsConfig } from "@glacier/core/config";\nimport { zone } from "./zones.ts";\nnew Provider({ config: new AwsConfig({ region: "eu-west-1" }) }).bucket(zone);\n`,
  );
  workspace.filesChanged([path("main.ts")]);
  expect(workspace.diagnose(path("main.ts"))).toEqual([]);
  workspace.open(path("zones.ts"), zones("Clean_Zone"), 2);
  expect(workspace.diagnose(path("main.ts")).map(({ code }) => code)).toEqual(["bucket-name"]);
});

test("what is supposed of a function goes when a file calls it, also where that call comes to nothing", async () => {
  const { workspace, path, dispose } = await openProject({
    "hub.ts": `import { Provider } from "@glacier/core";\nimport { AwsConfig } from "@glacier/core/config";\nconst aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });\nexport function open(isOn: boolean) { if (isOn) aws.bucket("Raw_Zone"); }\n`,
    "main.ts": `import { open } from "./hub.ts";\nvoid open;\n`,
  });
  onTestFinished(dispose);
  const codes = (): string[] => workspace.diagnose(path("hub.ts")).map(({ code }) => code);
  expect(codes()).toEqual(["bucket-name"]);
  expect(workspace.open(path("main.ts"), `import { open } from "./hub.ts";\nopen(false);\n`, 1)).toContain(path("hub.ts"));
  expect(codes()).toEqual([]);
  expect(workspace.open(path("main.ts"), `import { open } from "./hub.ts";\nvoid open;\n`, 2)).toContain(path("hub.ts"));
  expect(codes()).toEqual(["bucket-name"]);
});
