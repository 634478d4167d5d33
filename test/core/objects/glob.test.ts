import { describe, expect, it } from "vitest";
import { globRoot, globToRegExp, isGlob } from "../../../core/src/objects/glob.ts";
import { fc, runs } from "../../support/properties.ts";

describe("a glob", () => {
  it.each<[string, string[], string[]]>([
    ["raw/*.csv", ["raw/a.csv", "raw/.csv"], ["raw/a/b.csv", "raw/a.csv2", "xraw/a.csv"]],
    ["raw/**/*.csv", ["raw/a.csv", "raw/x/y/a.csv"], ["raw.csv", "other/a.csv"]],
    ["**", ["a", "a/b/c"], []],
    ["raw/2026-??.csv", ["raw/2026-01.csv"], ["raw/2026-1.csv", "raw/2026-/1.csv"]],
    ["[ab].csv", ["a.csv", "b.csv"], ["c.csv", "ab.csv"]],
    ["[!ab].csv", ["c.csv"], ["a.csv", "/.csv"]],
    ["[0-9].csv", ["5.csv"], ["x.csv"]],
    ["{jan,feb}.csv", ["jan.csv", "feb.csv"], ["mar.csv", "jan,feb.csv"]],
    ["a+(b).csv*", ["a+(b).csv", "a+(b).csvx"], ["aab.csv"]],
    ["[z-a]*", [], ["z", "a"]],
    ["ü?.csv", ["ü😀.csv"], ["ü.csv"]],
  ])("%s", (glob, matching, others) => {
    const pattern = globToRegExp(glob);
    for (const key of matching) expect(pattern.test(key), key).toBe(true);
    for (const key of others) expect(pattern.test(key), key).toBe(false);
  });

  it.each([
    // A hyphen at an edge of a class is a hyphen, and starts no range with what stands beside it.
    { glob: "[!-*]", matches: ["a", "z"], misses: ["-", "*", "/"] },
    { glob: "[!-z].csv", matches: ["a.csv", "5.csv"], misses: ["-.csv", "z.csv"] },
    { glob: "[^a-]", matches: ["b", "5"], misses: ["a", "-", "/"] },
    { glob: "[-z]", matches: ["-", "z"], misses: ["a", "5"] },
    { glob: "[a-]", matches: ["a", "-"], misses: ["b"] },
    // A class stays within a folder, also when a range spans the slash.
    { glob: "a[+-z]b", matches: ["a5b", "a.b"], misses: ["a/b"] },
    { glob: "[\uE000-\u{1F600}]", matches: ["\u{1F300}"], misses: ["a"] },
  ])("takes $glob by the letter", ({ glob, matches, misses }) => {
    const pattern = globToRegExp(glob);
    expect(matches.filter((key) => !pattern.test(key))).toEqual([]);
    expect(misses.filter((key) => pattern.test(key))).toEqual([]);
  });

  it("never breaks, whatever its text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."*?[]{}!^-,/.\\ab()+|$") }), (glob) => void globToRegExp(glob).test("a/b")),
      { numRuns: runs(3000) },
    );
  });

  it("is told from a plain path by its special characters", () => {
    expect(isGlob("raw/x.csv")).toBe(false);
    expect(isGlob("raw/*.csv")).toBe(true);
  });

  it("says in which folder its matches lie", () => {
    expect(globRoot("raw/2026-*.csv")).toBe("raw/");
    expect(globRoot("*.csv")).toBe("");
    expect(globRoot("a/b/[x]/c")).toBe("a/b/");
  });
});
