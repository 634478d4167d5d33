import { rmSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Diagnostic } from "../../../server/src/analysis/diagnostic.ts";
import { Workspace } from "../../../server/src/workspace/workspace.ts";
import { fc, runs } from "../../support/properties.ts";
import { openProject } from "../../support/server/project.ts";

const made = `new Provider({ config: new AwsConfig({ region: "eu-west-1" }) })`;
const blob = `bucket("raw", { config: new BlobConfig() })`;

/** What a file may do to what it and others export (`A` and `B`), some of it only where something else was done before. */
const acts = [
  "if (A.on) B.on = true;",
  "if (A.list.length > 0) B.on = true;",
  "if (A.all.has('k')) B.list.push(B.provider);",
  "if (A.on) B.provider = A.provider;",
  "if (A.on) B.list.push(1); else B.list.push(A.provider);",
  "A.on = true;",
  "A.on = false;",
  "A.on = !B.on;",
  `A.list.push(${made});`,
  "A.list.length = 0;",
  "A.list = [];",
  `A.all.set("k", ${made});`,
  "A.all.delete('k');",
  "A.provider = B.provider;",
  "A.provider ??= B.provider;",
  "A.nested = B;",
  "A.nested.on = true;",
  "A.list.push(B);",
  "for (const it of A.list) it.on = true;",
  "A.list.forEach((it: any) => { it.provider = B.provider; });",
  "Object.assign(A, structuredClone(B));",
  "Object.assign(A, { on: B.on });",
  "const { list } = structuredClone(A); list.push(1); B.list = list;",
  "const on = put.bind(null, A); on(B.on);",
  "const again = (it: any, n: number): void => { if (it.nested.on) { B.on = true; again(it.nested, n + 1); } }; again(A, 0);",
  "each(A, (it: any) => { it.on = B.on; });",
  "new Holder(A).put(true);",
  "A.holder.put(B);",
  "A.holder = new Holder(B);",
  "A[String(B.name)] = 1;",
  "delete A.on;",
  "setTimeout(put, 1, A, true);",
];
const uses = [
  `if (A.on) A.provider.${blob};`,
  `A.provider.${blob};`,
  `A.list.at(-1)?.${blob};`,
  `for (const it of A.list) it.${blob};`,
  `if (A.list.length > 0) B.provider.${blob};`,
  `A.all.get("k")?.${blob};`,
  `if (A.nested.on) A.provider.${blob};`,
  `A.holder.it.provider.${blob};`,
];
const letters = ["a", "b", "c", "d"];
const names = [...letters.map((each) => `${each}.ts`), "e.ts", "f.ts", "g.ts", "h.ts"];
const shared = `export const put = (to: any, on: any) => { to.on = on; };
export const each = (it: any, act: any) => act(it);
export class Holder { it: any; constructor(it: any) { this.it = it; } put(to: any) { this.it.on = to; } }
`;

const statement = fc.record({
  form: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...acts) }, { weight: 2, arbitrary: fc.constantFrom(...uses) }),
  a: fc.constantFrom(...letters),
  b: fc.constantFrom(...letters),
  isCalled: fc.boolean(),
});

const fileText = fc.record({
  statements: fc.array(statement, { maxLength: 3 }),
  hasGlacier: fc.nat(9).map((n) => n > 0),
  isOn: fc.nat(5).map((n) => n === 0),
});
type FileText = typeof fileText extends fc.Arbitrary<infer Text> ? Text : never;

function write(name: string, { statements, hasGlacier, isOn }: FileText): string {
  const own = name.replace(".ts", "");
  const imported = letters.filter((each) => each !== own && statements.some(({ a, b }) => a === each || b === each));
  return [
    hasGlacier ? `import { Provider } from "@glacier/core";\nimport { AwsConfig, BlobConfig } from "@glacier/core/config";` : "",
    `import { each, Holder, put } from "./shared.ts";`,
    ...imported.map((each) => `import { state as ${each} } from "./${each}.ts";`),
    letters.includes(own)
      ? `export const state: any = { on: ${isOn}, list: [], all: new Map(), nested: { on: false }, holder: new Holder({}), provider: ${hasGlacier ? made : "null"} };\nconst ${own} = state;`
      : "",
    ...statements.map(({ form, a, b, isCalled }, index) => {
      const text = form.replaceAll(/\bA\b/g, a).replaceAll(/\bB\b/g, b);
      return isCalled ? `{ ${text} }` : `export const act${index} = () => { ${text} };`;
    }),
    "",
  ].join("\n");
}

const edit = fc.record({ name: fc.constantFrom(...names), text: fileText, how: fc.constantFrom("open", "open", "change", "disk", "gone") });

