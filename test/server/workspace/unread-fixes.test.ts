import { expect, onTestFinished, test } from "vitest";
import { fixAll, quickFixes } from "../../../server/src/features/code-action.ts";
import type { Workspace } from "../../../server/src/workspace/workspace.ts";
import { openProject } from "../../support/server/project.ts";

const first = `azure.bucket("raw", { config: new S3Config({ versioning: true }) });`;
const second = `azure.bucket("out", { config: new S3Config({ versioning: true }) });`;
const source = `import { Provider } from "@glacier/core";
import { AzureConfig, S3Config } from "@glacier/core/config";
const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
${first}
${second}
`;
const everywhere = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

/** The lines on which diagnostics lie, and those that the edits of their fixes change. */
async function linesOf(
  before: string,
  after: string,
  also: Record<string, string> = {},
): Promise<{ reported: number[]; fixed: number[]; all: number[]; workspace: Workspace }> {
  const { workspace, path, dispose } = await openProject({ "main.ts": before, ...also });
  onTestFinished(dispose);
  const file = path("main.ts");
  workspace.open(file, before, 1);
  workspace.change(file, after, 2);
  const diagnostics = workspace.diagnose(file);
  const tidied = (of: string, edits: Parameters<Workspace["withoutUnusedImports"]>[1]) => workspace.withoutUnusedImports(of, edits);
  const linesIn = (edits: readonly { range: { start: { line: number } } }[]): number[] => [
    ...new Set(edits.map(({ range }) => range.start.line)),
  ];
  return {
    reported: diagnostics.map(({ range }) => range.start.line),
    fixed: linesIn(quickFixes(diagnostics, everywhere).flatMap(({ fix }) => fix.edits)).sort(),
    all: linesIn(fixAll(file, diagnostics, tidied)).sort(),
    workspace,
  };
}

test("a text that can be read has its fixes", async () => {
  const { reported, fixed } = await linesOf(source, source.replace(`"raw"`, `"row"`));
  expect(reported).toEqual([3, 4]);
  expect(fixed).toEqual(expect.arrayContaining([3, 4]));
});

test.each([
  ["what a fix would leave as it is", source.replace("true }", "true, bucketKeyEnabled: }")],
  ["what a fix would replace", source.replace("new S3Config({ versioning: true })", "new S3Con(")],
  ["what a fix would copy", source.replace("versioning: true }", "versioning: tr, }}")],
  ["the end of it", source.replace("new S3Config({ versioning: true }) });", "new S3Config({ versioning: true")],
])("while a statement cannot be read, no fix changes it, and those of others are there: %s", async (_, text) => {
  const { reported, fixed, all } = await linesOf(source, text);
  expect(reported).toEqual([3, 4]);
  expect(fixed).toContain(4);
  expect(fixed).not.toContain(3);
  expect(all).not.toContain(3);
});

test("while the imports cannot be read, no fix changes them", async () => {
  const { reported, fixed, all } = await linesOf(source, source.replace("AzureConfig, S3Config }", "AzureConfig, S3Config, }} "));
  expect(reported).toEqual([3, 4]);
  expect(fixed).not.toContain(1);
  expect(all).not.toContain(1);
});

test("of a text that was never seen whole, no fix changes what comes from the statement with the error on", async () => {
  const [glacier, configs, provider] = source.split("\n");
  const text = [glacier, configs, `export const open = () => ${first}`, `${provider?.slice(0, -1)}, other = ;`].join("\n");
  const { reported, fixed } = await linesOf(text, `${text} `);
  expect(reported).toEqual([2]);
  expect(fixed).toEqual([1, 2]);
});

test("once the text can be read again, its fixes are there again", async () => {
  const { workspace } = await linesOf(source, source.replace("true }", "true, }}"));
  const [file = ""] = workspace.files();
  workspace.change(file, source, 3);
  expect(workspace.diagnose(file).every(({ fixes }) => fixes.length > 0)).toBe(true);
});
