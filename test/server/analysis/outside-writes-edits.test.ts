import { test } from "vitest";
import { expectEditedLikeFresh } from "../../support/server/edited-like-fresh.ts";

const imports = `import { Provider } from "@glacier/core";\nimport { AwsConfig, BlobConfig } from "@glacier/core/config";\n`;
const made = `new Provider({ config: new AwsConfig({ region: "eu-west-1" }) })`;

/** Ways each file may be written, such that one says what another's calls write to what a third one exports. */
const texts: Record<string, readonly string[]> = {
  "state.ts": [
    `${imports}export const state = { provider: ${made} };\n`,
    `${imports}export const state = { now: { provider: ${made} }, provider: ${made} };\nexport const others: any = {};\n`,
    `${imports}const state: any = { provider: ${made} };\nexport { state as others };\nexport { state };\n`,
    `${imports}export const state: any = { provider: ${made}, all: new Map([["a", ${made}]]), list: [${made}], put(to: any) { this.provider = to; } };\nexport const update = (act: any) => act(state);\n`,
    `${imports}import { Holding } from "./holding.ts";\nexport const state: any = new Holding(${made});\nexport const update = (act: any) => act(state);\nif (state.isOn) state.provider.bucket("raw", { config: new BlobConfig() });\n`,
  ],
  "use.ts": [
    `${imports}import { state } from "./state.ts";\nexport const open = () => state.provider.bucket("raw", { config: new BlobConfig() });\n`,
    `${imports}import { state } from "./state.ts";\nimport "./writer.ts";\nstate.provider.bucket("raw", { config: new BlobConfig() });\n`,
  ],
  "more.ts": [
    `${imports}import { state } from "./state.ts";\nexport const open = () => { state.all.get("a").bucket("raw", { config: new BlobConfig() }); state.list.at(-1).bucket("raw", { config: new BlobConfig() }); };\n`,
    `${imports}import { state } from "./state.ts";\nexport const open = () => { for (const it of state.list) it.bucket("raw", { config: new BlobConfig() }); if (!state.isOn) state.provider.bucket("raw", { config: new BlobConfig() }); };\n`,
    `${imports}import { state } from "./state.ts";\nexport const start = () => { if (state.isOn) state.provider = 1; else state.list.push(${made}); };\n`,
  ],
  "holding.ts": [
    `export class Holding { isOn = false; list: any[] = []; all = new Map(); constructor(public provider: any) { this.list.push(provider); this.all.set("a", provider); } put(to: any) { this.provider = to; } }\n`,
    `export class Holding { isOn = false; list: any[] = []; all = new Map(); provider: any; constructor(provider: any) { this.provider = provider; } put(to: any) { this.isOn = to; } }\n`,
  ],
  "setters.ts": [
    "export function set(to: any) { to.provider = 1; }\nexport class Filler { fill(to: any) { to.provider = 1; } }\n",
    "export function set(to: any) { to.other = 1; }\nexport class Filler { fill(to: any) { to.other = 1; } }\n",
    "class Base { fill(to: any) { Object.assign(to, { provider: 1 }); } }\nexport class Filler extends Base {}\nexport const set = (to: any, key: string) => { to[key] = 1; };\n",
    "const own = (to: any) => (to.now.provider = 1);\nexport { own as set };\nexport class Filler { fill = own; }\n",
    `import { deep } from "./deep.ts";\nexport const set = (to: any, key: string) => deep(key, to);\nexport class Filler { fill(to: any) { deep("", to); } }\n`,
    "export function set(to: any) { to.provider = ",
    "",
  ],
  "deep.ts": [
    "export function deep(key: string, to: any) { to.provider = key; }\n",
    "export function deep(to: any, key: string) { to.provider = key; }\n",
    `import { set } from "./setters.ts";\nconst own = (to: any) => new Deep(to);\nexport const deep = (_: string, to: any) => (own(to.now), set(to, ""));\nclass Deep { constructor(to: any) { to.provider = 1; } }\n`,
  ],
  "holder.ts": [
    `import { Filler } from "./setters.ts";\nexport const holder = new Filler();\nexport { set as put } from "./setters.ts";\n`,
    `import { Filler, set } from "./setters.ts";\nclass Own extends Filler { fill() {} }\nexport const holder = new Own();\nexport const put = set;\n`,
    `import { set } from "./setters.ts";\nexport const holder = { fill: set };\nexport const put = (to: any) => to;\n`,
    `export * from "./setters.ts";\nexport const holder: any = {};\n`,
  ],
  "writer.ts": [
    `import { state } from "./state.ts";\nimport { holder } from "./holder.ts";\nexport const start = () => holder.fill(state);\n`,
    `import { state } from "./state.ts";\nimport { put } from "./holder.ts";\nput(state);\n`,
    `import { state } from "./state.ts";\nimport { Filler } from "./setters.ts";\nexport class Own extends Filler { start() { this.fill(state); } }\n`,
    `import * as all from "./state.ts";\nimport * as holders from "./holder.ts";\nexport const start = () => holders.holder.fill(all.state);\n`,
    `import { others } from "./state.ts";\nimport { set } from "./setters.ts";\nexport function start() { set(others, "provider"); }\n`,
    `import { state } from "./state.ts";\nexport const start = () => state;\n`,
    `import { update } from "./state.ts";\nupdate((it: any) => { it.provider = 1; it.isOn = true; });\n`,
    `import { state } from "./state.ts";\nexport const start = () => { const { all, list } = state; all.set("a", 1); list.push(1); state.put(1); };\n`,
    `import { state } from "./state.ts";\nclass Own { constructor(private it: any) {} start() { this.it.isOn = true; this.it.list[0] = 1; } }\nexport const own = new Own(state);\n`,
    `import { state } from "./state.ts";\nimport { set } from "./holder.ts";\nset(state`,
  ],
};

test("whatever is edited, what others write to what they import is what it would be in a workspace that is opened with it", () =>
  expectEditedLikeFresh(texts, { times: 40, isUnread: (text) => /= $|\(state$/.test(text) }));
