import { expect, onTestFinished, test, vi } from "vitest";
import { digest } from "../../../server/src/digest.ts";
import { openProject } from "../../support/server/project.ts";

vi.mock("../../../server/src/digest.ts", { spy: true });

test("a provider's key is worked out once, however many buckets it has, and each bucket is listed once", async () => {
  const head = `import { Provider } from "@glacier/core";\nimport { AwsConfig } from "@glacier/core/config";\nconst aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });\n`;
  const buckets = Array.from({ length: 50 }, (_, index) => `aws.bucket("b${index}");\naws.bucket("b${index}");\n`);
  const { workspace, dispose } = await openProject({ "main.ts": head + buckets.join("") });
  onTestFinished(dispose);
  vi.mocked(digest).mockClear();
  const [provider] = workspace.resources().providers;
  expect(vi.mocked(digest)).toHaveBeenCalledTimes(1);
  expect(provider?.buckets.map(({ name }) => name)).toEqual(Array.from({ length: 50 }, (_, index) => `b${index}`));
});
