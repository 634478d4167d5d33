import { beforeAll, expect, test } from "vitest";
import { extractFacts } from "../../../server/src/analysis/extract/extract.ts";
import { spliceFacts, type TextChange } from "../../../server/src/analysis/extract/splice.ts";
import { type Alignment, alignFacts } from "../../../server/src/analysis/facts/align.ts";
import type { FileFacts, Statement } from "../../../server/src/analysis/facts/facts.ts";
import { USE } from "../../../server/src/analysis/facts/mentions.ts";
import { mentionsOf } from "../../../server/src/analysis/facts/noting.ts";
import { loadTypeScript, type TypeScript } from "../../../server/src/analysis/facts/typescript.ts";
import { fc, runs } from "../../support/properties.ts";

let ts: TypeScript;
beforeAll(async () => {
  ts = await loadTypeScript();
});

const FILE = "/pipeline.ts";

const program = `import { Provider, task } from "@glacier/core";
import { AwsConfig, S3Config } from "@glacier/core/config";
type Key = "x";
const lazy = () => import("./lazy.ts");
// 23456
console.log("loaded");
interface Row { id: number; name: string }
enum Zone { Raw = "raw", Clean = "clean" }
export const provider = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
const text = \`a \${provider.name} b\`;
function sum(rows: readonly Row[]): number { let total = 0; for (const row of rows) total += row.id; return total; }
export default class Store { #name = "x"; get name() { return this.#name; } }
const bare = sum
export const open = (name: string) => provider.bucket(name, { config: new S3Config({ versioning: true }) });
if (sum([]) > 1) { console.log(/[;]/.test("ready")); }
export { bare };
export const [first, second = 2] = [open("aaa"), open("bbb")];
export namespace Clouds.Aws { export let cloud = provider; export const name = "aws"; }
namespace Shapes { export type Shape = "raw"; }
export class Shapes { size = 1; }
namespace Shapes { export const size = 1; }
function Made() { return Made.size; }
namespace Made { export const size = 1; }
import Aws = Clouds.Aws;
const cloud = Aws.cloud;
type Given = Provider;
interface Deps { given: Given; row: Row }
export const take = ({ given }: Deps) => { return given.name; };
export function keep<Held>(held: Held) { return held; }
type Held = Provider;
`;

function factsOf(text: string): FileFacts {
  const facts = extractFacts(ts, FILE, text);
  if (!facts) throw new Error("The text cannot be read.");
  return facts;
}

function changeBetween(before: string, after: string): TextChange {
  let [start, rest] = [0, 0];
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && before[start] === after[start]) start++;
  while (rest < shorter - start && before.at(-1 - rest) === after.at(-1 - rest)) rest++;
  return { start, end: before.length - rest };
}

const splice = (before: string, after: string, facts = factsOf(before)): Alignment | undefined =>
  spliceFacts(ts, FILE, facts, before, after, changeBetween(before, after));

const edited = (from: string, to: string): [string, string] => {
  expect(program).toContain(from);
  return [program, program.replace(from, () => to)];
};

/** The facts, with the places of their nodes instead of numbers. */
function placed({ spans, ...facts }: FileFacts): unknown {
  const place = (part: unknown): unknown => {
    if (typeof part !== "object" || part === null) return part;
    if (Array.isArray(part)) return part.map(place);
    return Object.fromEntries(
      Object.entries(part).map(([key, value]) => [
        key,
        key === "node" && typeof value === "number" ? [value, spans[2 * value], spans[2 * value + 1]] : place(value),
      ]),
    );
  };
  return place(facts);
}

/** What the whole text gives. */
function expectTheSame(found: Alignment, before: string, after: string): void {
  const whole = alignFacts(factsOf(before), factsOf(after));
  expect(whole, "the whole has the same shape").toBeDefined();
  if (!whole) return;
  expect(whole.facts.syntaxError).toBeUndefined();
  expect(placed(found.facts)).toEqual(placed(whole.facts));
  expect([found.before, found.after]).toEqual([whole.before, whole.after]);
  expect(found.unchanged).toEqual(whole.unchanged);
}

