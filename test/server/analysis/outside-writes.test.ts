import { describe, expect, onTestFinished, test } from "vitest";
import { openProject } from "../../support/server/project.ts";
import { emits, valid } from "../../support/server/rule-tester.ts";

const AWS = `new Provider({ config: new AwsConfig({ region: "eu-west-1" }) })`;
const AZURE = `new Provider({ config: new AzureConfig({ resourceGroup: "data" }) })`;
const imports = `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig, BlobConfig, GcsConfig, S3Config } from "@glacier/core/config";
`;
const states: Record<string, string> = {
  "an object": `export const state = { provider: ${AWS} };`,
  "an object in another": `export const state = { now: { provider: ${AWS} } };`,
  "a namespace": `export namespace state { export let provider = ${AWS}; }`,
  "a class": `export class state { static provider = ${AWS}; }`,
  "an instance": `class State { provider = ${AWS}; }\nexport const state = new State();`,
};
const pathOf = (state: string): string => (state.includes("now") ? "state.now.provider" : "state.provider");
const files = (state: string, use: string, writer: string): string => `// @filename: state.ts
${imports}${state}
// @filename: use.ts
${imports}import { state } from "./state.ts";
${use}
// @filename: writer.ts
${imports}${writer}
`;

describe("what another file may have written by then is left open:", () => {
  test.each(Object.entries(states))("%s", (_, state) => {
    const place = pathOf(state);
    return emits(
      files(
        state,
        `export const open = () => ${place}.bucket("raw", { config: ⟦new BlobConfig()⟧ });`,
        `import { state } from "./state.ts";\nexport function start() { ${place} = ${AZURE}; }`,
      ),
      [{ code: "config-cloud-mismatch", severity: "warning" }],
    );
  });

  const state = states["an object"] ?? "";
  test.each([
    ["when it is loaded", `import { state } from "./state.ts";\nstate.provider = ${AZURE};`],
    ["under another name", `import { state as own } from "./state.ts";\nown.provider = ${AZURE};`],
    ["of all that is exported", `import * as all from "./state.ts";\nall.state.provider = ${AZURE};`],
    ["by another name of its own", `import { state } from "./state.ts";\nconst own = state;\nown.provider = ${AZURE};`],
    [
      "by what it takes of all that is exported",
      `import * as all from "./state.ts";\nconst { state: own } = all;\nown.provider = ${AZURE};`,
    ],
    ["by its name in brackets", `import { state } from "./state.ts";\nstate["provider"] = ${AZURE};`],
    ["with others", `import { state } from "./state.ts";\nObject.assign(state, { provider: ${AZURE} });`],
    ["as a property", `import { state } from "./state.ts";\nObject.defineProperty(state, "provider", { value: ${AZURE} });`],
    ["through Reflect", `import { state } from "./state.ts";\nReflect.set(state, "provider", ${AZURE});`],
    [
      "by a name that is computed",
      `import { state } from "./state.ts";\nexport const set = (key: "provider") => { state[key] = ${AZURE}; };`,
    ],
    [
      "with all that something has",
      `import { state } from "./state.ts";\nexport const take = (all: typeof state) => Object.assign(state, all);`,
    ],
    [
      "through Reflect, by a name that is computed",
      `import { state } from "./state.ts";\nexport const set = (key: string) => Reflect.set(state, key, ${AZURE});`,
    ],
    [
      "by a function that is given it",
      `import { state } from "./state.ts";\nfunction set(to: typeof state) { to.provider = ${AZURE}; }\nexport const start = () => set(state);`,
    ],
    [
      "by a function that is given it among others, and writes to what is in it",
      `import * as all from "./state.ts";\nconst set = (name: string, to: typeof all) => { if (name) to.state.provider = ${AZURE}; };\nexport function start() { set("now", all); }`,
    ],
    [
      "by a function that is given it, and a name",
      `import { state } from "./state.ts";\nfunction set(to: typeof state, key: "provider") { to[key] = ${AZURE}; }\nset(state, "provider");`,
    ],
    [
      "through a third file",
      `import { current } from "./index.ts";\ncurrent.provider = ${AZURE};\n// @filename: index.ts\nexport { state as current } from "./state.ts";`,
    ],
    [
      "through all that a third file exports",
      `import { state } from "./index.ts";\nstate.provider = ${AZURE};\n// @filename: index.ts\nexport * from "./state.ts";`,
    ],
  ])("%s", (_, writer) =>
    emits(files(state, `state.provider.bucket("raw", { config: ⟦new BlobConfig()⟧ });`, writer), [
      { code: "config-cloud-mismatch", severity: "warning" },
    ]),
  );

  test("whoever has loaded the file that writes finds what it wrote", () =>
    emits(
      files(
        state,
        `import "./writer.ts";\nstate.provider.bucket("raw", { config: new BlobConfig() });\nstate.provider.bucket("raw", { config: ⟦new S3Config()⟧ });`,
        `import { state } from "./state.ts";\nstate.provider = ${AZURE};`,
      ),
      [{ code: "config-cloud-mismatch", severity: "error" }],
    ));
});

