import { createHash } from "node:crypto";
import { expect, onTestFinished, test, vi } from "vitest";
import { openProject } from "../../support/server/project.ts";

vi.mock("node:crypto", async (original) => {
  const crypto = await original<typeof import("node:crypto")>();
  return { ...crypto, createHash: vi.fn(crypto.createHash) };
});

test("a provider's key is worked out once, however many buckets it has, and each bucket is listed once", async () => {
  const head = `import { Provider } from "@glacier/core";\nimport { AwsConfig } from "@glacier/core/config";\nconst aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });\n`;
  const buckets = Array.from({ length: 50 }, (_, index) => `aws.bucket("b${index}");\naws.bucket("b${index}");\n`);
  const { workspace, dispose } = await openProject({ "main.ts": head + buckets.join("") });
  onTestFinished(dispose);
  vi.mocked(createHash).mockClear();
  const [provider] = workspace.resources().providers;
  expect(vi.mocked(createHash)).toHaveBeenCalledTimes(1);
  expect(provider?.buckets.map(({ name }) => name)).toEqual(Array.from({ length: 50 }, (_, index) => `b${index}`));
});
