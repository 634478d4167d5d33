import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { extractFacts } from "../../../server/src/analysis/extract/extract.ts";
import type { FileFacts, FunctionFact } from "../../../server/src/analysis/facts/facts.ts";
import { type Mentions, USE } from "../../../server/src/analysis/facts/mentions.ts";
import { collectMentions } from "../../../server/src/analysis/facts/noting.ts";
import { loadTypeScript, type TypeScript } from "../../../server/src/analysis/facts/typescript.ts";
import { fc, runs } from "../../support/properties.ts";

const root = join(import.meta.dirname, "../../..");
const rooms = ["core", "server", "cli", "client", "examples", "test"];
const files = rooms.flatMap((room) =>
  globSync(`${room}/**/*.{ts,tsx,mts,cts,js,mjs,cjs}`, { cwd: root, exclude: (path) => /(?:^|[\\/])(?:node_modules|dist)$/.test(path) }),
);

/** A function around code of every kind that is read in a way of its own. */
const kinds: Record<string, string> = {
  "names and members": "source.of.it; other?.[0]; third['x']; fourth[fifth]; this.own; super.toString();",
  "what is given values":
    "a = 1; b.c = 2; d[e] = 3; f().g = 4; [h, ...i.j] = k; ({ l, m: n = o, [p]: q.r, ...s } = t); u++; --v.w; delete x.y;",
  "its own variables":
    "let own = 1; own = 2; { let inner = 1; inner = 2; } for (const each of all) each.name; for (each of all) {} for (own.at in all) {}",
  "calls that change something": 'list.push(1); Object.assign(given, { name: 1 }); vi.spyOn(given, "member"); Reflect.set(given, "x", 1);',
  "functions in it":
    "function named(first, { second, third: [fourth] }) { first = second; outside = fourth; } const made = () => { made2 = 1; let made2; };",
  "classes in it":
    "class Named extends Base { #field = start; [computed] = 1; constructor(private given: Given) { super(given); written = this.x; } static { other = 1; } }",
  types:
    "const one: One = x; const { two }: ns.Two = y; function f(three: Three | Four, ...rest: readonly Five[]) {} let six: { seven: Seven };",
  "literals of their own kinds": `12n; /x/g; \`a \${template} b\`; tag\`c \${tagged}\`; #name in object;`,
  components: "return <Outer.Inner first={one} {...rest}>text {child} <div title={two} /></Outer.Inner>;",
  "what is disposed of": "using file = open(); await using other = open(); function behind() { late = 1; } file.read();",
  "declarations that are made up":
    "enum Local { A, B = A, C = start } import Alias = Other.name; namespace Inner { export let x = 1; x = 2; }",
  "an export that belongs on the top level": "export default given.of(it);",
  "the language's own": "new.target; import.meta.url; await import(name); require('./x'); typeof y; void z; (yield* w); (v as V).u!; <T>t;",
  "all statements":
    "label: while (a) { if (b) break label; else continue; } do {} while (c); switch (d) { case e: f; default: g = 1; } try { h } catch ({ i }) { j } finally { k } throw l;",
};

describe("what a function mentions is noted while it is read as its facts tell it afterwards", () => {
  let ts: TypeScript;
  beforeAll(async () => {
    ts = await loadTypeScript();
  });

  test("in every file of this project", () => {
    expect(files.length).toBeGreaterThan(500);
    let functions = 0;
    for (const file of files) functions += compare(extractFacts(ts, file, readFileSync(join(root, file), "utf8")), file);
    expect(functions).toBeGreaterThan(10_000);
  });

  test.each(Object.entries(kinds))("in code that holds %s", (_, code) => {
    expect(compare(extractFacts(ts, "kinds.tsx", `async function* around(given) { ${code.replace("<T>t", "t")} }`), code)).toBeGreaterThan(
      0,
    );
    expect(compare(extractFacts(ts, "kinds.ts", `class Around { async *around() { ${code} } }`), code)).toBeGreaterThan(0);
  });

  test("in code that is half typed", () => {
    const cut = fc.record({
      code: fc.constantFrom(...Object.values(kinds)),
      other: fc.constantFrom(...Object.values(kinds)),
      start: fc.nat(100),
      end: fc.nat(100),
    });
    fc.assert(
      fc.property(cut, ({ code, other, start, end }) => {
        const text = `function around() { ${code.slice(start)} ${other.slice(0, end)}`;
        compare(extractFacts(ts, "cut.tsx", text), text);
      }),
      { numRuns: runs(300) },
    );
  });
});

/** How many functions were compared. */
function compare(facts: FileFacts | undefined, where: string): number {
  const functions = functionsIn(facts?.body ?? []);
  // What only stands for a function, such as a namespace, is none that was read.
  const read = functions.filter((fact) => fact.mentions);
  for (const fact of read) if (fact.mentions) expect(told(fact.mentions), `${where}: ${fact.name}`).toEqual(told(collectMentions(fact)));
  return read.length;
}

function told(mentions: Mentions): object {
  const { hasComputedMember, assignsUnnamed, writesMembers, fills } = mentions;
  const words = Object.entries(USE).map(([use, flag]) => [use, mentions.words(flag).toSorted()]);
  return { ...Object.fromEntries(words), hasComputedMember, assignsUnnamed, writesMembers, fills };
}

function functionsIn(part: unknown): FunctionFact[] {
  if (typeof part !== "object" || part === null) return [];
  const inside = Object.values(part).flatMap(functionsIn);
  return "parameters" in part && "body" in part ? [part as FunctionFact, ...inside] : inside;
}