test.each([
  ["a text", `"eu-west-1"`, `"eu-west-1x"`],
  ["a number in a function", "let total = 0", "let total = 10"],
  ["nothing but formatting", "config: new AwsConfig", "config:   new AwsConfig"],
  ["a type", "id: number;", "id: bigint;"],
  ["a template", "a ${", "aaa ${"],
  ["a class", `#name = "x"`, `#name = "y" + 1`],
  ["an enum", `Raw = "raw"`, `Raw = "rawer"`],
  ["more than there was", "return total;", "if (total > 1) return total; return 0;"],
  ["what is exported in two names", `open("bbb")`, `open("ccc")`],
  ["a type of which nothing of an import is known", "name: string }", "name: bigint }"],
])("an edit of %s is read alone", (_, from, to) => {
  const [before, after] = edited(from, to);
  const found = splice(before, after);
  expect(found).toBeDefined();
  if (found) expectTheSame(found, before, after);
});

const texts = `import { Provider, task } from "@glacier/core";
const value = "a text" + 'another' + 12 + 3.5 + 0;
export const provider = Provider.fromEnv("main", { retries: 3, "quoted key": 'x', 7: "seven", ["computed"]: 1 });
const read = process.env["CLOUD"] ?? env['STAGE'] ?? list[4];
function inner(name = "given") { const own = { deep: () => { state["kept"] = "put"; return list[1]["x"]; } }; return own; }
class Store { static kind = "store"; "quoted member" = 5; get ["named"]() { return "n"; } static { register("store", 8); } }
Object.assign(provider, { bucket: "b" }); Reflect.set(provider, "member", 1); vi.spyOn(provider, "bucket");
const big = 10n; const pattern = /"a"/g; const template = \`t \${"inside"} \${tag\`"x"\`} \`; const escaped = "a\\"b"; const hex = 0xff; const point = 1.;
label: for (const each of ["one", 2]) { if (each === "one") continue label; switch (each) { case "x": break; case 9: throw "y"; } }
const typed = "lit" as "lit" | "other"; let narrow: "n" | 5 = "n"; type Key = "k"; const negative = -6; const fixed = 4.5.toFixed(1); const all = [...5, 6]; const method = 8 .toFixed(2);
"use strict";
const load = task(async function load(source) { return source.scan(); }); const rows = task(function* rows (df) { yield df; });
const again = function again(count: number): number { return count > 0 ? again(count - 1) : (function last() { return 0; })(); };
const nameless = function (value) { return value; }; function declared() { return function made<T>(it: T) { return it; }; }
enum Zone { Raw = "raw", One = 1, Two }
export default { name: "default", region: 'eu-west-1' };
`;

/** What a statement's functions and classes mention. */
const saidIn = (statement: Statement): unknown => {
  const mentions = mentionsOf(statement);
  const { hasComputedMember, assignsUnnamed, writesMembers, fills } = mentions;
  const words = Object.values(USE).map((use) => [...mentions.words(use)].sort());
  return { words, hasComputedMember, assignsUnnamed, writesMembers, fills };
};

/** A parser that nobody may ask. */
const noParser = new Proxy({} as TypeScript, {
  get: (_, name) => {
    throw new Error(`${String(name)} is asked for.`);
  },
});

test.each([
  ["a text", `"a text"`, `"a longer text"`],
  ["a text that becomes empty", `'another'`, `''`],
  ["a number", `12`, `128`],
  ["a number's fraction", `3.5`, `3.75`],
  ["a member's name in brackets", `state["kept"]`, `state["sold"]`],
  ["a text deep in a function", `= "put"`, `= "taken"`],
  ["an environment variable's name", `["CLOUD"]`, `["CLOUDS"]`],
  ["a text in an exported object", `'eu-west-1'`, `'eu-west-2'`],
  ["the name of a task's function", "function load(", "function loadOrders("],
  ["the end of such a name", "function load(", "function loa("],
  ["the start of such a name", "function load(", "function xload("],
  ["the name of a generator", "function* rows (", "function* row ("],
  ["the name of a function in a function", "function made<", "function madeHere<"],
  ["the name of a function that is called on the spot", "function last(", "function lasting("],
])("an edit of %s needs no parser", (_, from, to) => {
  const after = texts.replace(from, () => to);
  const found = spliceFacts(noParser, FILE, factsOf(texts), texts, after, changeBetween(texts, after));
  expect(found).toBeDefined();
  if (found) expectTheSame(found, texts, after);
});

