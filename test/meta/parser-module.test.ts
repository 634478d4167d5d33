import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parserModule } from "../../scripts/package/parser-module.ts";
import { partOfBundle } from "../../scripts/package/part-of-bundle.ts";
import { extractFacts } from "../../server/src/analysis/extract/extract.ts";
import { loadTypeScript, type TypeScript } from "../../server/src/analysis/facts/typescript.ts";
import { fc, runs } from "../support/properties.ts";

const root = join(import.meta.dirname, "../..");
const rooms = ["core", "server", "cli", "client", "examples", "test"];
const files = rooms.flatMap((room) =>
  globSync(`${room}/**/*.{ts,tsx,mts,cts,js,mjs,cjs}`, { cwd: root, exclude: (path) => /(?:^|[\\/])(?:node_modules|dist)$/.test(path) }),
);
const textOf = (file: string): string => readFileSync(join(root, file), "utf8");

describe("the parser in the bundles", () => {
  let whole: TypeScript;
  let part: TypeScript;
  beforeAll(async () => {
    whole = await loadTypeScript();
    ({ ts: part } = await import(`data:text/javascript,${encodeURIComponent(parserModule())}`));
  });

  test("is a part of TypeScript", () => {
    expect(parserModule().length).toBeLessThan(2_000_000);
    expect(parserModule()).not.toMatch(/createTypeChecker|createLanguageService/);
  });

  test("reads every file of this project as the whole one does", () => {
    expect(files.length).toBeGreaterThan(500);
    for (const file of files) expect(extractFacts(part, file, textOf(file)), file).toEqual(extractFacts(whole, file, textOf(file)));
  });

  // Each is the first text that a parser reads: it does not look for a name `await` in syntax trees before it has seen one.
  test.each([
    "await (given);",
    "const made = () => 1;\nawait [given].map(made);",
    "if (given) {\n  const it = await `x`;\n  use(it);\n}",
    "function apart() { await (given); }\nlabel: for (const it of await (given)) use(it, await +it);",
    "class Made { [await (given)] = 1; static { await (given); } }",
    "export default await (given) ? await /x/ : await -1;",
  ])("reads what a module waits for as the whole one does: %s", async (code) => {
    const name = encodeURIComponent(JSON.stringify(code));
    const { ts: fresh }: { ts: TypeScript } = await import(`data:text/javascript,${encodeURIComponent(parserModule())}//${name}`);
    const text = `const before = { given };\n${code}\nexport { before };`;
    expect(extractFacts(fresh, "waits.ts", text)).toEqual(extractFacts(whole, "waits.ts", text));
    expect(JSON.stringify(extractFacts(fresh, "waits.ts", text)?.body)).toContain('"await"');
  });

  test("reads what is half typed as the whole one does, with the same words about what is wrong with it", () => {
    const spliced = fc.record({
      file: fc.constantFrom(...files),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      removed: fc.nat(40),
      inserted: fc.constantFrom(
        "",
        "(",
        "}",
        "`",
        "'",
        "<",
        "#x",
        "\\u00",
        "/*",
        "/**",
        "@",
        "=>",
        "é",
        "?.",
        "${",
        "</",
        "enum ",
        "import ",
        "\0",
      ),
    });
    const check = fc.property(spliced, ({ file, at, removed, inserted }) => {
      const text = textOf(file);
      const start = Math.floor(at * text.length);
      const edited = text.slice(0, start) + inserted + text.slice(start + removed);
      expect(extractFacts(part, file, edited)).toEqual(extractFacts(whole, file, edited));
    });
    fc.assert(check, { numRuns: runs(300) });
  });
});

describe("the part of a bundle that some names need", () => {
  const bundleOf = (...lines: string[]): string =>
    `var lib = {};\n((module) => {\n"use strict";\n${lines.join("\n")}\n})({ exports: lib })`;

  test("holds what they mention, directly and through others, in the bundle's order", () => {
    const bundle = bundleOf("function a() { return b; }", "var b = c(), unused = 1;", "function c() {}", "function d() { return a; }");
    expect(partOfBundle(bundle, ["a"])).toBe("function a() { return b; }\nvar b = c(), unused = 1;\nfunction c() {}");
  });

  test("holds what fills them: enums and namespaces, lists of exports, static fields", () => {
    const filled = [
      "var Kind;",
      "((Kind2) => { Kind2.One = one; })(Kind || (Kind = {}));",
      "var one = 1;",
      "class Box {}",
      "Box.empty = new Box();",
    ];
    const parts = ["var parts = {};", "__export(parts, { Box: () => Box });", "function __export() {}"];
    const others = ["Other.x = 1;", "var Other = {};", "((Other2) => {})(Other || (Other = {}));"];
    expect(partOfBundle(bundleOf(...filled, ...parts, ...others), ["Kind", "parts"])).toBe([...filled, ...parts].join("\n"));
  });

  test("leaves out a call that registers something, and names of members", () => {
    expect(partOfBundle(bundleOf("register(a);", "function a(x) { return x.b + { b: 1 }.b; }", "function b() {}"), ["a"])).toBe(
      "function a(x) { return x.b + { b: 1 }.b; }",
    );
  });

  test.each([
    ["that has no such declaration", bundleOf("var a = 1;"), "The bundle declares no b, c."],
    ["that is no function which is called at once", "var a = 1, b = 2, c = 3;", "The bundle is not one function that is called at once."],
    [
      "of several such functions",
      `${bundleOf("var b, c;")};${bundleOf("var b, c;")}`,
      "The bundle is not one function that is called at once.",
    ],
  ])("cannot be taken of one %s", (_, bundle, message) => {
    expect(() => partOfBundle(bundle, ["b", "c"])).toThrow(new Error(message));
  });
});
