import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { Analysis } from "../../../server/src/analysis/analysis.ts";
import { openProject } from "../../support/server/project.ts";

afterEach(() => vi.restoreAllMocks());

const head = `import { Provider } from "@glacier/core";\nimport { AzureConfig, S3Config, SparkConfig } from "@glacier/core/config";\nconst azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });\n`;
const bucket = (name: string): string => `azure.bucket("${name}", { config: new S3Config() });\n`;

test("the whole workspace is gone through once for the fixes of all diagnostics, and again after an edit", async () => {
  const { workspace, path, dispose } = await openProject({ "main.ts": head + bucket("aaa") + bucket("bbb") + bucket("ccc") });
  onTestFinished(dispose);
  const walks = vi.spyOn(Analysis.prototype, "observedFiles");
  const titles = (): (string | undefined)[] => workspace.diagnose(path("main.ts")).map(({ fixes }) => fixes.at(-1)?.title);
  const changeProvider = "Change the provider to AWS, configured by the environment";
  const found = titles();
  expect(walks).toHaveBeenCalledTimes(1);
  expect(found).toEqual([changeProvider, changeProvider, changeProvider]);
  // A call that works on Azure alone keeps the provider where it is.
  workspace.open(
    path("main.ts"),
    `${head + bucket("aaa")}azure.bucket("bbb", { config: new BlobConfig() });\n`.replace("AzureConfig,", "AzureConfig, BlobConfig,"),
    1,
  );
  expect(titles()).toEqual(["Make portable: add BlobConfig"]);
  expect(walks).toHaveBeenCalledTimes(2);
});

test("a fix that needs nothing of other files does not look at them", async () => {
  const { workspace, path, dispose } = await openProject({
    "main.ts": `import { Provider } from "@glacier/core";\nimport { AwsConfig, AzureConfig, GcsConfig } from "@glacier/core/config";\ndeclare const flag: boolean;\nconst either = new Provider({ config: flag ? new AwsConfig({ region: "eu-west-1" }) : new AzureConfig({ resourceGroup: "data" }) });\neither.bucket("aaa", { config: new GcsConfig() });\n`,
  });
  onTestFinished(dispose);
  const walks = vi.spyOn(Analysis.prototype, "observedFiles");
  expect(workspace.diagnose(path("main.ts")).map(({ fixes }) => fixes.map(({ title }) => title))).toEqual([
    ["Make portable: add S3Config and BlobConfig"],
  ]);
  expect(walks).not.toHaveBeenCalled();
});
