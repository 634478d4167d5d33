import { describe, expect, onTestFinished, test } from "vitest";
import { openProject } from "../../support/server/project.ts";
import { emits, valid } from "../../support/server/rule-tester.ts";

const imports = `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig, BlobConfig, S3Config } from "@glacier/core/config";
`;
const make = `const make = () => new Provider({ config: process.env.CLOUD === "aws" ? new AwsConfig({ region: "eu-west-1" }) : new AzureConfig({ resourceGroup: "data" }) });`;
const fits = `make().bucket("raw", { config: new S3Config() });`;
const wrong = `make().bucket("raw", { config: ⟦new BlobConfig()⟧ });`;
const error = { code: "config-cloud-mismatch", severity: "error" as const };
const warning = { ...error, severity: "warning" as const };

describe("what a test's preparation sets of the environment, the test finds:", () => {
  test.each([
    ["before each", `import { beforeEach, it } from "vitest";\nbeforeEach(() => { process.env.CLOUD = "aws"; });`],
    ["before all", `import { beforeAll, it } from "vitest";\nbeforeAll(async () => { process.env.CLOUD = "aws"; });`],
    ["with the runner's own function", `import { beforeEach, it, vi } from "vitest";\nbeforeEach(() => { vi.stubEnv("CLOUD", "aws"); });`],
    ["of Node", `import { before, it } from "node:test";\nbefore(() => { process.env["CLOUD"] = "aws"; });`],
    ["of a runner that imports nothing", `beforeAll(() => { process.env.CLOUD = "aws"; });`],
    [
      "twice the same",
      `import { beforeEach, it } from "vitest";\nbeforeEach(() => { process.env.CLOUD = "aws"; });\nbeforeEach(() => { process.env.CLOUD = "aws"; });`,
    ],
  ])("%s", (_, code) =>
    emits(`${imports}${code}\n${make}\nit("fits", () => { ${fits} });\nit.each([1])("is wrong", async () => { ${wrong} });`, [error]),
  );

  test("in its group", () =>
    emits(
      `${imports}import { beforeEach, describe, it } from "vitest";
${make}
describe("aws", () => { beforeEach(() => { process.env.CLOUD = "aws"; }); it("fits", () => { ${fits} }); describe("more", () => { it("is wrong", () => { ${wrong} }); }); });
describe("azure", () => { beforeEach(() => { process.env.CLOUD = "azure"; }); it("fits", () => { make().bucket("raw", { config: new BlobConfig() }); }); });`,
      [error],
    ));

  test.each([
    ["in an inner group that prepares another", "beforeEach", "beforeEach", "azure"],
    ["in an inner group that prepares another once", "beforeAll", "beforeAll", "azure"],
    ["where it is prepared again before each test", "beforeEach", "beforeAll", "aws"],
  ])("%s", (_, outer, inner, cloud) => {
    const [fitting, other] = cloud === "aws" ? ["S3Config", "BlobConfig"] : ["BlobConfig", "S3Config"];
    return emits(
      `${imports}import { beforeAll, beforeEach, describe, it } from "vitest";
${make}
${outer}(() => { process.env.CLOUD = "aws"; });
describe("inner", () => {
  ${inner}(() => { process.env.CLOUD = "azure"; });
  it("fits", () => { make().bucket("raw", { config: new ${fitting}() }); });
  it("is wrong", () => { make().bucket("raw", { config: ⟦new ${other}()⟧ }); });
});`,
      [error],
    );
  });

  test("in each group of a loop, whatever other groups set", () =>
    valid(`${imports}import { beforeAll, describe, it } from "vitest";
${make}
for (const cloud of ["aws", "azure"]) {
  describe(cloud, () => {
    beforeAll(() => { process.env.CLOUD = cloud; });
    it("fits", () => { make().bucket("raw", { config: cloud === "azure" ? new BlobConfig() : new S3Config() }); });
  });
}
it("sets", () => { process.env.CLOUD = "gcp"; });`));

  test("from a file that it imports", () =>
    emits(
      `// @filename: main.test.ts
import "./setup.ts";
import { it } from "vitest";
${imports}${make}
it("fits", () => { ${fits} });
it("is wrong", () => { ${wrong} });
// @filename: setup.ts
import { beforeAll } from "vitest";
beforeAll(() => { process.env.CLOUD = "aws"; });
`,
      [error],
    ));
});

describe("it is left open", () => {
  test.each([
    ["where the code in whose midst it is prepared asks", `beforeEach(() => { process.env.CLOUD = "aws"; });\n${wrong}`],
    [
      "where a test may have set another",
      `beforeAll(() => { process.env.CLOUD = "aws"; });\nit("sets", () => { process.env.CLOUD = "azure"; });\nit("is either", () => { ${wrong} });`,
    ],
  ])("%s", (_, code) => emits(`${imports}import { beforeAll, beforeEach, describe, it } from "vitest";\n${make}\n${code}`, [warning]));
});

test("a test may set another itself", () =>
  valid(`${imports}import { beforeEach, it } from "vitest";
beforeEach(() => { process.env.CLOUD = "aws"; });
${make}
it("is another", () => { process.env.CLOUD = "azure"; make().bucket("raw", { config: new BlobConfig() }); });
it("fits", () => { ${fits} });`));

test.each([
  ["an environment of its own", "", `process.env = { ...process.env, CLOUD: "aws" };`],
  [
    "a variable of an environment that was saved",
    `const saved = process.env;\nbeforeEach(() => { process.env = { ...saved }; });`,
    `process.env.CLOUD = "aws";`,
  ],
  [
    "a variable of one that is put back",
    `const saved = { ...process.env };\nafterEach(() => { process.env = saved; });`,
    `process.env.CLOUD = "aws";`,
  ],
  ["nothing besides what is prepared as a whole", `beforeEach(() => { process.env = { ...process.env, CLOUD: "aws" }; });`, ""],
])("a test may set %s", (_, before, set) =>
  emits(
    `${imports}import { afterEach, beforeEach, it } from "vitest";\n${before}\n${make}\nit("sets", () => { ${set} ${fits} });\nit("is wrong", () => { ${set} ${wrong} });`,
    [error],
  ),
);

test("what is put back is not what a test has set", () =>
  emits(
    `${imports}${make}\nconst saved = process.env;\nprocess.env.CLOUD = "aws";\n${fits}\nprocess.env = saved;\nmake().bucket("raw", { config: ⟦new S3Config()⟧ });`,
    [warning],
  ));

test("what an imported file prepares counts as it is now", async () => {
  const setup = (cloud: string): string => `import { beforeAll } from "vitest";\nbeforeAll(() => { process.env.CLOUD = "${cloud}"; });\n`;
  const { workspace, path, dispose } = await openProject({
    "main.test.ts": `import "./setup.ts";\nimport { it } from "vitest";\n${imports}${make}\nit("opens", () => { ${fits} });\n`,
    "setup.ts": setup("aws"),
  });
  onTestFinished(dispose);
  const severities = (): string[] => workspace.diagnose(path("main.test.ts")).map(({ severity }) => severity);
  expect(severities()).toEqual([]);
  workspace.open(path("setup.ts"), setup("azure"), 1);
  expect(severities()).toEqual(["error"]);
  workspace.change(path("setup.ts"), setup("aws"), 2);
  expect(severities()).toEqual([]);
});
