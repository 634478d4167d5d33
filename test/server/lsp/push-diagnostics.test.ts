import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LspClient, on, pushed } from "../../support/lsp/client.ts";
import { type WordLog, wordWorkspace } from "../../support/lsp/word-workspace.ts";

const uri = "file:///pipelines/bad.ts";
const user = "file:///pipelines/user.ts";
let client: LspClient;
let log: WordLog;

beforeEach(() => {
  log = { calls: [] };
  client = LspClient.inProcess(wordWorkspace(log));
});
afterEach(() => client.stop());

const of = (document: string) => client.published.filter((params) => params.uri === document);
const isPublished = (document: string, version: number) => () => of(document).some((params) => params.version === version);

describe("a client that does not pull", () => {
  test("gets the diagnostics of an open document with its version, once the workspace is indexed", async () => {
    const gate = Promise.withResolvers<void>();
    log.beforeIndex = () => gate.promise;
    await client.initialize({ capabilities: pushed });
    await client.open(uri, "BAD");
    await client.settled();
    expect(client.published).toEqual([]);
    gate.resolve();
    await client.until(isPublished(uri, 1), "publish");
    expect(of(uri)).toEqual([{ uri, version: 1, diagnostics: [expect.objectContaining({ code: "bad-word", range: on(0, 0, 3) })] }]);
  });

  test("gets those of the last version after many quick edits, and none of a version between", async () => {
    await client.initialize({ capabilities: pushed });
    await client.ready();
    await client.open(uri, "");
    for (let version = 2; version <= 51; version++)
      await client.change(uri, version, { range: on(0, 0, 0), text: version === 51 ? "BAD" : " " });
    await client.until(isPublished(uri, 51), "publish");
    expect(of(uri).map(({ version, diagnostics }) => [version, diagnostics.length])).toEqual([[51, 1]]);
  });

  test("gets those of another open document that an edit reaches, if they are others", async () => {
    await client.initialize({ capabilities: pushed });
    await client.open(uri, "");
    await client.open(user, "uses bad.ts");
    await client.until(isPublished(user, 1), "publish");
    await client.change(uri, 2, { text: "BAD" });
    await client.until(() => of(user).length === 2, "publish");
    expect(of(user).map(({ diagnostics }) => diagnostics.length)).toEqual([0, 1]);
    await client.change(uri, 3, { text: "BAD again" });
    await client.until(isPublished(uri, 3), "publish");
    await client.settled();
    expect(of(user)).toHaveLength(2);
  });

  test("loses them when the document is closed, and gets none afterwards", async () => {
    await client.initialize({ capabilities: pushed });
    await client.open(uri, "BAD");
    await client.until(isPublished(uri, 1), "publish");
    await client.change(uri, 2, { text: "BAD BAD" });
    await client.close(uri);
    await client.until(() => of(uri).length === 2, "clear");
    expect(of(uri).at(-1)).toEqual({ uri, diagnostics: [] });
    await client.open(user, "uses bad.ts");
    await client.until(isPublished(user, 1), "publish");
    expect(of(uri)).toHaveLength(2);
  });

  test("gets the rest when one document cannot be diagnosed", async () => {
    log.beforeDiagnose = (file) => {
      if (file.endsWith("bad.ts")) throw new TypeError("a bug in a rule");
    };
    await client.initialize({ capabilities: pushed });
    await client.open(uri, "BAD");
    await client.open(user, "BAD");
    await client.until(isPublished(user, 1), "publish");
    expect(of(uri)).toEqual([]);
    expect(client.logs.join("\n")).toContain("a bug in a rule");
  });
});
