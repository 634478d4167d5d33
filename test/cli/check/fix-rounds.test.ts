import { expect, test } from "vitest";
import type { Analyser } from "../../../cli/src/analyser.ts";
import { fixFiles } from "../../../cli/src/check/fix.ts";
import * as server from "../../../server/src/index.ts";
import { openProject } from "../../support/server/project.ts";

/** What becomes of a file when every round puts a text at its start. */
async function fixedBy(insert: (round: number) => string): Promise<{ rounds: number; after: string | undefined }> {
  const { workspace, path, dispose } = await openProject({ "a.ts": 'import "@glacier/core";\n' });
  let rounds = 0;
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const fixesAtOnce: Analyser["fixesAtOnce"] = (file) => {
    rounds++;
    return { fixed: [], edits: [{ file, range, newText: insert(rounds) }] };
  };
  const [fixed] = fixFiles({ ...server, fixesAtOnce }, workspace, [path("a.ts")]);
  dispose();
  return { rounds, after: fixed?.after };
}

test("a fix that would break a file is not applied, and not tried again", async () => {
  expect(await fixedBy(() => "const = ;\n")).toEqual({ rounds: 1, after: undefined });
});

test("what was fixed before a fix that would break the file stays fixed", async () => {
  expect(await fixedBy((round) => (round === 1 ? "// one\n" : "const = ;\n"))).toEqual({
    rounds: 2,
    after: '// one\nimport "@glacier/core";\n',
  });
});

test("fixes that never come to an end are stopped", async () => {
  const { rounds, after } = await fixedBy((round) => `// ${round}\n`);
  expect([rounds, after?.split("\n").length]).toEqual([10, 12]);
});