describe("of a CommonJS module is left open what another one writes", () => {
  const required = `const { Provider } = require("@glacier/core");\nconst { AwsConfig, AzureConfig, BlobConfig } = require("@glacier/core/config");\n`;
  test.each([
    ["to what stands for its exports", `module.exports = { provider: ${AWS} };`, `const state = require("./state.cjs");`],
    ["to one of its exports", `exports.state = { provider: ${AWS} };`, `const { state } = require("./state.cjs");`],
    [
      "to a member of what stands for its exports",
      `module.exports = { state: { provider: ${AWS} } };`,
      `const { state } = require("./state.cjs");`,
    ],
    ["under another name", `exports.own = { provider: ${AWS} };`, `var { own: state } = require("./state.cjs");`],
  ])("%s", (_, state, load) =>
    emits(
      `// @filename: state.cjs\n${required}${state}\n// @filename: use.cjs\n${required}${load}\nexports.open = () => state.provider.bucket("raw", { config: ⟦new BlobConfig()⟧ });\n// @filename: writer.cjs\n${required}${load}\nstate.provider = ${AZURE};\n`,
      [{ code: "config-cloud-mismatch", severity: "warning" }],
    ),
  );
});

describe("nothing is left open where another file", () => {
  const state = `${states["an object"]}\nexport const others: any = {};`;
  const use = `export const open = () => state.provider.bucket("raw", { config: ⟦new BlobConfig()⟧ });`;
  test.each([
    ["writes to another member", `import { state } from "./state.ts";\n(state as any).other = ${AZURE};`],
    [
      "writes to others by their names",
      `import { state } from "./state.ts";\nObject.assign(state, { other: ${AZURE} });\nReflect.set(state, "more", 1);\n(state as any)["third"] = 2;`,
    ],
    [
      "writes to another object by names that are computed",
      `import { state } from "./state.ts";\nexport const kept: any = { state };\nfor (const key of ["a", "b"]) kept[key] = ${AZURE};`,
    ],
    [
      "writes to another export by a name that is computed",
      `import { others } from "./state.ts";\nfor (const key of ["a", "b"]) others[key] = ${AZURE};`,
    ],
    ["writes to something of its own", `const state = { provider: ${AWS} };\nstate.provider = ${AZURE};\nexport { state };`],
    [
      "writes to what a third file exports",
      `import { state } from "./third.ts";\nstate.provider = ${AZURE};\n// @filename: third.ts\nexport const state: any = {};`,
    ],
    [
      "gives it to a function that writes to another member",
      `import { state } from "./state.ts";\nfunction set(to: any) { to.other = ${AZURE}; }\nset(state);`,
    ],
    [
      "gives it to a function that writes to what else it is given",
      `import { state } from "./state.ts";\nfunction set(from: any, to: any) { to.provider = from.provider; }\nset(state, {});`,
    ],
    ["only reads", `import { state } from "./state.ts";\nexport const own = state.provider;`],
  ])("%s", (_, writer) => emits(files(state, use, writer), [{ code: "config-cloud-mismatch", severity: "error" }]));
});

