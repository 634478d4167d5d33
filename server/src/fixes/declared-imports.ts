import type { ImportFact, Pattern, Statement } from "../analysis/facts/facts.ts";
import type { SourceView } from "../analysis/source-view.ts";
import type { Name } from "./merged-imports.ts";
import { OfText } from "./of-text.ts";

/** An import declaration, or a constant that is what `require()` gives, at its place in the present text. */
export interface Declaration {
  specifier: string;
  isRequire: boolean;
  start: number;
  end: number;
  bindings: Binding[];
}

/** One of the names that it brings. */
export interface Binding extends Name {
  /** `*` for the module as a whole. */
  imported: string;
}

/** What a file imports, in the order of the source. */
export const declarationsOf = (source: SourceView, file: string): readonly Declaration[] => declarations.get(source, file);

const declarations = new OfText((source, file): Declaration[] => {
  const facts = source.facts(file);
  if (!facts) return [];
  const required = facts.requests.length > 0 ? facts.body.flatMap((statement) => requiredBy(source, file, statement) ?? []) : [];
  return [...facts.imports.map((fact) => imported(source, file, fact)), ...required].sort((left, right) => left.start - right.start);
});

/** The names between an import's braces. */
export const namesOf = ({ bindings }: Declaration): Binding[] => bindings.filter(isNamed);

export const isNamed = ({ imported }: Binding): boolean => imported !== "*" && imported !== "default";

function imported(source: SourceView, file: string, { node, specifier, bindings }: ImportFact): Declaration {
  return {
    specifier,
    isRequire: false,
    ...source.offsets({ file, node }),
    bindings: bindings.map(({ node: own, local, imported, typeOnly }) => ({
      local,
      imported,
      typeOnly: typeOnly ?? false,
      ...source.offsets({ file, node: own }),
    })),
  };
}

/** `const { Provider } = require("@glacier/core")`, alone in its statement. */
function requiredBy(source: SourceView, file: string, statement: Statement): Declaration | undefined {
  if (statement.kind !== "variables" || statement.declarations.length !== 1) return undefined;
  const [{ target, value } = { target: undefined, value: undefined }] = statement.declarations;
  if (!target || value?.kind !== "call" || value.callee.kind !== "name" || value.callee.name !== "require") return undefined;
  const [given] = value.arguments;
  if (given?.kind !== "literal" || typeof given.value !== "string") return undefined;
  const bindings = bindingsOf(source, file, target);
  return bindings && { specifier: given.value, isRequire: true, ...source.offsets({ file, node: statement.node }), bindings };
}

function bindingsOf(source: SourceView, file: string, target: Pattern): Binding[] | undefined {
  if (target.kind === "bind")
    return [{ local: target.name, imported: "*", typeOnly: false, ...source.offsets({ file, node: target.node }) }];
  if (target.kind !== "object-pattern" || target.rest) return undefined;
  const text = source.text(file);
  const bindings = target.properties.map(({ key, target: own, default: fallback }): Binding | undefined => {
    if (typeof key !== "string" || own.kind !== "bind" || fallback) return undefined;
    const { start, end } = source.offsets({ file, node: own.node });
    // What is renamed begins with the name that it has in the module.
    const renamed = key === own.name ? undefined : /[\w$]+\s*:\s*$/.exec(text.slice(0, start));
    return { local: own.name, imported: key, typeOnly: false, start: renamed?.index ?? start, end };
  });
  return bindings.every((binding) => binding !== undefined) ? bindings : undefined;
}
