import { describe, expect, onTestFinished, test } from "vitest";
import { openProject } from "../../support/server/project.ts";
import { emits, valid } from "../../support/server/rule-tester.ts";

const head = `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig, BlobConfig, S3Config } from "@glacier/core/config";
declare function unknown(...values: unknown[]): any;
const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
`;

describe("what nothing in the workspace calls", () => {
  test("does not see state as it was at first, when other functions change it", () =>
    valid(`${head}let stage = "dev";
export function use(next: string) { stage = next; }
export function open() { const provider = stage === "dev" ? azure : aws; provider.bucket("aaa", { config: stage === "dev" ? new BlobConfig() : new S3Config() }); }`));

  test("sees a variable that other functions change as one that may be changed", () =>
    emits(
      `${head}let provider = azure;
export function use(next: Provider) { provider = next; }
export function open() { provider.bucket("aaa", { config: ⟦new S3Config()⟧ }); }`,
      [{ code: "config-cloud-mismatch", severity: "warning" }],
    ));

  test("is looked at even where Glacier comes in through another function only", () =>
    emits(
      `${head}const open = (provider: Provider) => provider.bucket("aaa", { config: ⟦new S3Config()⟧ });
export function all() { return [azure].map(open); }`,
      ["config-cloud-mismatch"],
    ));

  test("is looked at where a closure hands on what the function around it was given", () =>
    emits(
      `${head}function zone(provider: Provider) {
  const open = (of: Provider) => of.bucket("aaa", { config: ⟦new S3Config()⟧ });
  return { later: () => open(provider) };
}
export const azureZone = zone(azure);`,
      ["config-cloud-mismatch"],
    ));
});

describe("code that is too much to follow", () => {
  test.each([
    [
      "many conditions",
      Array.from({ length: 60 }, (_, index) => `if (unknown("${index}")) total += unknown("a${index % 7}") ? 1 : 2;`).join("\n"),
    ],
    [
      "nested loops",
      "for (;;) { for (const a of unknown()) { while (unknown()) { for (const b of a) { do { total += b; if (unknown()) break; } while (unknown()); } } } }",
    ],
    ["a long loop", "for (let i = 0; i < 1e9; i++) { total += i; }"],
    [
      "calls that call each other",
      "function f(n: number): number { return n < 2 ? n : f(n - 1) + f(n - 2) + g(n); } function g(n: number): number { return f(n) + g(n - 1); } total = f(unknown());",
    ],
    ["an array that doubles", "let all = [1, 2]; for (let i = 0; i < 40; i++) { all = [...all, ...all]; } total = all.length;"],
  ])("with %s ends, and leaves what stands apart from it as it is", async (_, code) => {
    const source = `${head}azure.bucket("aaa", { config: new S3Config() });\nexport function heavy() {\n  let total = 0;\n  ${code}\n  return total;\n}\nexport const result = heavy();\n`;
    const project = await openProject({ "main.ts": source });
    onTestFinished(() => project.dispose());
    expect(project.workspace.diagnose(project.path("main.ts")).map(({ code: of }) => of)).toEqual(["config-cloud-mismatch"]);
  });
});

test.each([
  ["expect(load(NUMBER).state).toBe(1);"],
  ["expect(load(NUMBER).state).toBeDefined(); expect(load(NUMBER).state).not.toBe(2);"],
  ["expect(load(NUMBER).state).toMatch(/ready/); expect(load(NUMBER).state).toHaveLength(5);"],
  ["assert(load(NUMBER).state); assert.equal(load(NUMBER).state, 1);"],
])("a file of many tests is looked at to its end: %s", (code) => {
  const tests = Array.from({ length: 200 }, (_, at) => `test("${at}", () => { ${code.replaceAll("NUMBER", String(at))} });`).join("\n");
  const text = `${head}import assert from "node:assert";\nimport { expect, test } from "vitest";\nimport { load } from "a-package";
void [assert, expect, load, aws, AwsConfig, BlobConfig];\n${tests}\ntest("last", () => { azure.bucket("aaa", { config: ⟦new S3Config()⟧ }); });`;
  return emits(text, [{ code: "config-cloud-mismatch", severity: "error" }]);
});

