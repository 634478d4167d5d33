import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { extractFacts } from "../../../server/src/analysis/extract/extract.ts";
import { forEachPart, type Part } from "../../../server/src/analysis/facts/parts.ts";
import { loadTypeScript } from "../../../server/src/analysis/facts/typescript.ts";

const root = join(import.meta.dirname, "../../..");
const rare = `
label: for (let i = 0, j; i < 1; i++) { if (i) continue label; else break; }
do { x ??= y[z]; } while (a, b);
for (const key in { [k]: 1, ...s, get g() { return 1; }, set g(v) {}, m() {} }) switch (key) { case f(): ; default: throw new E(...args); }
try { await using r = open(); } catch ({ m = 1, [n]: o, ...rest }) { yielded(); } finally { ({ a: b.c = d, ...e } = [f, , g = h, ...i] = j); }
class A extends mix(B) { static #p = 1; @dec() [q] = 2; static { s(); } constructor(private readonly t = u) { super(); } *w() { yield; yield* v; } }
const v = \`a\${b}\`, w = (c, [d = e, , ...f], { g: { h } } = {}) => !i && typeof j === "k" ? l\`m\` : (n?.o?.[p]?.(), void q);
const view = <Task {...props} name="x">{body}</Task>;
import("./a.ts");
enum Zone { Raw = "raw", Clean = Raw }
`;

/** Every object that has a kind, or is a function or a class, wherever it lies. */
function everyPartIn(thing: unknown, found = new Set<unknown>()): Set<unknown> {
  if (typeof thing !== "object" || thing === null || found.has(thing)) return found;
  if (("kind" in thing && typeof thing.kind === "string") || "parameters" in thing || "members" in thing) found.add(thing);
  for (const inner of Object.values(thing)) everyPartIn(inner, found);
  return found;
}

test("every part of a file's facts is visited, and once", async () => {
  const ts = await loadTypeScript();
  const texts = globSync("{server,client}/{src,webview}/**/*.ts", { cwd: root }).map((file) => readFileSync(join(root, file), "utf8"));
  expect(texts.length).toBeGreaterThan(200);
  for (const text of [rare, ...texts]) {
    const body = extractFacts(ts, "main.tsx", text)?.body ?? expect.fail("It can be read.");
    const visited: Part[] = [];
    const visit = (part: Part): void => {
      visited.push(part);
      forEachPart(part, visit);
    };
    for (const statement of body) visit(statement);
    const every = everyPartIn(body);
    const seen = new Set<unknown>(visited);
    expect(
      [...every].filter((part) => !seen.has(part)),
      text,
    ).toEqual([]);
    expect(visited.length, text).toBe(every.size);
  }
});
