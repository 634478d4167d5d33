import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { partOfBundle } from "./part-of-bundle.ts";

const require = createRequire(import.meta.url);
const common = createRequire(require.resolve("ts-morph")).resolve("@ts-morph/common");
const analysis = join(import.meta.dirname, "../../server/src/analysis");

let text: string | undefined;

/** The text of a module that exports `ts`: of the TypeScript that ts-morph carries what the analyser uses, and what that needs. */
export function parserModule(): string {
  text ??= readParserModule();
  return text;
}

function readParserModule(): string {
  const path = join(dirname(common), "typescript.js");
  const everything: object = require(path);
  const names = [...usedNames()].filter((name) => Object.hasOwn(everything, name)).sort();
  return [
    withoutFlags(partOfBundle(readFileSync(path, "utf8"), [...names, "objectAllocator", "idText"])),
    NAMES_OF_IDENTIFIERS,
    `export const ts = { ${names.join(", ")} };\n`,
  ].join("\n");
}

/**
 * The parser tells of every node which later syntax is in it, so that the emitter knows what to rewrite: a thirtieth of a whole check. It uses one of these
 * itself, that there is a name `await` in it, which may have to be read anew as the keyword. So nothing is told until there is such a name; it is
 * made before what it lies in.
 */
function withoutFlags(source: string): string {
  let changed = source;
  for (const [found, instead] of FLAGS) {
    if (changed.split(found).length !== 2) throw new Error(`TypeScript's parser does not say once: ${found}`);
    changed = changed.replace(found, () => instead);
  }
  return `let mayAwait = false;\n${changed}`;
}

const FLAGS: readonly (readonly [found: string, instead: string])[] = [
  ["function propagateChildFlags(child) {", "function propagateChildFlags(child) {\n  if (!mayAwait) return 0;"],
  [
    "function aggregateChildrenFlags(children) {",
    "function aggregateChildrenFlags(children) {\n  if (!mayAwait) {\n    children.transformFlags = 0;\n    return;\n  }",
  ],
  ['if (node.escapedText === "await") {', 'if (node.escapedText === "await") {\n      mayAwait = true;'],
];

/** The one thing that nodes get of the language service and that has no function of its own: the text of an identifier. */
const NAMES_OF_IDENTIFIERS = `
const namedBy = (make) => {
  Object.defineProperty(make.prototype, "text", { get() { return idText(this); } });
  return make;
};
namedBy(objectAllocator.getIdentifierConstructor());
// Those of private names are made by what makes most nodes.
const PrivateName = namedBy(class extends objectAllocator.getPrivateIdentifierConstructor() {});
objectAllocator.getPrivateIdentifierConstructor = () => PrivateName;`;

/** What comes after a `ts.` in the analyser's source: names of values, and of types, which the library has none of when it runs. */
function usedNames(): Set<string> {
  const files = readdirSync(analysis, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const sources = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8"));
  return new Set(sources.flatMap((source) => [...source.matchAll(/\bts\.(\w+)/g)].map(([, name = ""]) => name)));
}