test.each([
  (lines: string) => lines,
  (lines: string) => `test("all", () => { ${lines} });`,
  (lines: string) => `test("all", async () => { ${lines} });`,
])("what comes behind hundreds of assertions is looked at", (around) => {
  const lines = Array.from({ length: 300 }, (_, at) => `expect(load(${at}).state).toBe(${at}); assert.equal(load(${at}).size, 1);`).join(
    "\n",
  );
  return emits(
    `${head}import assert from "node:assert";\nimport { expect, test } from "vitest";\nimport { load } from "a-package";
void [test, aws, AwsConfig, BlobConfig];\n${around(lines)}\nazure.bucket("aaa", { config: ⟦new S3Config()⟧ });`,
    [{ code: "config-cloud-mismatch", severity: "error" }],
  );
});

test.each([
  [
    "in one test",
    (lines: string) => `test("all", async () => { ${lines} });`,
    "expect(attempt(() => azure.bucket('raw')).error).toBeUndefined();",
  ],
  ["in a program", (lines: string) => lines, "attempt(() => azure.bucket('raw')).value.exists();"],
  ["from promises", (lines: string) => lines, "await (await (async () => azure.bucket('raw'))().catch(() => undefined))!.exists();"],
])("what comes behind hundreds of failures that are kept and must not be is looked at: %s", (_, around, line) => {
  const lines = Array.from({ length: 200 }, () => line).join("\n");
  return emits(
    `${head}import { expect, test } from "vitest";
const attempt = (act: () => unknown): any => { try { return { value: act() }; } catch (error) { return { error }; } };
void [attempt, expect, test, aws, AwsConfig, BlobConfig];\n${around(lines)}\nazure.bucket("aaa", { config: ⟦new S3Config()⟧ });`,
    [{ code: "config-cloud-mismatch", severity: "error" }],
  );
});

test("many calls, each on one of several clouds, are looked at to the last", () => {
  const calls = Array.from({ length: 60 }, (_, index) => `bucket("raw-${index}", { format: process.env.FORMAT_${index} });`);
  return emits(
    `import { Provider } from "@glacier/core";
import * as config from "@glacier/core/config";
const settings = Object.assign({ cloud: process.env.CLOUD || "aws", prefix: "lake" }, process.env.STAGE === "production" ? JSON.parse(process.env.SETTINGS) : {});
class Cloud {
  provider() { if (!this.made) this.made = this.connect(); return this.made; }
  bucket(name, options) { return this.provider().bucket(name, Object.assign({ config: this.config() }, options)); }
}
class Aws extends Cloud { connect() { return new Provider({ config: new config.AwsConfig({ region: "eu-west-1" }) }); } config() { return new config.S3Config(); } }
class Azure extends Cloud { connect() { return new Provider({ config: new config.AzureConfig({ resourceGroup: "data" }) }); } config() { return new config.BlobConfig(); } }
class Gcp extends Cloud {  connect() { return new Provider({ config: new config.GcpConfig({ project: "data" }) }); } config() { return new config.GcsConfig(); } }
const classes = { aws: Aws, azure: Azure, gcp: Gcp };
function create(name) { const Class = classes[name]; if (!Class) throw new Error("no such cloud"); return new Class(); }
let called = false;
let cloud;
function current() { if (!called) { called = true; cloud = create(settings.cloud); } return cloud; }
function extend(target, ...others) {
  for (const source of others) for (const key in source) if (Object.prototype.hasOwnProperty.call(source, key)) target[key] = source[key];
  return target;
}
const cache = {};
function bucket(name, options) {
  if (!cache[name]) cache[name] = current().bucket(settings.prefix + name, extend({ path: name }, options));
  return cache[name];
}
${calls.join("\n")}
new Aws().provider().bucket("raw", { config: ⟦new config.BlobConfig()⟧ });`,
    [{ code: "config-cloud-mismatch", severity: "error" }],
  );
});