test("a method that a test puts in a provider's place is the test's own matter", () =>
  valid(
    files(
      `export const state = ${AWS};`,
      `export const open = () => state.bucket("raw", { config: new S3Config() });`,
      `import { state } from "./state.ts";\nstate.bucket = (() => undefined) as never;`,
    ),
  ));

test("what others write counts as it is now", async () => {
  const writer = (name: string, from = "./state.ts"): string =>
    `${imports}import { state } from "${from}";\nexport function start() { state.${name} = ${AZURE}; }\n`;
  const { workspace, path, write, dispose } = await openProject({
    "state.ts": `${imports}${states["an object"]}\n`,
    "use.ts": `${imports}import { state } from "./state.ts";\nexport const open = () => state.provider.bucket("raw", { config: new BlobConfig() });\n`,
    "writer.ts": writer("other"),
    "index.ts": `export {};\n`,
  });
  onTestFinished(dispose);
  const severities = (): string[] => workspace.diagnose(path("use.ts")).map(({ severity }) => severity);
  expect(severities()).toEqual(["error"]);
  expect([...workspace.open(path("writer.ts"), writer("provider"), 1)]).toContain(path("use.ts"));
  expect(severities()).toEqual(["warning"]);
  workspace.change(path("writer.ts"), writer("provider", "./index.ts"), 2);
  expect(severities()).toEqual(["error"]);
  expect([...workspace.open(path("index.ts"), `export * from "./state.ts";\n`, 1)]).toContain(path("use.ts"));
  expect(severities()).toEqual(["warning"]);
  workspace.change(path("writer.ts"), "", 3);
  expect(severities()).toEqual(["error"]);
  write("late.ts", writer("provider"));
  expect([...workspace.fileChanged(path("late.ts"))]).toContain(path("use.ts"));
  expect(severities()).toEqual(["warning"]);
  workspace.open(path("late.ts"), "", 1);
  expect(severities()).toEqual(["error"]);
});

test("that a function writes to what it is given counts as soon as it is written", async () => {
  const writer = (member: string): string =>
    `${imports}import { state } from "./state.ts";\nfunction set(to: any) { to.${member} = 1; }\nexport const start = () => set(state);\n`;
  const { workspace, path, dispose } = await openProject({
    "state.ts": `${imports}${states["an object"]}\n`,
    "use.ts": `${imports}import { state } from "./state.ts";\nexport const open = () => state.provider.bucket("raw", { config: new BlobConfig() });\n`,
    "writer.ts": writer("other"),
  });
  onTestFinished(dispose);
  const severities = (): string[] => workspace.diagnose(path("use.ts")).map(({ severity }) => severity);
  expect(severities()).toEqual(["error"]);
  expect([...workspace.open(path("writer.ts"), writer("provider"), 1)]).toContain(path("use.ts"));
  expect(severities()).toEqual(["warning"]);
  workspace.open(path("writer.ts"), writer("other"), 2);
  expect(severities()).toEqual(["error"]);
});

test("what others write counts again once what they write to is there again", async () => {
  const own = (name: string): string =>
    `${imports}const own = { provider: ${AWS} };\nexport const read = () => own;\nexport { own as ${name} };\n`;
  const { workspace, path, dispose } = await openProject({
    "state.ts": own("state"),
    "use.ts": `${imports}import { read } from "./state.ts";\nexport const open = () => read().provider.bucket("raw", { config: new BlobConfig() });\n`,
    "writer.ts": `${imports}import { state } from "./state.ts";\nexport function start() { state.provider = ${AZURE}; }\n`,
  });
  onTestFinished(dispose);
  const severities = (): string[] => workspace.diagnose(path("use.ts")).map(({ severity }) => severity);
  expect(severities()).toEqual(["warning"]);
  workspace.open(path("state.ts"), own("other"), 1);
  expect(severities()).toEqual(["error"]);
  workspace.change(path("state.ts"), own("state"), 2);
  expect(severities()).toEqual(["warning"]);
});