test.each([
  ["that the function says itself", "function again(", "function against("],
  ["that the function says itself from now on", "function load(", "function scan("],
  ["that no function may have", "function load(", "function delete("],
  ["of a declaration", "function declared(", "function declaredBefore("],
  ["of a function that had none", "function (value)", "function named(value)"],
  ["of a function that has none any more", "function load(", "function ("],
])("an edit of a name %s is left to the parser", (_, from, to) => {
  const after = texts.replace(from, () => to);
  expect(after).not.toBe(texts);
  expect(() => spliceFacts(noParser, FILE, factsOf(texts), texts, after, changeBetween(texts, after))).toThrow("is asked for");
  const found = splice(texts, after);
  if (found) expectTheSame(found, texts, after);
});

test("whatever is put into a text, a number or a function's name, the facts are what the whole gives", () => {
  const places = [...texts.matchAll(/["'][^"'\n]*["']|\d[\d.]*|(?<=function\*? )\w+/g)].map(({ 0: token, index }) => ({
    index,
    length: token.length,
  }));
  const pieces = fc.constantFrom(
    "x",
    "1",
    "0",
    ".",
    "-",
    "_",
    "e",
    "n",
    " ",
    '"',
    "'",
    "\\",
    "\n",
    "&",
    "$",
    "{",
    "é",
    "import",
    "enum",
    "\u2028",
  );
  const edit = fc.record({
    place: fc.constantFrom(...places),
    at: fc.nat(12),
    removed: fc.nat(3),
    put: fc.array(pieces, { maxLength: 2 }).map((it) => it.join("")),
  });
  let alone = 0;
  fc.assert(
    fc.property(edit, ({ place, at, removed, put }) => {
      const start = place.index + (at % (place.length + 1));
      const after = texts.slice(0, start) + put + texts.slice(Math.min(start + removed, place.index + place.length));
      const found = after === texts ? undefined : splice(texts, after);
      if (!found) return;
      alone++;
      expectTheSame(found, texts, after);
      const whole = alignFacts(factsOf(texts), factsOf(after));
      expect(found.after.map(saidIn), after).toEqual(whole?.after.map(saidIn));
    }),
    { numRuns: runs(1500) },
  );
  expect(alone).toBeGreaterThan(runs(1500) / 4);
});

test.each([
  ["an attribute, where a sign may stand for another", `const view = <Panel title="a" />;\n`, `title="a&amp;"`],
  ["an attribute", `const view = <Panel title="a" />;\n`, `title="ab"`],
  ["the text of an element", `const view = <Panel>"a"</Panel>;\n`, `>"ab"<`],
])("an edit of %s gives what the whole gives", (_, source, to) => {
  const after = source.replace(/title="a"|>"a"</, () => to);
  const read = (text: string): FileFacts => extractFacts(ts, "/view.tsx", text) ?? expect.fail(text);
  const found = spliceFacts(ts, "/view.tsx", read(source), source, after, changeBetween(source, after));
  const whole = alignFacts(read(source), read(after));
  expect(found && placed(found.facts)).toEqual(whole && placed(whole.facts));
});

