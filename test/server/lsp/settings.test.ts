import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type CodeAction, FileChangeType, type WorkspaceDiagnosticReport } from "vscode-languageserver/node";
import { LspClient, on } from "../../support/lsp/client.ts";

const mistake = `import { Provider } from "@glacier/core";
import { AzureConfig, S3Config } from "@glacier/core/config";
const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
azure.bucket("raw", { config: new S3Config() });
`;
let client: LspClient;
let folder: string;
const uri = (name: string): string => `file://${folder}/${name}`;
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const severities = async (name: string): Promise<unknown[]> => (await client.pull(uri(name))).map(({ severity }) => severity);
const changed = (type: FileChangeType) =>
  client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: uri("glacier.config.json"), type }] });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "glacier-settings-"));
  write("main.ts", mistake);
  client = LspClient.inProcess();
});
afterEach(async () => {
  await client.stop();
  rmSync(folder, { recursive: true });
});

test("settings that are written, changed and deleted while the server runs count from then on", async () => {
  await client.initialize({ folders: [folder] });
  expect(await severities("main.ts")).toEqual([1]);
  write("glacier.config.json", '{ "rules": { "config-cloud-mismatch": "hint" } }');
  await changed(FileChangeType.Created);
  await client.until(() => client.refreshes > 0, "ask to be asked again");
  expect(await severities("main.ts")).toEqual([4]);
  write("glacier.config.json", '{ "exclude": ["main.ts"] }');
  await changed(FileChangeType.Changed);
  expect(await severities("main.ts")).toEqual([]);
  rmSync(join(folder, "glacier.config.json"));
  await changed(FileChangeType.Deleted);
  expect(await severities("main.ts")).toEqual([1]);
});

test("settings that the editor has open count as they are typed, and what is wrong in them is reported there", async () => {
  write("glacier.config.json", '{ "rules": { "config-cloud-mismatch": "hint" } }');
  await client.initialize({ folders: [folder] });
  const config = uri("glacier.config.json");
  await client.open(config, '{ "rules": { "config-cloud-mismatch": "off" } }', { languageId: "jsonc" });
  expect(await client.pull(config)).toEqual([]);
  expect(await severities("main.ts")).toEqual([]);
  await client.change(config, 2, { text: '{\n  "rules": { "config-cloud-mismach": "off" }\n}' });
  expect(await client.pull(config)).toMatchObject([
    {
      range: on(1, 13, 35),
      severity: 1,
      code: "invalid-settings",
      message: expect.stringContaining('Did you mean "config-cloud-mismatch"?'),
    },
  ]);
  expect(await severities("main.ts")).toEqual([1]);
  const [action] = await client.request<CodeAction[]>("textDocument/codeAction", {
    textDocument: { uri: config },
    range: on(1, 14, 14),
    context: { diagnostics: [] },
  });
  expect(await client.request<CodeAction>("codeAction/resolve", action)).toMatchObject({
    title: 'Change to "config-cloud-mismatch"',
    edit: {
      documentChanges: [
        { textDocument: { uri: config, version: 2 }, edits: [{ range: on(1, 13, 35), newText: '"config-cloud-mismatch"' }] },
      ],
    },
  });
  await client.close(config);
  expect(await severities("main.ts")).toEqual([4]);
});

test("wrong settings that nobody has opened are among the problems of the workspace", async () => {
  write("glacier.config.json", '{ "rules": ');
  await client.initialize({ folders: [folder] });
  const { items } = await client.request<WorkspaceDiagnosticReport>("workspace/diagnostic", { previousResultIds: [] });
  expect(items).toMatchObject([
    { uri: uri("main.ts"), items: [{ code: "config-cloud-mismatch" }] },
    { uri: uri("glacier.config.json"), items: [{ code: "invalid-settings" }] },
  ]);
});
