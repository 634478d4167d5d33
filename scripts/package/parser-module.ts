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
    partOfBundle(readFileSync(path, "utf8"), [...names, "objectAllocator", "idText"]),
    NAMES_OF_IDENTIFIERS,
    `export const ts = { ${names.join(", ")} };\n`,
  ].join("\n");
}

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
