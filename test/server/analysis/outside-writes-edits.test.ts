import { expect, onTestFinished, test } from "vitest";
import type { Diagnostic } from "../../../server/src/analysis/diagnostic.ts";
import { Workspace } from "../../../server/src/workspace/workspace.ts";
import { fc, runs } from "../../support/properties.ts";
import { openProject } from "../../support/server/project.ts";

const imports = `import { Provider } from "@glacier/core";\nimport { AwsConfig, BlobConfig } from "@glacier/core/config";\n`;
const made = `new Provider({ config: new AwsConfig({ region: "eu-west-1" }) })`;

/** Ways each file may be written, such that one says what another's calls write to what a third one exports. */
const texts: Record<string, readonly string[]> = {
  "state.ts": [
    `${imports}export const state = { provider: ${made} };\n`,
    `${imports}export const state = { now: { provider: ${made} }, provider: ${made} };\nexport const others: any = {};\n`,
    `${imports}const state: any = { provider: ${made} };\nexport { state as others };\nexport { state };\n`,
  ],
  "use.ts": [
    `${imports}import { state } from "./state.ts";\nexport const open = () => state.provider.bucket("raw", { config: new BlobConfig() });\n`,
    `${imports}import { state } from "./state.ts";\nimport "./writer.ts";\nstate.provider.bucket("raw", { config: new BlobConfig() });\n`,
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
    `import { state } from "./state.ts";\nimport { set } from "./holder.ts";\nset(state`,
  ],
};
const names = Object.keys(texts);

const plain = (diagnostics: readonly Diagnostic[]): unknown =>
  diagnostics.map(({ code, severity, range, message, related }) => ({ code, severity, range, message, related }));

test("whatever is edited, what others write to what they import is what it would be in a workspace that is opened with it", async () => {
  const { folder, path, write, dispose } = await openProject({});
  onTestFinished(dispose);
  const edit = fc.record({ file: fc.constantFrom(...names), choice: fc.nat(7) });
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 10 }), async (edits) => {
      for (const name of names) write(name, texts[name]?.[0] ?? "");
      const workspace = new Workspace({ folders: [folder] });
      await workspace.index();
      workspace.diagnose(path("use.ts"));
      const now = new Map<string, string>();
      for (const { file, choice } of edits) {
        const text = texts[file]?.[choice % (texts[file]?.length ?? 1)] ?? "";
        now.set(file, text);
        workspace.open(path(file), text, 1);
        // What cannot be read keeps the facts that it had, which a workspace that never saw those cannot know.
        if ([...now.values()].some((it) => /= $|\(state$/.test(it))) continue;
        const cold = new Workspace({ folders: [folder] });
        await cold.index();
        for (const [name, own] of now) cold.open(path(name), own, 1);
        for (const name of names) expect(plain(workspace.diagnose(path(name))), name).toEqual(plain(cold.diagnose(path(name))));
      }
    }),
    { numRuns: runs(40) },
  );
});
