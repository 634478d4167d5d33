import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type CodeAction, LSPErrorCodes, type TextDocumentEdit } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { LspClient, on, pulling, pushed } from "../../support/lsp/client.ts";
import { wordWorkspace } from "../../support/lsp/word-workspace.ts";

const uri = "file:///pipelines/a%20b.ts";
let client: LspClient;

beforeEach(() => {
  client = LspClient.inProcess(wordWorkspace({ calls: [] }));
});
afterEach(() => client.stop());

const actions = (range = on(0, 0, 0), only?: string[]) =>
  client.request<CodeAction[]>("textDocument/codeAction", {
    textDocument: { uri },
    range,
    context: { diagnostics: [], ...(only === undefined ? {} : { only }) },
  });
const resolve = (action: CodeAction | undefined) => client.request<CodeAction>("codeAction/resolve", action);
const edited = (text: string, action: CodeAction): string => {
  const [change] = (action.edit?.documentChanges ?? []) as TextDocumentEdit[]; // The server makes text edits only.
  return TextDocument.applyEdits(TextDocument.create(uri, "typescript", 1, text), [...((change?.edits ?? []) as [])]);
};

describe("a quick fix", () => {
  test("comes without its edit, which is made for the document's version when it is chosen, and makes the diagnostic go away", async () => {
    await client.initialize();
    await client.open(uri, "x BAD y", { version: 4 });
    const [first, second] = await actions(on(0, 3, 3));
    expect(first).toMatchObject({
      title: "Make it good",
      kind: "quickfix",
      isPreferred: true,
      diagnostics: [{ code: "bad-word", range: on(0, 2, 5) }],
    });
    expect(second).not.toHaveProperty("isPreferred");
    expect(first).not.toHaveProperty("edit");
    const resolved = await resolve(first);
    expect(resolved.edit).toEqual({
      documentChanges: [{ textDocument: { uri, version: 4 }, edits: [{ range: on(0, 2, 5), newText: "GOOD" }] }],
    });
    await client.change(uri, 5, { text: edited("x BAD y", resolved) });
    expect(await client.pull(uri)).toEqual([]);
  });

  test("is offered where the range touches the diagnostic, and nowhere else", async () => {
    await client.initialize();
    await client.open(uri, "x BAD y\nBAD");
    expect(await actions(on(0, 0, 1))).toEqual([]);
    expect(await actions(on(0, 5, 5))).toHaveLength(2);
    expect(await actions(on(0, 6, 7))).toEqual([]);
    expect(await actions({ start: { line: 0, character: 0 }, end: { line: 1, character: 3 } })).toHaveLength(4);
  });

  test.each(["BAD, and more", " BAD", "fine"])("is refused when the document has changed since, to %j", async (text) => {
    await client.initialize();
    await client.open(uri, "BAD");
    const [first] = await actions();
    await client.change(uri, 2, { text });
    await expect(resolve(first)).rejects.toMatchObject({ code: LSPErrorCodes.ContentModified });
  });

  test("comes with its edit for a client that does not resolve, without versions for one that does not know them", async () => {
    await client.initialize({ capabilities: pushed });
    await client.open(uri, "BAD");
    const [first] = await actions();
    expect(first?.edit).toEqual({ changes: { [uri]: [{ range: on(0, 0, 3), newText: "GOOD" }] } });
    expect(first).not.toHaveProperty("isPreferred");
  });

  test("is not offered to a client that only knows commands", async () => {
    const { capabilities } = await client.initialize({
      capabilities: { ...pulling, textDocument: { ...pulling.textDocument, codeAction: {} } },
    });
    expect(capabilities.codeActionProvider).toBeUndefined();
  });
});

describe("fix-all", () => {
  test("is offered only to whom asks for its kind or one above it", async () => {
    await client.initialize();
    await client.open(uri, "BAD");
    const kinds = async (only?: string[]) => [...new Set((await actions(on(0, 0, 3), only)).map(({ kind }) => kind))];
    expect(await kinds()).toEqual(["quickfix"]);
    expect(await kinds(["quickfix"])).toEqual(["quickfix"]);
    expect(await kinds(["source"])).toEqual(["source.fixAll.glacier"]);
    expect(await kinds(["source.fixAll"])).toEqual(["source.fixAll.glacier"]);
    expect(await kinds(["source.fixAll.glacier"])).toEqual(["source.fixAll.glacier"]);
    expect(await kinds(["source.fixAll.eslint"])).toEqual([]);
    expect(await kinds(["refactor"])).toEqual([]);
    expect(await kinds(["quick"])).toEqual([]);
  });

  test("applies every preferred fix of the document", async () => {
    await client.initialize();
    const text = "BAD\r\nx BAD BAD";
    await client.open(uri, text);
    const [all] = await actions(on(0, 0, 0), ["source.fixAll"]);
    const resolved = await resolve(all);
    expect(edited(text, resolved)).toBe("GOOD\r\nx GOOD GOOD");
  });

  test("is not offered where there is nothing to fix", async () => {
    await client.initialize();
    await client.open(uri, "fine");
    expect(await actions(on(0, 0, 0), ["source.fixAll"])).toEqual([]);
  });
});
