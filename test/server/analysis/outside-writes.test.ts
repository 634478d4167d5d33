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

const setters = `// @filename: setters.ts
${imports}export function set(to: any) { to.provider = ${AZURE}; }
export class Filler {
  fill(to: any) { to.provider = ${AZURE}; }
  look(at: any) { return at.provider; }
  later = (to: any) => { to.provider = ${AZURE}; };
  static fillOnce(to: any) { to.provider = ${AZURE}; }
}
export class Filling { constructor(to: any) { to.provider = ${AZURE}; } }`;

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
      "by a function that is given it, and is nothing but that",
      `import { state } from "./state.ts";\nconst set = (to: typeof state) => (to.provider = ${AZURE});\nexport const start = () => set(state);`,
    ],
    [
      "by a method that is given it",
      `import { state } from "./state.ts";\nconst tools = { set(to: typeof state) { to.provider = ${AZURE}; } };\nexport const start = () => tools.set(state);`,
    ],
    [
      "by a member that is a function and is given it",
      `import { state } from "./state.ts";\nconst tools = { set: (to: typeof state) => { to.provider = ${AZURE}; } };\nexport const start = () => tools.set(state);`,
    ],
    [
      "by a class that is given it",
      `import { state } from "./state.ts";\nclass Tools { set(to: typeof state) { to.provider = ${AZURE}; } start() { this.set(state); } }\nexport const start = () => new Tools().start();`,
    ],
    [
      "by a function in a function that is given it",
      `import { state } from "./state.ts";\nexport function start() { const set = (to: typeof state) => { to.provider = ${AZURE}; }; set(state); }`,
    ],
    [
      "by a function that is given it, and a name",
      `import { state } from "./state.ts";\nfunction set(to: typeof state, key: "provider") { to[key] = ${AZURE}; }\nset(state, "provider");`,
    ],
    [
      "with others, by a function that is given it",
      `import { state } from "./state.ts";\nconst set = (to: typeof state) => Object.assign(to, { provider: ${AZURE} });\nset(state);`,
    ],
    [
      "by a function of a third file",
      `import { state } from "./state.ts";\nimport { set } from "./setters.ts";\nexport const start = () => set(state);\n${setters}`,
    ],
    [
      "by a function to which another one gives it",
      `import { state } from "./state.ts";\nimport { pass } from "./passing.ts";\npass(1, { state }, state);\n// @filename: passing.ts\nimport { set } from "./setters.ts";\nconst again = (to: any) => { set(to); pass(1, 2, to); };\nexport function pass(count: number, other: unknown, to: any) { return count > 1 ? again(to) : pass(2, other, to); }\n${setters}`,
    ],
    [
      "by a constructor to which a function gives it",
      `import { state } from "./state.ts";\nconst pass = (to: any) => new Filling(to);\npass(state);\nimport { Filling } from "./setters.ts";\n${setters}`,
    ],
    [
      "by a static method that a class inherits",
      `import { state } from "./state.ts";\nimport { Filler } from "./setters.ts";\nclass Own extends Filler {}\nOwn.fillOnce(state);\n${setters}`,
    ],
    [
      "by the method that another one takes the place of",
      `import { state } from "./state.ts";\nimport { Filler } from "./setters.ts";\nexport class Own extends Filler { override fill(to: any) { return to; } start() { super.fill(state); } }\n${setters}`,
    ],
    [
      "by a function of a third file that has nothing to do with Glacier, when it is loaded",
      `import { state } from "./state.ts";\nimport { put } from "./setters.ts";\nput(state, ${AZURE});\n// @filename: setters.ts\nexport const put = (to: any, provider: unknown) => (to.provider = provider);`,
    ],
    [
      "by one function of all that a third file exports, under another name",
      `import { state as own } from "./state.ts";\nimport * as all from "./index.ts";\nall.put(own);\n// @filename: index.ts\nexport { set as put } from "./setters.ts";\n${setters}`,
    ],
    [
      "by a default export",
      `import { state } from "./state.ts";\nimport put from "./default.ts";\nput(state);\n// @filename: default.ts\n${imports}export default function (to: any) { to.provider = ${AZURE}; }`,
    ],
    [
      "by a function of an object",
      `import { state } from "./state.ts";\nimport { tools } from "./tools.ts";\ntools.set(state);\n// @filename: tools.ts\nimport { set } from "./setters.ts";\nexport const tools = { set };\n${setters}`,
    ],
    [
      "by a method of what is made there",
      `import { state } from "./state.ts";\nimport { Filler } from "./setters.ts";\nexport const start = () => new Filler().fill(state);\n${setters}`,
    ],
    [
      "by a method of an instance of a third file",
      `import { state } from "./state.ts";\nimport { holder } from "./holder.ts";\nexport const start = () => holder.fill(state);\n// @filename: holder.ts\nimport { Filler } from "./setters.ts";\nexport const holder = new Filler();\n${setters}`,
    ],
    [
      "by a method of a variable's instance",
      `import { state } from "./state.ts";\nimport { Filler } from "./setters.ts";\nexport function start() { const filler = new Filler(); filler.fill(state); }\n${setters}`,
    ],
    [
      "by a method of a parameter's class",
      `import { state } from "./state.ts";\nimport type { Filler } from "./setters.ts";\nexport const start = (filler: Filler) => filler.fill(state);\n${setters}`,
    ],
    [
      "by a method of what a field holds",
      `import { state } from "./state.ts";\nimport { Filler } from "./setters.ts";\nexport class Own { filler = new Filler(); start() { this.filler.fill(state); } }\n${setters}`,
    ],
    [
      "by a method of what a field's type names",
      `import { state } from "./state.ts";\nimport type { Filler } from "./setters.ts";\nexport class Own { private filler: Filler; constructor(filler: Filler) { this.filler = filler; } start() { this.filler.fill(state); } }\n${setters}`,
    ],
    [
      "by a method of what a constructor is given as a field",
      `import { state } from "./state.ts";\nimport type { Filler } from "./setters.ts";\nexport class Own { constructor(private readonly filler: Filler) {} start() { this.filler.fill(state); } }\n${setters}`,
    ],
    [
      "by an inherited method",
      `import { state } from "./state.ts";\nimport { Filler } from "./setters.ts";\nclass Own extends Filler { start() { this.fill(state); } }\nexport const start = () => new Own().start();\n${setters}`,
    ],
    [
      "by a method of its own class",
      `import { state } from "./state.ts";\nexport class Filler { fill(to: any) { to.provider = ${AZURE}; } start() { this.fill(state); } }`,
    ],
    [
      "by a static method",
      `import { state } from "./state.ts";\nimport { Filler } from "./setters.ts";\nFiller.fillOnce(state);\n${setters}`,
    ],
    [
      "by a field that is a function",
      `import { state } from "./state.ts";\nimport { Filler } from "./setters.ts";\nexport const start = () => new Filler().later(state);\n${setters}`,
    ],
    [
      "by a constructor",
      `import { state } from "./state.ts";\nimport { Filling } from "./setters.ts";\nexport const start = () => new Filling(state);\n${setters}`,
    ],
    [
      "through a third file",
      `import { current } from "./index.ts";\ncurrent.provider = ${AZURE};\n// @filename: index.ts\nexport { state as current } from "./state.ts";`,
    ],
    [
      "through all that a third file exports",
      `import { state } from "./index.ts";\nstate.provider = ${AZURE};\n// @filename: index.ts\nexport * from "./state.ts";`,
    ],
    [
      "by a name that a function has for it",
      `import { state } from "./state.ts";\nexport function start() { const it = state; it.provider = ${AZURE}; }`,
    ],
    [
      "by what a function takes it for",
      `import { state } from "./state.ts";\nconst setNow = (given: any) => { let it: any; it = given; it.provider = ${AZURE}; };\nsetNow(state);`,
    ],
    [
      "by one of two names",
      `import { state } from "./state.ts";\nexport function start(isOther: boolean, other: any) { const it = isOther ? other : state; it.provider = ${AZURE}; }`,
    ],
    [
      "in a list that is gone through",
      `import { state } from "./state.ts";\nexport function start() { for (const it of [state]) it.provider = ${AZURE}; }`,
    ],
    [
      "in a list whose items are given to a function",
      `import { state } from "./state.ts";\nconst set = (it: any) => { it.provider = ${AZURE}; };\n[state].forEach(set);`,
    ],
    [
      "in an object",
      `import { state } from "./state.ts";\nconst kept = { state };\nexport function start() { kept.state.provider = ${AZURE}; }`,
    ],
    [
      "in a map",
      `import { state } from "./state.ts";\nconst kept = new Map([["a", state]]);\nexport const start = () => { kept.get("a")!.provider = ${AZURE}; };`,
    ],
    [
      "by a function that takes it out of what it is given",
      `import { state } from "./state.ts";\nconst set = ({ to }: { to: typeof state }) => { to.provider = ${AZURE}; };\nset({ to: state });`,
    ],
    [
      "by a function that is given it among however many",
      `import { state } from "./state.ts";\nfunction set(...all: any[]) { for (const it of all) it.provider = ${AZURE}; }\nset(state);`,
    ],
    [
      "by a function that is called with a `this`",
      `import { state } from "./state.ts";\nfunction set(to: any) { to.provider = ${AZURE}; }\nset.call(undefined, state);`,
    ],
    [
      "by a function for which it is `this`",
      `import { state } from "./state.ts";\nfunction set(this: any) { this.provider = ${AZURE}; }\nset.call(state);`,
    ],
    [
      "by a function that it is bound to",
      `import { state } from "./state.ts";\nfunction set(to: any) { to.provider = ${AZURE}; }\nexport const later = set.bind(undefined, state);`,
    ],
    [
      "by a function that another one has made",
      `import { state } from "./state.ts";\nconst make = () => (to: any) => { to.provider = ${AZURE}; };\nconst set = make();\nset(state);`,
    ],
    [
      "by a function that keeps it",
      `import { state } from "./state.ts";\nconst make = (to: any) => () => { to.provider = ${AZURE}; };\nexport const later = make(state);`,
    ],
    [
      "by a function that a timer gives it to",
      `import { state } from "./state.ts";\nfunction set(to: any) { to.provider = ${AZURE}; }\nsetTimeout(set, 10, state);`,
    ],
    [
      "by a function that has it where nothing is given",
      `import { state } from "./state.ts";\nexport function start(to = state) { to.provider = ${AZURE}; }`,
    ],
    [
      "as what a function gives back",
      `import { state } from "./state.ts";\nconst same = (to: any) => to;\nexport const start = () => { same(state).provider = ${AZURE}; };`,
    ],
    [
      "in a field",
      `import { state } from "./state.ts";\nclass Own { #it = state; start() { this.#it.provider = ${AZURE}; } }\nexport const own = new Own();`,
    ],
    [
      "in a field that a constructor is given",
      `import { state } from "./state.ts";\nclass Own { constructor(private readonly it: any) {} start() { this.it.provider = ${AZURE}; } }\nexport const own = new Own(state);`,
    ],
    [
      "as what an accessor gives",
      `import { state } from "./state.ts";\nconst holder = { get now() { return state; } };\nexport const start = () => { holder.now.provider = ${AZURE}; };`,
    ],
    [
      "when it is imported at that time",
      `export const start = async () => { const { state } = await import("./state.ts"); state.provider = ${AZURE}; };`,
    ],
  ])("%s", (_, writer) =>
    emits(files(state, `state.provider.bucket("raw", { config: ⟦new BlobConfig()⟧ });`, writer), [
      { code: "config-cloud-mismatch", severity: "warning" },
    ]),
  );

  test.each([
    [
      "what a function gives",
      `const own = { provider: ${AWS} };\nexport const state = () => own;`,
      "state().provider",
      `state().provider = ${AZURE};`,
    ],
    [
      "the one instance of a class",
      `export class state { static #one = new state(); static get() { return state.#one; } provider = ${AWS}; }`,
      "state.get().provider",
      `state.get().provider = ${AZURE};`,
    ],
    ["an item of a list", `export const state = [{ provider: ${AWS} }];`, "state[0].provider", `state[0].provider = ${AZURE};`],
    ["what a map has under a name", `export const state = new Map([["a", ${AWS}]]);`, `state.get("a")`, `state.set("a", ${AZURE});`],
    [
      "what a function passes on to whoever asks",
      `const own = { provider: ${AWS} };\nexport const state = { update: (act: (it: any) => void) => act(own), get: () => own };`,
      "state.get().provider",
      `state.update((it) => { it.provider = ${AZURE}; });`,
    ],
    [
      "a member, by the object's own method",
      `export const state = { provider: ${AWS}, set(to: any) { this.provider = to; } };`,
      "state.provider",
      `state.set(${AZURE});`,
    ],
    [
      "what a function of another file keeps",
      `import { keep } from "./keep.ts";\nexport const state = keep(${AWS});`,
      "state.get()",
      `state.set(${AZURE});\n// @filename: keep.ts\nexport const keep = (now: any) => ({ get: () => now, set: (to: any) => { now = to; } });`,
    ],
    [
      "a field, by a method of another file's class",
      `import { App } from "./app.ts";\nexport const state = new App(${AWS});`,
      "state.provider",
      `state.set(${AZURE});\n// @filename: app.ts\nexport class App { constructor(public provider: any) {} set(to: any) { this.provider = to; } }`,
    ],
  ])("%s", (_, state, place, write) => {
    const [code = "", ...others] = write.split("\n// @filename");
    const writer = [`import { state } from "./state.ts";\nexport function start() { ${code} }`, ...others].join("\n// @filename");
    return emits(files(state, `export const open = () => ${place}.bucket("raw", { config: ⟦new BlobConfig()⟧ });`, writer), [
      { code: "config-cloud-mismatch", severity: "warning" },
    ]);
  });

  test.each([
    ["the last item of a list to which others add", "state.at(-1)", `state.push(${AZURE});`],
    ["the item at a place that others write to", "state[0]", `state[0] = ${AZURE};`],
    ["the item at a place of a list that others change", "state[0]", `state.splice(0, 1, ${AZURE});`],
  ])("nothing is known of %s", (_, place, write) =>
    valid(
      files(
        `export const state: any[] = [${AWS}];`,
        `export const open = () => ${place}.bucket("raw", { config: new BlobConfig() });`,
        `import { state } from "./state.ts";\nexport function start() { ${write} }`,
      ),
    ),
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
    [
      "gives it to a function of a third file that writes to another member",
      `import { state } from "./state.ts";\nimport { put } from "./other.ts";\nput(state);\n// @filename: other.ts\nexport function put(to: any) { to.other = 1; }`,
    ],
    [
      "gives it to a function that gives something else to one that writes",
      `import { state } from "./state.ts";\nimport { set } from "./setters.ts";\nfunction pass(from: any, to: any) { set(to); return from; }\npass(state, {});\n${setters}`,
    ],
    [
      "gives something else to a function of a third file",
      `import { others } from "./state.ts";\nimport { set } from "./setters.ts";\nset(others);\n${setters}`,
    ],
    [
      "gives it to a method that only reads",
      `import { state } from "./state.ts";\nimport { Filler } from "./setters.ts";\nexport const start = () => new Filler().look(state);\n${setters}`,
    ],
    [
      "gives it to a method of another class, of the same name",
      `import { state } from "./state.ts";\nimport { Filler } from "./setters.ts";\nclass Own { fill(to: any) { return to; } }\nexport const start = (filler: Filler) => [filler.look(state), new Own().fill(state)];\n${setters}`,
    ],
    [
      "gives it to one of the language's own collections",
      `import { state } from "./state.ts";\nexport class Own { set(to: any) { to.provider = 1; } }\nexport function start() { const all = new Map(); all.set(state, 1); }`,
    ],
    ["writes to a copy of it", `import { state } from "./state.ts";\nconst own: any = { ...state };\nown.provider = ${AZURE};`],
    [
      "writes to a clone of it",
      `import { state } from "./state.ts";\nconst own: any = structuredClone({ state }).state;\nown.provider = ${AZURE};`,
    ],
    ["gives it to what the workspace does not show", `import { state } from "./state.ts";\nimport { log } from "pino";\nlog(state);`],
    [
      "writes to it in a test alone",
      `import { test } from "vitest";\nimport { state } from "./state.ts";\ntest("it", () => { state.provider = ${AZURE}; });`,
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

test("what a method of another file writes counts as it is now, wherever that is changed", async () => {
  const setters = (member: string, exported = "Filler"): string =>
    `class Filler { fill(to: any) { to.${member} = 1; } }\nexport { Filler as ${exported} };\n`;
  const holder = (made: string): string =>
    `import { Filler } from "./setters.ts";\nclass Other { fill() {} }\nexport const holder = new ${made}();\n`;
  const writer = (given: string): string =>
    `import { state } from "./state.ts";\nimport { holder } from "./holder.ts";\nexport const start = () => holder.fill(${given});\n`;
  const { workspace, path, dispose } = await openProject({
    "state.ts": `${imports}${states["an object"]}\n`,
    "use.ts": `${imports}import { state } from "./state.ts";\nexport const open = () => state.provider.bucket("raw", { config: new BlobConfig() });\n`,
    "setters.ts": setters("other"),
    "holder.ts": holder("Filler"),
    "writer.ts": writer("state"),
  });
  onTestFinished(dispose);
  const severities = (): string[] => workspace.diagnose(path("use.ts")).map(({ severity }) => severity);
  let version = 0;
  const edit = (file: string, text: string): void => {
    version++;
    const affected = version > 5 ? workspace.change(path(file), text, version) : workspace.open(path(file), text, version);
    expect([...affected]).toContain(path("use.ts"));
  };
  expect(severities()).toEqual(["error"]);
  edit("setters.ts", setters("provider"));
  expect(severities()).toEqual(["warning"]);
  edit("holder.ts", holder("Other"));
  expect(severities()).toEqual(["error"]);
  workspace.change(path("holder.ts"), holder("Filler"), ++version);
  expect(severities()).toEqual(["warning"]);
  edit("writer.ts", writer("{}"));
  expect(severities()).toEqual(["error"]);
  workspace.change(path("writer.ts"), writer("state"), ++version);
  expect(severities()).toEqual(["warning"]);
  workspace.change(path("setters.ts"), setters("provider", "Others"), ++version);
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
