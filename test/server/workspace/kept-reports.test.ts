import { expect, onTestFinished, test } from "vitest";
import { rules } from "../../../server/src/rules/registry.generated.ts";
import type { Rule } from "../../../server/src/rules/rule.ts";
import { Workspace } from "../../../server/src/workspace/workspace.ts";
import { openProject } from "../../support/server/project.ts";

test("a report that depends on the day is another one on another day", async () => {
  const { folder, path, dispose } = await openProject({
    "main.ts": `import { Provider } from "@glacier/core";\nimport { AwsConfig } from "@glacier/core/config";\nconst aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });\nexport const resize = aws.serverless("resize", { handler: () => 1, runtime: "nodejs22.x" });\n`,
  });
  onTestFinished(dispose);
  let today = new Date("2026-11-01");
  const workspace = new Workspace({ folders: [folder], now: () => today });
  await workspace.index();
  expect(workspace.diagnose(path("main.ts"))).toEqual([]);
  today = new Date("2027-05-01");
  expect(workspace.diagnose(path("main.ts")).map(({ code }) => code)).toEqual(["deprecated-runtime"]);
});

test("a report that points into another file points to where things are there now", async () => {
  const { workspace, path, dispose } = await openProject({
    "cloud.ts": `import { Provider } from "@glacier/core";\nimport { AzureConfig } from "@glacier/core/config";\nexport const cloud = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });\n`,
    "main.ts": `import { S3Config } from "@glacier/core/config";\nimport { cloud } from "./cloud.ts";\ncloud.bucket("xxx", { config: new S3Config() });\n`,
  });
  onTestFinished(dispose);
  const lines = (): (number | undefined)[] =>
    workspace.diagnose(path("main.ts")).map(({ related }) => related.find(({ file }) => file === path("cloud.ts"))?.range.start.line);
  expect(lines()).toEqual([2]);
  const affected = workspace.open(path("cloud.ts"), `// A note.\n${workspace.text(path("cloud.ts"))}`, 1);
  expect([...affected]).toContain(path("main.ts"));
  expect(lines()).toEqual([3]);
});

test("whoever changes a list of reports changes nobody else's", async () => {
  const { workspace, path, dispose } = await openProject({ "main.ts": `import { Bucket } from "@glacier/core";\nnew Bucket("x");\n` });
  onTestFinished(dispose);
  expect(workspace.diagnose(path("main.ts")).splice(0)).toHaveLength(1);
  expect(workspace.diagnose(path("main.ts"))).toHaveLength(1);
});

test("a report is as loud as the settings say now", async () => {
  const { workspace, path, dispose } = await openProject({
    "main.ts": `import { Bucket } from "@glacier/core";\nnew Bucket("x");\n`,
    "glacier.config.json": "{}",
  });
  onTestFinished(dispose);
  const severities = (): string[] => workspace.diagnose(path("main.ts")).map(({ severity }) => severity);
  expect(severities()).toEqual(["error"]);
  workspace.open(path("glacier.config.json"), `{ "rules": { "direct-instantiation": "hint" } }`, 1);
  expect(severities()).toEqual(["hint"]);
});

test("a file that has nothing to do with Glacier any more is silent, as one is that never had", async () => {
  const text = (specifier: string): string =>
    `import { Bucket } from "${specifier}";\n// glacier-disable-next-line direct-instantiation\nnew Bucket("x");\nexport const key = "AKIAIOSFODNN7REALKEY";\n`;
  const { workspace, path, dispose } = await openProject({ "main.ts": text("@glacier/core"), "other.ts": text("@glacier/cor") });
  onTestFinished(dispose);
  const codes = (name: string): string[] => workspace.diagnose(path(name)).map(({ code }) => code);
  expect([codes("main.ts"), codes("other.ts")]).toEqual([["hard-coded-secret"], []]);
  workspace.open(path("main.ts"), text("@glacier/cor"), 1);
  expect(codes("main.ts")).toEqual([]);
  workspace.open(path("main.ts"), text("@glacier/core"), 2);
  expect(codes("main.ts")).toEqual(["hard-coded-secret"]);
});

const hub = `import { Provider } from "@glacier/core";
import { AwsConfig } from "@glacier/core/config";
export const provider = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
export const open = (name: string) => provider.bucket(name);
`;
const caller = (name: string): string => `import { open } from "./hub.ts";\nexport const own = open("${name}");\n`;

