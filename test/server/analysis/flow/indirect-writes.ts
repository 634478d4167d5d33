import type { Programs } from "./programs.ts";

/** Ways to have code run without a call of it, each with something to be called. */
const ways = (write: string): Record<string, string> => ({
  "a comparator": `[2, 1].sort((a, b) => { ${write} return a - b; });`,
  "Reflect.apply": `Reflect.apply(() => { ${write} }, undefined, []);`,
  "an iterator": `void [...{ *[Symbol.iterator]() { ${write} yield 1; } }];`,
  "an iterator of a class": `class Items { *[Symbol.iterator]() { ${write} yield 1; } } for (const item of new Items()) unknown(item);`,
  toString: `void \`\${{ toString() { ${write} return "x"; } }}\`;`,
  valueOf: `void (({ valueOf() { ${write} return 1; } } as any) < 2);`,
  "a conversion by String": `void String({ toString() { ${write} return "x"; } });`,
  toJSON: `JSON.stringify({ toJSON() { ${write} return 1; } });`,
  "a block that disposes": `{ using it = { [Symbol.dispose]() { ${write} } }; void it; }`,
  "a function that disposes": `function f() { using it = { [Symbol.dispose]() { ${write} } }; return it; } f();`,
  "a callback of replace": `"a".replace(/a/, () => { ${write} return ""; });`,
  "a reviver of JSON": `JSON.parse("1", () => { ${write} });`,
  "a tag of a template": `const tag = (_: TemplateStringsArray) => { ${write} }; tag\`x\`;`,
  "an object that an unknown function is given": `unknown({ start() { ${write} } });`,
});

const each = (write: string, source: (way: string) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(ways(write)).map(([name, way]) => [name, source(way)]));

export const indirectWrites: Programs = {
  silent: each("box.p = aws;", (way) => `const box = { p: azure }; ${way} box.p.bucket("raw-a", { config: new S3Config() });`),
  certain: each(
    "box.q = aws;",
    (way) => `const box: { p: Provider; q?: Provider } = { p: azure }; ${way} box.p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
  ),
};
