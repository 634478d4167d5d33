import { describe, expect, test } from "vitest";
import { compilePatterns } from "../../../server/src/settings/patterns.ts";

describe("a pattern", () => {
  test.each<[kind: "include" | "exclude", pattern: string, yes: string[], no: string[]]>([
    ["include", "src", ["src/a.ts", "src/b/c.ts"], ["a.ts", "lib/src/a.ts", "src2/a.ts"]],
    ["include", "./src/", ["src/a.ts"], ["a.ts"]],
    ["include", ".", ["a.ts", "b/c.ts"], []],
    ["include", "src/*", ["src/a.ts"], ["src/b/c.ts"]],
    ["include", "*.ts", ["a.ts"], ["b/a.ts", "a.tsx"]],
    ["include", "**/*.ts", ["a.ts", "b/c/a.ts", ".hidden/a.ts"], ["a.js"]],
    ["include", "src/**/x.ts", ["src/x.ts", "src/a/b/x.ts"], ["x.ts"]],
    ["include", "a?.ts", ["ab.ts"], ["a.ts", "a/.ts"]],
    ["include", "{a,b}/*.ts", ["a/x.ts", "b/x.ts"], ["c/x.ts"]],
    ["include", "a(1)/+x.ts", ["a(1)/+x.ts"], ["a1/xx.ts"]],
    ["exclude", "**/*.test.ts", ["a.test.ts", "b/a.test.ts"], ["a.ts"]],
    ["exclude", "**/generated", ["generated/a.ts", "b/generated/c/a.ts"], ["generated.ts"]],
    ["exclude", "src/*", ["src/a.ts", "src/b/c.ts"], ["a.ts"]],
    ["exclude", "a.ts", ["a.ts"], ["b/a.ts"]],
  ])("%s %s means what it means in a tsconfig", (kind, pattern, yes, no) => {
    const matches = compilePatterns([pattern], kind);
    expect(yes.filter((path) => !matches(path))).toEqual([]);
    expect(no.filter(matches)).toEqual([]);
  });

  test("that is not there means nothing", () => {
    expect(compilePatterns([], "include")("a.ts")).toBe(false);
  });
});
