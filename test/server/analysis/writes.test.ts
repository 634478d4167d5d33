import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { extractFacts } from "../../../server/src/analysis/extract/extract.ts";
import type { FileFacts } from "../../../server/src/analysis/facts/facts.ts";
import { forEachPart, type Part } from "../../../server/src/analysis/facts/parts.ts";
import { loadTypeScript } from "../../../server/src/analysis/facts/typescript.ts";
import { mayComeLater, type Write, writesOf, writesOutside, writesSeenFrom } from "../../../server/src/analysis/facts/writes.ts";

const ts = await loadTypeScript();

test("what code has to do with is written in the statements that are searched for it, in all of this project", () => {
  const folder = join(import.meta.dirname, "../../../server/src");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((it) => it.endsWith(".ts"));
  let later = 0;
  for (const file of files) later += compare(readFacts(readFileSync(join(folder, file), "utf8")));
  // Else nothing was compared.
  expect(later).toBeGreaterThan(100);
});

test.each([
  ["a variable of the module", "let mode = 1; export function set() { mode = 2; }"],
  [
    "one that a function beside it has, too",
    "let mode = 1; export function set() { mode = 2; } export function other() { let mode = 3; mode = 4; }",
  ],
  ["one of a block", "export function set() { { let mode = 1; mode = 2; } }"],
  ["a member", "export function set(of: { mode: number }) { of.mode = 2; }"],
  [
    "a member that a call names",
    'import { vi } from "vitest"; import { azure } from "./hub.ts"; export const set = () => vi.spyOn(azure, "bucket");',
  ],
  ["a field of an instance", "export class Modes { mode = 1; set() { this.mode = 2; } }"],
  ["a loop's variable", "let mode; export function set(modes: number[]) { for (mode of modes) console.log(); }"],
])("%s that is written is among what code elsewhere sees", (_, text) => {
  const facts = readFacts(`${text}\nexport const elsewhere = () => 1;`);
  expect(writesSeenFrom(facts, facts.starts.at(-2) ?? 0)).toEqual(writesOf(facts.body).filter(isSeen));
  expect(writesOutside(facts.body)).toEqual(writesOf(facts.body).filter(isSeen));
  expect(writesOf(facts.body).filter(isSeen)).not.toEqual([]);
});

test.each([
  ["its own variable", "export function sum(rows: number[]) { let total = 0; for (const row of rows) total += row; return total; }"],
  ["its parameter", "export const next = (row: number) => { row += 1; return row; };"],
  ["a variable of the function around it", "export function counter() { let count = 0; return () => ++count; }"],
  [
    "a variable of its constructor",
    "export class Rows { readonly size: number; constructor(rows: number[]) { let size = 0; for (const row of rows) size += row; } }",
  ],
])("a function that writes to %s concerns nobody else", (_, text) => {
  const facts = readFacts(`${text}\nexport const elsewhere = () => 1;`);
  expect(writesOf(facts.body)).not.toEqual([]);
  expect(writesSeenFrom(facts, facts.starts.at(-2) ?? 0)).toEqual([]);
});

const isSeen = ({ scope }: Write): boolean => scope === undefined;

/** Compares, for each function that may be called later, with a search of the whole file. Gives how many writes there were. */
function compare(facts: FileFacts): number {
  let later = 0;
  const visit = (part: Part): void => {
    if (part.kind === undefined && "parameters" in part) {
      const isLater = (write: Write): boolean => mayComeLater(write, part.node, part.node);
      const all = writesOf(facts.body).filter(isLater);
      expect(writesSeenFrom(facts, part.node).filter(isLater)).toEqual(all);
      later += all.length;
    }
    forEachPart(part, visit);
  };
  for (const statement of facts.body) visit(statement);
  return later;
}

function readFacts(text: string): FileFacts {
  const facts = extractFacts(ts, "/file.ts", text);
  if (!facts) throw new Error("The text is nested too deep.");
  return facts;
}