/** How often each file was looked at by the rules, from now on. */
function countLooks(): Record<string, number> {
  const rule = rules.find(({ meta }) => meta.id === "unused-suppression") ?? expect.fail("It looks at every file.");
  const { create } = rule;
  const looks: Record<string, number> = {};
  Object.assign(rule, {
    create(context: Parameters<Rule["create"]>[0]): void {
      const name = context.file.slice(context.file.lastIndexOf("/") + 1);
      looks[name] = (looks[name] ?? 0) + 1;
      create(context);
    },
  });
  onTestFinished(() => void Object.assign(rule, { create }));
  return looks;
}

test("a helper of which there was nothing to say is not looked at again while its callers do nothing that is worth a word", async () => {
  const { workspace, path, dispose } = await openProject({ "hub.ts": hub, "a.ts": caller("raw-zone"), "b.ts": caller("clean-zone") });
  onTestFinished(dispose);
  const looks = countLooks();
  const affectedBy = (name: string): string[] => [...workspace.change(path("b.ts"), caller(name), 1)].sort();
  const codes = (): string[] => workspace.diagnose(path("hub.ts")).map(({ code }) => code);
  expect(codes()).toEqual([]);
  expect(affectedBy("cleaner-zone")).toEqual([path("b.ts"), path("hub.ts")]);
  expect(codes()).toEqual([]);
  expect(looks).toEqual({ "hub.ts": 1 });
  affectedBy("Cleaner_Zone");
  expect(codes()).toEqual(["bucket-name"]);
  affectedBy("clean-zone");
  expect(codes()).toEqual([]);
  affectedBy("cleaner-zone");
  expect(codes()).toEqual([]);
  expect(looks).toEqual({ "hub.ts": 3 });
});

test("a file of which there was nothing to say is looked at again when it is another, or somebody else calls it", async () => {
  const { workspace, path, dispose } = await openProject({ "hub.ts": hub, "a.ts": caller("raw-zone"), "c.ts": "export const own = 1;\n" });
  onTestFinished(dispose);
  const codes = (): string[] => workspace.diagnose(path("hub.ts")).map(({ code }) => code);
  expect(codes()).toEqual([]);
  workspace.change(path("c.ts"), caller("Raw_Zone"), 1);
  expect(codes()).toEqual(["bucket-name"]);
  workspace.change(path("c.ts"), caller("raw-zone"), 2);
  expect(codes()).toEqual([]);
  workspace.change(path("hub.ts"), `${hub}new provider.Bucket("x");\nconst key = "AKIAIOSFODNN7REALKEY";\n`, 1);
  expect(codes()).toEqual(["hard-coded-secret"]);
});

test("what is said of a place that each caller comes to is another when the place is", async () => {
  const inner = (more: string): string =>
    `${hub}import { pipeline, task } from "@glacier/core";\nconst keep = task(function keep() { return 1; });\nexport const all = pipeline({ name: "all" }, () => { keep(); });\nexport function make(name: string) { const made = open(name); ${more} }\nfunction unused() { const left = provider.bucket("left"); ${more ? "return left;" : ""} }\nexport const call = unused;\n`;
  const { workspace, path, dispose } = await openProject({ "hub.ts": inner("return made;"), "a.ts": caller("raw-zone") });
  onTestFinished(dispose);
  const codes = (): string[] => workspace.diagnose(path("hub.ts")).map(({ code }) => code);
  expect(codes()).toEqual([]);
  workspace.change(path("hub.ts"), inner(""), 1);
  expect(codes()).toEqual(["unused-resource"]);
  workspace.change(path("a.ts"), caller("clean-zone"), 1);
  expect(codes()).toEqual(["unused-resource"]);
});

test("a helper is looked at again where something was worth a look, be it that there was nothing to say", async () => {
  const open = (name: string): string =>
    `export const ${name} = (encryption: "AES256" | "aws:kms") => provider.bucket("raw-zone", { config: new S3Config({ encryption }) });
`;
  const storing = (name: string, encryption: string): string => `import { ${name} } from "./hub.ts";
export const own = ${name}("${encryption}");
`;
  const { workspace, path, dispose } = await openProject({
    "hub.ts": `${hub.replace("AwsConfig", "AwsConfig, S3Config")}${open("one")}${open("other")}`,
    "a.ts": storing("one", "AES256"),
    "b.ts": storing("other", "AES256"),
  });
  onTestFinished(dispose);
  const codes = (): string[] => workspace.diagnose(path("hub.ts")).map(({ code }) => code);
  expect(codes()).toEqual([]);
  workspace.change(path("b.ts"), storing("other", "aws:kms"), 1);
  expect(codes()).toEqual(["conflicting-resource"]);
});
