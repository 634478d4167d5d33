import { describe, test } from "vitest";
import { emits, valid } from "../../support/server/rule-tester.ts";

const imports = `import { Provider } from "@glacier/core";\nimport { AwsConfig, BlobConfig, S3Config } from "@glacier/core/config";\n`;
const made = `new Provider({ config: new AwsConfig({ region: "eu-west-1" }) })`;

const files = (shared: string, filling: string, use: string): string => `// @filename: shared.ts
${imports}${shared}
// @filename: filling.ts
${imports}import { state } from "./shared.ts";
${filling}
// @filename: use.ts
${imports}import { state } from "./shared.ts";
${use}`;

const filling = `state.list.push(state.provider);\nstate.all.set("b", state.provider);\nstate.by.b = state.provider;`;

describe("what others add takes nothing away from what is there:", () => {
  const shared = `export const state: any = { list: [${made}], all: new Map([["a", ${made}]]), by: { a: ${made} } };`;
  test.each([
    ["an item of a list", `state.list[0].bucket("raw", { config: ⟦new BlobConfig()⟧ });`],
    ["a value of a map", `state.all.get("a").bucket("raw", { config: ⟦new BlobConfig()⟧ });`],
    ["a member of an object", `state.by.a.bucket("raw", { config: ⟦new BlobConfig()⟧ });`],
    ["an item of a list that is spread", `for (const it of [...state.list]) it.bucket("raw", { config: ⟦new BlobConfig()⟧ });`],
    ["an item of a list's copy", `state.list.slice().forEach((it: any) => it.bucket("raw", { config: ⟦new BlobConfig()⟧ }));`],
    ["a value of a map that is gone through", `for (const it of state.all.values()) it.bucket("raw", { config: ⟦new BlobConfig()⟧ });`],
    ["a value that a map gives to a function", `state.all.forEach((it: any) => it.bucket("raw", { config: ⟦new BlobConfig()⟧ }));`],
    [
      "a value of an object that is gone through",
      `for (const it of Object.values(state.by) as any[]) it.bucket("raw", { config: ⟦new BlobConfig()⟧ });`,
    ],
    ["an item that is gone through", `for (const it of state.list) it.bucket("raw", { config: ⟦new BlobConfig()⟧ });`],
  ])("%s", (_, use) =>
    emits(files(shared, filling, `export const open = () => { ${use} };`), [{ code: "config-cloud-mismatch", severity: "error" }]),
  );
});

describe("what is made of what others add to is not sure to be without that:", () => {
  const shared = `export const state: any = { list: [], all: new Map(), by: {}, provider: ${made} };`;
  const use = (isMissing: string, config: string): string =>
    files(
      shared,
      filling,
      `export const open = () => {
  const { list, all, by, provider } = state;
  ${isMissing}
  provider.bucket("raw", { config: ${config} });
};`,
    );

  test.each([
    ["what a list's items are made into", "list.map((it: any) => it).length === 0"],
    ["a list that is spread", "[...list].length === 0"],
    ["a list's copy", "list.slice().length === 0"],
    ["a list and more", "list.concat([]).length === 0"],
    ["a list turned round", "list.toReversed().length === 0"],
    ["a set of a list's items", "new Set(list).size === 0"],
    ["an array of a list's items", "Array.from(list).length === 0"],
    ["a map's values", "[...all.values()].length === 0"],
    ["a map's copy", `!new Map(all).has("b")`],
    ["an object of a map's entries", "!Object.fromEntries(all).b"],
    ["an object's names", "Object.keys(by).length === 0"],
    ["an object's values", "Object.values(by).length === 0"],
    ["a member's name", `!("b" in by)`],
    ["an object that is spread", "!{ ...by }.b"],
    ["an object's members given to another", "!Object.assign({}, by).b"],
    ["the rest of an object", "!(({ a, ...rest }: any) => rest)(by).b"],
  ])("%s", (_, isMissing) => valid(use(`const none = ${isMissing};`, "none ? new BlobConfig() : new S3Config()")));

  test.each([
    ["what a loop over a list has done", "list"],
    ["what a loop over a map has done", "all"],
  ])("%s", (_, gone) =>
    emits(
      use(
        `let none = true;
  for (const _ of ${gone}) none = false;`,
        "⟦none ? new BlobConfig() : new S3Config()⟧",
      ),
      [{ code: "config-cloud-mismatch", severity: "warning" }],
    ),
  );
});