const plain = (folder: string, diagnostics: readonly Diagnostic[]): unknown => {
  const told = diagnostics.map(({ code, severity, range, message, related }) => ({ code, severity, range, message, related }));
  return JSON.parse(JSON.stringify(told).replaceAll(folder, ""));
};

test("whatever one write enables another one for, edits lead to what a workspace says that is opened with them", async () => {
  const edited = await openProject({});
  const fresh = await openProject({});
  onTestFinished(edited.dispose);
  onTestFinished(fresh.dispose);
  const remove = ({ path }: typeof edited, name: string): void => rmSync(path(name), { force: true });
  await fc.assert(
    fc.asyncProperty(fc.tuple(...names.map(() => fileText)), fc.array(edit, { minLength: 1, maxLength: 6 }), async (texts, edits) => {
      for (const project of [edited, fresh]) {
        project.write("shared.ts", shared);
        for (const [index, text] of texts.entries()) project.write(names[index] ?? "", write(names[index] ?? "", text));
      }
      const workspace = new Workspace({ folders: [edited.folder] });
      await workspace.index();
      const open = new Set<string>();
      for (const { name, text, how } of edits) {
        const now = write(name, text);
        const path = edited.path(name);
        if (how === "gone") remove(fresh, name);
        else fresh.write(name, now);
        if (how === "open" || how === "change") {
          if (open.has(name)) workspace.change(path, now, 2);
          else workspace.open(path, now, 1);
          open.add(name);
        } else {
          if (open.delete(name)) workspace.close(path);
          if (how === "gone") {
            remove(edited, name);
            workspace.fileDeleted(path);
          } else {
            edited.write(name, now);
            workspace.fileChanged(path);
          }
        }
        const cold = new Workspace({ folders: [fresh.folder] });
        await cold.index();
        for (const each of names)
          expect(plain(edited.folder, workspace.diagnose(edited.path(each))), each).toEqual(
            plain(fresh.folder, cold.diagnose(fresh.path(each))),
          );
      }
    }),
    { numRuns: runs(40) },
  );
});

const imports = `import { Provider } from "@glacier/core";\nimport { AwsConfig, BlobConfig } from "@glacier/core/config";\n`;
const state = `${imports}export const state: any = { on: false, provider: ${made} };\n`;
const use = (of: string): string =>
  `${imports}import { state } from "./${of}.ts";\nexport const open = () => { if (state.on) state.provider.${blob}; };\n`;
const doing = (of: string, act: string): string => `import { state } from "./${of}.ts";\nexport const act = () => { ${act} };\n`;
const passingOn = (from: string, to: string): string =>
  `import { state } from "./${from}.ts";\nimport { state as other } from "./${to}.ts";\nexport const act = () => { if (state.on) other.on = true; };\n`;

describe("what is not done any more is not left open for what that had enabled:", () => {
  const links = Array.from({ length: 20 }, (_, index) => `s${99 - index}`);
  const cases: [string, Record<string, string>, [file: string, text: string]][] = [
    [
      "to write again what is there",
      { "a.ts": state, "use-a.ts": use("a"), "same.ts": doing("a", "state.on = false;"), "other.ts": doing("a", "state.on = true;") },
      ["other.ts", ""],
    ],
    [
      "to write something else, and then what is there",
      { "a.ts": state, "use-a.ts": use("a"), "other.ts": doing("a", "state.on = true;") },
      ["other.ts", doing("a", "state.on = false;")],
    ],
    [
      "two writes that enable each other",
      {
        "a.ts": state,
        "b.ts": state,
        "use-a.ts": use("a"),
        "use-b.ts": use("b"),
        "a-b.ts": passingOn("a", "b"),
        "b-a.ts": passingOn("b", "a"),
        "other.ts": doing("a", "state.on = true;"),
      },
      ["other.ts", ""],
    ],
    [
      "a long chain of writes",
      {
        ...Object.fromEntries(
          links.flatMap((each) => [
            [`${each}.ts`, state],
            [`use-${each}.ts`, use(each)],
          ]),
        ),
        ...Object.fromEntries(links.slice(1).map((each, index) => [`to-${each}.ts`, passingOn(links[index] ?? "", each)])),
        "other.ts": doing("s99", "state.on = true;"),
      },
      ["other.ts", ""],
    ],
  ];
  test.each(cases)("%s", async (_, files, [file, text]) => {
    const { workspace, path, dispose } = await openProject(files);
    onTestFinished(dispose);
    const users = Object.keys(files).filter((name) => name.startsWith("use"));
    const reported = (): string[] => users.filter((name) => workspace.diagnose(path(name)).length > 0);
    expect(reported()).toEqual(users);
    workspace.open(path(file), text, 1);
    expect(reported()).toEqual([]);
  });
});
