import { describe, expect, test } from "vitest";
import { readPathMapping } from "../../../server/src/workspace/tsconfig.ts";

const names = Array.from({ length: 25 }, (_, index) => `p${index}`);

/** What a config says when all of them name all, and how many were read. */
function readAll(textOf: (name: string) => object): { prefixes: string[] | undefined; read: number } {
  const files = new Map(names.map((name) => [`/w/${name}/tsconfig.json`, JSON.stringify(textOf(name))]));
  const read = new Set<string>();
  let reads = 0;
  const mapping = readPathMapping("/w/p0/tsconfig.json", (file) => {
    if (files.has(file)) reads++;
    read.add(file);
    return files.get(file);
  });
  // A config is looked for, and read, by each that names it.
  expect(reads).toBeLessThanOrEqual(names.length * (names.length + 1));
  return { prefixes: mapping?.paths.map(({ prefix }) => prefix), read: [...read].filter((file) => files.has(file)).length };
}

const last = { compilerOptions: { paths: { "@last/*": ["./*"] } } };

describe("where every config names every other", () => {
  test("by references, each is read once, and the one with paths is found", () => {
    const references = names.map((name) => ({ path: `../${name}` }));
    expect(readAll((name) => ({ references, ...(name === "p24" && last) }))).toEqual({ prefixes: ["@last/"], read: 25 });
    expect(readAll(() => ({ references }))).toEqual({ prefixes: undefined, read: 25 });
  });

  test("by extends, each is read once, and the one with paths is found", () => {
    const parents = names.map((name) => `../${name}/tsconfig.json`);
    expect(readAll((name) => ({ extends: parents, ...(name === "p24" && last) }))).toEqual({ prefixes: ["@last/"], read: 25 });
  });
});
