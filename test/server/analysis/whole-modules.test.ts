import { describe, test } from "vitest";
import { emits, valid } from "../../support/server/rule-tester.ts";

const module = `// @filename: settings.cjs
module.exports = { memory: 64, cloud: { region: "eu-west-1" } };
`;
const importing = (source: string): string =>
  `${module}// @filename: main.ts\nimport { AwsConfig, LambdaConfig } from "@glacier/core/config";\n${source}`;

describe("a module that puts one value in the place of its exports", () => {
  test("is the default of what import() gives", async () => {
    await valid(importing(`const { default: settings } = await import("./settings.cjs");\nnew AwsConfig(settings.cloud);`));
    await emits(importing(`new LambdaConfig({ memory: ⟦(await import("./settings.cjs")).default.memory⟧ });`), ["config-value"]);
    await emits(importing(`new LambdaConfig({ memory: ⟦(await import("./settings.cjs")).memory⟧ });`), ["config-value"]);
  });

  test("does not hide what another one exports", () =>
    emits(
      `// @filename: index.ts
export * from "./settings.cjs";
export * from "./more.ts";
// @filename: more.ts
export const timeout = 0;
${importing(`import { timeout } from "./index.ts";\nnew LambdaConfig({ timeout: ⟦timeout⟧ });`)}`,
      ["config-value"],
    ));
});
