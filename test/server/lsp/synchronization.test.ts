import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LspClient, on } from "../../support/lsp/client.ts";
import { type WordLog, wordWorkspace } from "../../support/lsp/word-workspace.ts";
import { fc, runs } from "../../support/properties.ts";

const uri = "file:///pipelines/my%20data/a.ts";
let client: LspClient;
let log: WordLog;

beforeEach(async () => {
  log = { calls: [] };
  client = LspClient.inProcess(wordWorkspace(log));
  await client.initialize();
});
afterEach(() => client.stop());

const ranges = async (): Promise<unknown[]> => (await client.pull(uri)).map(({ range }) => range);

describe("the text of an open document", () => {
  test("counts UTF-16 units, of which a character beyond the basic plane has two", async () => {
    await client.open(uri, "const ice = '🧊🧊'; // ");
    await client.change(uri, 2, { range: on(0, 15, 17), text: "é" }, { range: on(0, 21, 21), text: "BAD" });
    expect(await ranges()).toEqual([on(0, 21, 24)]);
  });

  test("keeps lines apart at CRLF, LF and CR", async () => {
    await client.open(uri, "one\r\ntwo\nthree\rBAD");
    await client.change(uri, 2, { range: on(1, 0, 3), text: "BAD" });
    // The workspace of this test counts lines at LF alone, as the text says them.
    expect(await ranges()).toEqual([on(1, 0, 3), expect.objectContaining({ start: { line: 2, character: 6 } })]);
  });

  test("takes several changes of one notification each after the one before, and a change without a range as the whole text", async () => {
    await client.open(uri, "abc");
    await client.change(
      uri,
      2,
      { range: on(0, 0, 1), text: "BAD " },
      { range: on(0, 4, 6), text: "BAD" },
      { text: "x BAD" },
      { range: on(0, 0, 2), text: "" },
    );
    expect(await ranges()).toEqual([on(0, 0, 3)]);
  });

  test("clamps a range that lies outside of it", async () => {
    await client.open(uri, "BA");
    await client.change(uri, 2, { range: { start: { line: 0, character: 2 }, end: { line: 99, character: 99 } }, text: "D" });
    expect(await ranges()).toEqual([on(0, 0, 3)]);
  });

  test("is what any sequence of edits makes of it", async () => {
    const edit = fc.record({ from: fc.nat(30), length: fc.nat(5), text: fc.stringMatching(/^[BAD 🧊]{0,5}$/u) });
    let version = 1;
    await client.open(uri, "");
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { maxLength: 8 }), async (edits) => {
        let text = "";
        await client.change(uri, ++version, { text });
        for (const { from, length, text: inserted } of edits) {
          const start = Math.min(from, text.length);
          const end = Math.min(start + length, text.length);
          text = text.slice(0, start) + inserted + text.slice(end);
          await client.change(uri, ++version, { range: on(0, start, end), text: inserted });
        }
        const expected = [...text.matchAll(/BAD/g)].map(({ index }) => on(0, index, index + 3));
        expect(await ranges()).toEqual(expected);
      }),
      { numRuns: runs(40) },
    );
  });

  test("belongs to one file however its URI is written", async () => {
    await client.open("file:///pipelines/my data/a.ts", "BAD");
    expect(await client.pull("file:///pipelines/my%20data/a.ts")).toHaveLength(1);
    await client.close("file:///pipelines/my%20data/a.ts");
    await client.settled();
    expect(log.calls).toContain("close /pipelines/my data/a.ts");
  });

  test("may have no file yet", async () => {
    await client.open("untitled:Untitled-1", "BAD", { languageId: "typescriptreact" });
    expect(await client.pull("untitled:Untitled-1")).toHaveLength(1);
    expect(log.calls).toContain("open /untitled:/Untitled-1.tsx 1");
  });

  test("is not analysed for what is no source of the workspace", async () => {
    await client.open("git:/pipelines/a.ts?ref=HEAD", "BAD");
    expect(await client.pull("git:/pipelines/a.ts?ref=HEAD")).toEqual([]);
    expect(log.calls.filter((call) => call.startsWith("open"))).toEqual([]);
  });
});
