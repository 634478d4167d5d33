import { describe, expect, onTestFinished, test } from "vitest";
import { openProject } from "../../support/server/project.ts";
import { projects, user } from "./import-projects.ts";

describe("an import is followed through", () => {
  test.each(Object.entries(projects))("%s", async (_, files) => {
    const project = await openProject(files);
    onTestFinished(() => project.dispose());
    expect(project.workspace.diagnose(project.path("app/main.ts")).map(({ code }) => code)).toEqual(["config-cloud-mismatch"]);
  });
});

test("an import that leads nowhere is unknown", async () => {
  const project = await openProject({ "main.ts": user("./nowhere.ts") });
  onTestFinished(() => project.dispose());
  expect(project.workspace.diagnose(project.path("main.ts"))).toEqual([]);
});

const spread = `import * as core from "@glacier/core";
import * as configs from "@glacier/core/config";
const azure = new core.Provider({ config: new configs.AzureConfig({ resourceGroup: "data" }) });
declare const others: Record<string, never>;
`;

describe("nothing is said of what comes after Glacier's own in an object:", () => {
  test.each([
    ["a class of its name", "const { S3Config } = { ...core, ...configs, S3Config: configs.BlobConfig };"],
    ["something that is not known", "const { S3Config } = { ...core, ...configs, ...others };"],
    ["another name in the same place", "const kept = { ...configs }; const { S3Config } = { ...kept, S3Config: configs.BlobConfig };"],
  ])("%s", async (_, choice) => {
    const project = await openProject({ "main.ts": `${spread}${choice}\nazure.bucket("raw", { config: new S3Config() });\n` });
    onTestFinished(() => project.dispose());
    expect(project.workspace.diagnose(project.path("main.ts"))).toEqual([]);
  });
});

test("what a module gives twice under one name of its own is unknown to it", async () => {
  const project = await openProject({
    "main.cjs": `const { Provider } = require("@glacier/core");
const { AwsConfig, AzureConfig, S3Config } = require("@glacier/core/config");
exports.lake = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
setTimeout(() => exports.lake.bucket("raw", { config: new S3Config() }), 1);
exports.lake = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
`,
  });
  onTestFinished(() => project.dispose());
  expect(project.workspace.diagnose(project.path("main.cjs"))).toEqual([]);
});
