import { expect, test } from "vitest";
import { extractFacts } from "../../../server/src/analysis/extract/extract.ts";
import { alignFacts } from "../../../server/src/analysis/facts/align.ts";
import type { FileFacts } from "../../../server/src/analysis/facts/facts.ts";
import { loadTypeScript } from "../../../server/src/analysis/facts/typescript.ts";
import { keepWrites, writesOutside, writesSeenFrom } from "../../../server/src/analysis/facts/writes.ts";
import { InertCode } from "../../../server/src/analysis/flow/inert.ts";
import type { Environment, FunctionAtom } from "../../../server/src/analysis/flow/values.ts";
import { fc, runs } from "../../support/properties.ts";

const ts = await loadTypeScript();

/** What may stand for each statement of a file while it is edited; most lead to Glacier by way of others. */
const variants = [
  ["let count = 0;", "let count = provider;", "let count = value;"],
  [
    "function plain(rows) { return rows.length; }",
    "function plain(rows) { return rows.bucket('x'); }",
    "function plain(rows) { return other(rows); }",
    "function plain(rows) { count = rows.length; }",
    "function plain(rows) { rows.length = 0; }",
    "function plain(rows) { return this.rows; }",
    "function renamed(rows) { return rows.bucket('x'); }",
  ],
  [
    "function other(rows) { return 1; }",
    "function other(rows) { return provider; }",
    "function other(rows) { return value; }",
    "function other(rows) { count++; }",
  ],
  ["const value = 1;", "const value = provider;", "const value = plain;", "const value = () => { count = 2; };"],
  ["plain([]);", "other(value);"],
] as const;

const live = new Set(["provider"]);

/** What is found of each statement, and of each function that is declared. */
function found(code: InertCode, { body }: FileFacts): unknown[] {
  // Of where a function is made no more is asked here than whether that is the file's top level.
  const environment = { cells: new Map() } as unknown as Environment;
  return body.map((statement) => {
    const atom = statement.kind === "function-declaration" && { fact: statement.function, environment, module: { environment } };
    return [code.isInertStatement(statement), atom && code.isInertFunction(atom as unknown as FunctionAtom)];
  });
}

type Edits = [statement: number, variant: number][];

/** Edits statement by statement, and compares after each. Gives how often something was kept. */
function compare(edits: Edits): number {
  const statements: string[] = variants.map(([first]) => first);
  const read = (): FileFacts => extractFacts(ts, "/file.js", `${statements.join("\n")}\n`) ?? expect.fail("It can be read.");
  let facts = read();
  let code = new InertCode(facts, live);
  let kept = 0;
  for (const [at, to] of edits) {
    statements[at] = variants[at]?.[to % variants[at].length] ?? "";
    const aligned = alignFacts(facts, read()) ?? expect.fail("It exports and imports what it did.");
    // Somebody has asked.
    writesOutside(facts.body);
    found(code, facts);
    keepWrites(facts.body, aligned);
    const isKept = code.takes(aligned.before, aligned.after);
    facts = aligned.facts;
    const afresh = { ...facts, body: [...facts.body] };
    const now = new InertCode(afresh, live);
    if (isKept) kept++;
    else code = now;
    expect(found(code, facts), statements.join("\n")).toEqual(found(now, afresh));
    expect(writesOutside(facts.body)).toEqual(writesOutside(afresh.body));
    for (const node of facts.starts) expect(writesSeenFrom(facts, node)).toEqual(writesSeenFrom(afresh, node));
  }
  return kept;
}

test("what was concluded of code before an edit is what an analysis afresh concludes, wherever it is kept", () => {
  const edits = fc.array(fc.tuple(fc.nat(variants.length - 1), fc.nat(11)), { minLength: 1, maxLength: 8 });
  let kept = 0;
  fc.assert(
    fc.property(edits, (sequence) => {
      kept += compare(sequence);
    }),
    { numRuns: runs(300) },
  );
  // Else nothing was compared.
  expect(kept).toBeGreaterThan(runs(300));
});

test.each<[what: string, edits: Edits]>([
  [
    "no longer led there by anything but each other",
    [
      [1, 2],
      [3, 2],
      [2, 1],
      [2, 2],
    ],
  ],
  [
    "led there by a function that has another name now",
    [
      [1, 1],
      [3, 2],
      [1, 6],
    ],
  ],
])("code that is %s leads nowhere after the edit", (_, edits) => {
  compare(edits);
});
