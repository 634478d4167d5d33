import { describe, test } from "vitest";
import { emits, valid } from "../../support/server/rule-tester.ts";

const imports = `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig, S3Config } from "@glacier/core/config";
`;
const AZURE = `new Provider({ config: new AzureConfig({ resourceGroup: "data" }) })`;
const register = `import { register } from "./registry.js";\n${imports}register("lake", new Provider({ config: new AwsConfig({ region: "eu-west-1" }) }));`;
const use = (config: string): string =>
  `import { find } from "./registry.js";\n${imports}export const open = () => (find("lake") ?? ${AZURE}).bucket("raw", { config: ${config} });`;

/** A module in which a provider is registered by one file and found by another. */
const project = (registry: string, config: string): string =>
  `// @filename: main.ts\n${register}\n// @filename: registry.ts\n${imports}${registry}\n// @filename: use.ts\n${use(config)}`;

describe("a registry that other files fill", () => {
  test.each([
    [
      "map",
      `const all = new Map<string, Provider>(); export const register = (name: string, p: Provider) => { all.set(name, p); }; export const find = (name: string) => all.get(name);`,
    ],
    [
      "object",
      `const all: Record<string, Provider> = {}; export const register = (name: string, p: Provider) => { all[name] = p; }; export const find = (name: string) => all[name];`,
    ],
    [
      "list",
      `const all: Provider[] = []; export function register(_: string, p: Provider) { all.push(p); } export const find = (_: string) => all[0];`,
    ],
  ])("is no empty %s to who is called later", (_, registry) => valid(project(registry, "new S3Config()")));

  test("is no missing variable to who is called later", () =>
    emits(
      project(
        `let one: Provider | undefined; export function register(_: string, p: Provider) { one = p; } export const find = (_: string) => one;`,
        "⟦new S3Config()⟧",
      ),
      [{ code: "config-cloud-mismatch", severity: "warning", message: /where `find\("lake"\)` is missing the provider is Azure/ }],
    ));
});

describe("a provider that is made when it is first asked for", () => {
  const lazy = `let made: Provider | undefined; export const get = () => (made ??= ${AZURE});`;

  test("may be another where something else sets it", () =>
    emits(
      `${imports}${lazy}\nexport const set = (p: Provider) => { made = p; };\nexport const open = () => get().bucket("raw", { config: ⟦new S3Config()⟧ });`,
      [{ code: "config-cloud-mismatch", severity: "warning", message: /where `made` is missing the provider is Azure/ }],
    ));
});