test.each([
  ["that opens a comment", `region: "eu-west-1"`, `region: /* "eu-west-1"`],
  ["that closes a statement early", "const text = `a", "const text = 1; `a"],
  ["that leaves a statement open", `{ let total = 0;`, `{ { let total = 0;`],
  ["behind a statement that goes on", `(name: string) => provider`, `(name: string, more = 1) => provider`],
  ["of a statement without an end", "const bare = sum", "const bare = summ"],
  ["that imports something", `open("bbb")`, `open(import("./x.ts"))`],
  ["that waits on the top level", `open("bbb")`, `await open("bbb")`],
  ["of an import", "Provider, task", "Provider, pipeline"],
  ["that exports another name", "export const provider", "export const providers"],
  ["that exports no more", "export const [first", "const [first"],
  ["that silences a rule", `let total`, `/* glacier-disable */ let total`],
  ["of a namespace", `name = "aws"`, `name = "gcp"`],
  ["that exports another name of a namespace", "export const name", "export const names"],
  ["that exports a name of a namespace no more", "export let cloud", "let cloud"],
  ["that makes code of a namespace of types", `export type Shape = "raw"`, `export let shape = "raw"`],
  ["of a name for what a namespace exports", "= Clouds.Aws", "= Clouds.Azure"],
  ["that only declares what a namespace adds to", "export class Shapes", "export declare class Shapes"],
  ["that imports something no more", `import("./lazy.ts")`, `String("./lazy.ts")`],
  ["that makes code of a type", "type Key", "t"],
  ["of a type that something imported is known by", "type Given = Provider", "type Given = Provide"],
  ["that makes a type one that something imported is known by", "{ id: number;", "{ id: Provider;"],
  ["of an interface that something imported is known by", "{ given: Given;", "{ given: string;"],
  ["of what is read with a type", "return given.name", "return given.cloud"],
  ["that takes a name for a type no more", "keep<Held>", "keep<Help>"],
  ["that takes out a comment before a statement", "// 23456\n", ""],
  ["between statements", "enum Zone", "// A note.\nenum Zone"],
  ["of two statements", `return total; }\nexport default class Store`, `return total + 1; }\nexport default class Stores`],
  [
    "of more than there is room for",
    "return total;",
    "return [total, total, total, total, total, total, total, total, total, total, total, total];".repeat(3),
  ],
])("an edit %s is not", (_, from, to) => {
  const [before, after] = edited(from, to);
  expect(splice(before, after)).toBe(undefined);
});

test("whatever is edited, what is read alone is what the whole gives", () => {
  const signs = "; ( ) { } ` \" ' / * // /* */ => = , . ${ \n @ # ! [ ] : ? < >".split(" ");
  const words = [
    "let x = 1;",
    "if (x) ",
    "else",
    "function",
    "export ",
    "class ",
    "await ",
    "while (x);",
    "do ",
    "/a/",
    "import ",
    "declare ",
    "type ",
    "namespace ",
    "enum ",
    "Provider",
    "Given",
    "Held",
    "Row",
  ];
  const pieces = fc.oneof(fc.constantFrom("1", "x", " "), fc.constantFrom(...signs), fc.constantFrom(...words));
  const edit = fc.record({
    at: fc.nat(),
    removed: fc.oneof(fc.constant(0), fc.nat(4)),
    put: fc.array(pieces, { maxLength: 2 }).map((it) => it.join("")),
  });
  let alone = 0;
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
      let [text, facts] = [program, factsOf(program)];
      for (const { at, removed, put } of edits) {
        const place = at % text.length;
        const after = text.slice(0, place) + put + text.slice(place + removed);
        const found = splice(text, after, facts);
        if (found) {
          alone++;
          const whole = alignFacts(facts, factsOf(after));
          expect(whole?.facts.syntaxError, after).toBeUndefined();
          expect(placed(found.facts), after).toEqual(whole && placed(whole.facts));
          [text, facts] = [after, found.facts];
        } else {
          const now = extractFacts(ts, FILE, after);
          if (now && !now.syntaxError) [text, facts] = [after, alignFacts(facts, now)?.facts ?? factsOf(after)];
        }
      }
    }),
    { numRuns: runs(600) },
  );
  expect(alone).toBeGreaterThan(100);
});
