import { describe, test } from "vitest";
import { emits, valid } from "../../support/server/rule-tester.ts";

const cloud = `// @filename: cloud.ts
import { Provider } from "@glacier/core";
import { AzureConfig } from "@glacier/core/config";
export const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
export const open = () => azure;
`;
const load = `// @filename: load.ts
import { azure } from "./cloud.ts";
export const load = (config: never) => azure.bucket("bbb", { config });
`;
const tested = (code: string): string => `// @filename: main.test.ts
import * as runner from "vitest";
import * as clouds from "./cloud.ts";
import { S3Config } from "@glacier/core/config";
import { azure } from "./cloud.ts";
${code}
`;

describe("a test that puts something in the place of", () => {
  test.each([
    ["a module", `runner.vi.mock("./cloud.ts", () => ({ azure: {} }));`],
    ["a module, named for its type", `runner.vi.mock(import("./cloud.ts"), () => ({ azure: {} }));`],
    ["a module later", `jest.doMock("./cloud.ts");`],
    ["a module, with Node's own runner", `import { mock } from "node:test";\nmock.module("./cloud.ts", { namedExports: { azure: {} } });`],
    ["Glacier", `runner.vi.mock("@glacier/core");\nrunner.vi.mock("./cloud.ts");`],
    ["what a module exports", `runner.vi.spyOn(clouds, "azure", "get").mockReturnValue({});`],
  ])("%s is silent about it", (_, mock) => valid(`${cloud}${tested(`${mock}\nazure.bucket("aaa", { config: new S3Config() });`)}`));

  test("a module is silent about what other modules do with it", () =>
    valid(`${cloud}${load}${tested(`import { load } from "./load.ts";\nrunner.vi.mock("./cloud.ts");\nload(new S3Config() as never);`)}`));

  test("a function of a module is silent, also where that comes before each test", () =>
    valid(
      `${cloud}${tested(`runner.test("x", () => { clouds.open().bucket("aaa", { config: new S3Config() }); });
runner.beforeEach(() => { runner.vi.spyOn(clouds, "open").mockReturnValue({} as never); });`)}`,
    ));

  test("a provider's method is silent in the files that import it", () =>
    valid(`${cloud}// @filename: setup.ts
import { vi } from "vitest";
import { azure } from "./cloud.ts";
vi.spyOn(azure, "bucket");
${tested(`import "./setup.ts";\nazure.bucket("aaa", { config: new S3Config() });`)}`));

  test("another module still hears of this one", () =>
    emits(`${cloud}${load}${tested(`runner.vi.mock("./load.ts");\nazure.bucket("aaa", { config: ⟦new S3Config()⟧ });`)}`, [
      "config-cloud-mismatch",
    ]));

  test("a module leaves what other files do with it", () =>
    emits(
      `${cloud}${tested(`runner.vi.mock("./cloud.ts");`)}// @filename: other.ts
import { S3Config } from "@glacier/core/config";
import { azure } from "./cloud.ts";
azure.bucket("aaa", { config: ⟦new S3Config()⟧ });
`,
      ["config-cloud-mismatch"],
    ));
});
