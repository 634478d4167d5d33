import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { extractFacts } from "../../../server/src/analysis/extract/extract.ts";
import { loadTypeScript, type TypeScript } from "../../../server/src/analysis/facts/typescript.ts";
import { type FactsReader, ReadingThread, ReadingThreadStopped } from "../../../server/src/workspace/reading-thread.ts";
import { Workspace } from "../../../server/src/workspace/workspace.ts";
import { openProject, type ProjectFiles } from "../../support/server/project.ts";

const project: ProjectFiles = {
  "azure.ts": `import { Provider } from "@glacier/core";
import { AzureConfig } from "@glacier/core/config";
export const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
`,
  "a.ts": `import { raw } from "./raw.ts";
import { azure } from "./azure.ts";
raw(azure);
`,
  "raw.ts": `import { S3Config } from "@glacier/core/config";
export const raw = (provider) => provider.bucket("raw", { config: new S3Config() });
// The end is missing: (
`,
};

let ts: TypeScript;
let thread: ReadingThread;
beforeAll(async () => {
  ts = await loadTypeScript();
  thread = new ReadingThread();
});
afterAll(() => thread.stop());

describe("a reading thread", () => {
  test("reads what is here read, in whatever order it is asked for", () => {
    const files = Object.entries(project);
    for (const [file, text] of files) thread.announce(file, text);
    for (const [file, text] of files.toReversed()) expect(thread.read(file, text), file).toEqual(extractFacts(ts, file, text));
  });

  test("reads what was not announced, and of a file that was announced with another text the one that is asked for", () => {
    thread.announce("a.ts", "export const a = 1;");
    for (const text of ["export const a = 2;", "export const a = 3, b = 4;"])
      expect(thread.read("a.ts", text)).toEqual(extractFacts(ts, "a.ts", text));
  });

  test("reads a text again that was asked for before", () => {
    const text = "export const again = true;";
    expect(thread.read("again.ts", text)).toEqual(thread.read("again.ts", text));
  });

  test("knows nothing of a text that is nested too deeply", () => {
    expect(thread.read("deep.ts", `export const deep = ${"[".repeat(20_000)}${"]".repeat(20_000)};`)).toBeUndefined();
    expect(thread.read("next.ts", "export {};")).toBeDefined();
  });

  test("throws what reading a file throws, and goes on", () => {
    const noText = 7 as unknown as string;
    expect(() => thread.read("number.ts", noText)).toThrow(TypeError);
    expect(thread.read("next.ts", "export {};")).toBeDefined();
  });
});

async function diagnosed(files: ProjectFiles, reader: FactsReader | undefined) {
  const { folder, dispose } = await openProject(files);
  onTestFinished(dispose);
  const workspace = new Workspace({ folders: [folder], thread: reader });
  await workspace.index();
  return {
    workspace,
    files: workspace.files().map((file) => file.slice(folder.length + 1)),
    found: workspace.files().flatMap((file) => workspace.diagnose(file).map(({ code }) => [file.slice(folder.length + 1), code])),
    passedOver: workspace.passedOver().map(({ path, reason }) => [path.slice(folder.length + 1), reason.kind]),
  };
}

describe("a workspace whose files are read in a thread", () => {
  test("finds what it finds without", async () => {
    const files = { ...project, "deep.ts": `import { Provider } from "@glacier/core";\nexport const x = ${"[".repeat(20_000)}${"]".repeat(20_000)};` };
    const { found, passedOver } = await diagnosed(files, thread);
    expect(found).toEqual([["raw.ts", "config-cloud-mismatch"]]);
    expect(passedOver).toEqual([["deep.ts", "deep"]]);
  });

  test("does not count a file that holds an import inside of a text only, nor what imports it", async () => {
    const files = {
      ...project,
      "fixture.ts": 'export const source = `\nimport { Provider } from "@glacier/core";\n`;\n',
      "reads-fixture.ts": 'import { source } from "./fixture.ts";\nconsole.log(source);\n',
    };
    for (const reader of [thread, undefined]) expect((await diagnosed(files, reader)).files).toEqual(["a.ts", "azure.ts", "raw.ts"]);
  });

  test.each<[string, FactsReader]>([
    ["cannot be started", { ready: Promise.resolve(false), announce: () => undefined, read: () => expect.fail("It is not there.") }],
    [
      "stops in the middle",
      {
        ready: Promise.resolve(true),
        announce: () => undefined,
        read(file, text) {
          if (file.endsWith("raw.ts")) throw new ReadingThreadStopped();
          return extractFacts(ts, file, text);
        },
      },
    ],
  ])("reads them itself where the thread %s", async (_, reader) => {
    const { found, workspace } = await diagnosed(project, reader);
    expect(found).toEqual([["raw.ts", "config-cloud-mismatch"]]);
    expect(workspace.isWellFormed("/a.ts", "const = ;")).toBe(false);
  });

  test("takes no edits, for which it would need the parser", async () => {
    const { workspace } = await diagnosed(project, thread);
    expect(() => workspace.change("/a.ts", "", 1)).toThrow("A workspace whose files another thread reads takes no edits.");
    expect(() => workspace.filesChanged(["/a.ts"])).toThrow("takes no edits");
    expect(() => workspace.isWellFormed("/a.ts", "")).toThrow("takes no edits");
  });
});
