import { expect, onTestFinished, test } from "vitest";
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
