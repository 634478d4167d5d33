import { describe, expect, it } from "vitest";
import { bucketUsage } from "../../../core/src/pipeline/bucket-usage.ts";
import { codeOf, parameterBindings } from "../../../core/src/pipeline/function-text.ts";
import { fc } from "../../support/properties.ts";

/** The usage of the bucket at a path, from the text of a function. */
const usage = (text: string, path: (string | number)[]) => bucketUsage({ toString: () => text } as never, path);
const reads = { reads: true, writes: false, unclear: false };
const writes = { reads: false, writes: true, unclear: false };
const untouched = { reads: false, writes: false, unclear: false };
const unclear = { reads: false, writes: false, unclear: true };

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: the texts are code that holds templates.
describe("bucketUsage", () => {
  it.each([
    ["async function load(from) { return from.scan(); }", [0], reads],
    ["(df, to) => to.write(df)", [1], writes],
    ["from => from.scan()", [0], reads],
    ["async from => (await from.scan()).collect()", [0], reads],
    ["async load(from) { return from\n  ?.scan(); }", [0], reads],
    ["function f(a, b = 1, ...rest) { a.read('x'); a.upload('y', b); }", [0], { ...reads, writes: true }],
    ["function save({ df, to }) { return to.write(df); }", [0, "to"], writes],
    ["function save({ to: target = null }) { return target.write(1); }", [0, "to"], writes],
    ["function save([first, second]) { return second.write(1); }", [0, 1], writes],
    ["function save(options) { return options.to.write(options.df); }", [0, "to"], writes],
    ["function save(options) { return options.to.write(options.df); }", [0, "from"], untouched],
    ["function save(all) { return all[1].write(1); }", [0, 1], writes],
    ["(df: pl.LazyDataFrame, to: Bucket): Promise<WriteResult> => to!.write(df)", [1], writes],
    ["function f(to) { return 1; }", [0], untouched],
    ["function f(to) { return to.getUri(); }", [0], untouched],
    ["function f(to) { return other.to.write(1); }", [0], untouched],
    ["function f(to) { return into.write(1) ?? $to.write(2); }", [0], untouched],
    [
      "function f(to) { // to.write(1)\n return 'to.write(1)' + \"to.write\" + /to.write/.source + `to.write`; /* to.write(1) */ }",
      [0],
      untouched,
    ],
    ["function f(to) { return `${to.write(1)} to.scan()`; }", [0], writes],
    ["function f(to) { return a / to.write(1) / b; }", [0], writes],
    ["function f(to) { return `${`${to.write(1)}`} } ${{ a: 1 }.a}`; }", [0], writes],
  ] as [string, (string | number)[], object][])("tells of %s", (text, path, expected) => {
    expect(usage(text, path)).toEqual(expected);
  });

  it.each([
    ["handed on", "function f(to) { return save(to); }", [0]],
    ["kept under another name", "function f(to) { const b = to; return b.write(1); }", [0]],
    ["spread", "function f(to) { return g(...to); }", [0]],
    ["in a rest parameter", "function f(...all) { return all[0].write(1); }", [0]],
    ["given to a function without a text", "function () { [native code] }", [0]],
    ["given beyond the parameters", "function f() { return arguments[0].write(1); }", [0]],
  ] as [string, string, number[]][])("says that it cannot tell where the bucket is %s", (_, text, path) => {
    expect(usage(text, path)).toEqual(unclear);
  });

  it.each([
    ["a loop", "function f(from, all) { for (const from of all) from.write(1); return 1; }"],
    ["a variable of a block", "function f(from) { { let from = g(); from.write(1); } }"],
    ["an inner function", "function f(from, all) { return all.map((from) => from.write(1)); }"],
    ["an inner function without brackets", "function f(from, all) { return all.map(from => from.write(1)); }"],
    ["an inner function's pattern", "function f(from, all) { return all.map(({ from }, [other]) => from.write(1)); }"],
    ["a pattern", "function f(from, all) { { const { a: [from] } = all; from.write(1); } }"],
    ["a method", "function f(from) { return { save(from) { from.write(1); } }; }"],
    ["a caught error", "function f(from) { try { g(); } catch (from) { from.write(1); } }"],
    ["a function", "function f(from) { { function from() {} from.write(1); } }"],
    ["an assignment", "function f(from, other) { from = other; return from.write(1); }"],
    ["an assignment to a pattern", "function f(from, other) { ({ from } = other); return from.write(1); }"],
  ])("says that it cannot tell where the bucket's name is given to something else by %s", (_, text) => {
    expect(usage(text, [0])).toEqual(unclear);
  });

  it.each([
    ["compared", "function f(from, b) { if (from === b || b >= from) { return from.scan(); } }", { ...reads, unclear: true }],
    [
      "another object's member",
      "function f(from, b) { b.from = 1; const { from: c } = b; return from.scan(); }",
      { ...reads, unclear: true },
    ],
    ["looked at", "function f(from) { while (from) { return from.scan(); } }", { ...reads, unclear: true }],
    ["in a condition after a list", "function f(from) { for (const a of [from]) { a; } return from.scan(); }", { ...reads, unclear: true }],
  ] as [string, string, object][])("tells what is done with a bucket whose name is %s", (_, text, expected) => {
    expect(usage(text, [0])).toEqual(expected);
  });

  it.each([
    ["function f(from, df = from.scan()) { return df; }", [0], reads],
    ["async ({ from, to }, df = from.scan()) => to.write(await df)", [0, "from"], reads],
    ["function from(from, { df = from.scan() } = {}) { return df; }", [0], reads],
    ["function f(from, df = load(from)) { return df; }", [0], unclear],
    ["function f(df = 1, to) { return to.write(df); }", [1], writes],
  ] as [string, (string | number)[], object][])("looks into what parameters are by default: %s", (text, path, expected) => {
    expect(usage(text, path)).toEqual(expected);
  });

  it("tells both, where a bucket is used and handed on", () => {
    expect(usage("function f(to) { log(to); return to.write(1); }", [0])).toEqual({ reads: false, writes: true, unclear: true });
  });

  it("reads the text of real functions", () => {
    const real = async (from: { scan(): unknown }, { to }: { to: { write(x: unknown): unknown } }) => to.write(await from.scan());
    expect(bucketUsage(real, [0])).toEqual(reads);
    expect(bucketUsage(real, [1, "to"])).toEqual(writes);
  });

  it("never throws, and keeps every position, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("`", "${", "}", "{", "(", ")", "/", "'", '"', "\\", "\n", "to", ".write", "=>", ",", " ") }),
        (text) => {
          expect(codeOf(text)).toHaveLength(text.length);
          parameterBindings(codeOf(text));
          usage(text, [0, "a"]);
        },
      ),
    );
  });
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: see its start.
