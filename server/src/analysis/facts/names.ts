import { type FileFacts, type FunctionFact, type Pattern, type Statement, WHOLE_MODULE } from "./facts.ts";

/** The names that a statement declares. */
export function declaredNames(statement: Statement): string[] {
  switch (statement.kind) {
    case "variables":
      return statement.declarations.flatMap(({ target }) => boundNames(target));
    case "function-declaration":
    case "class-declaration":
      return [statement.name];
    default:
      return [];
  }
}

/** Every name that a module's top level declares or imports. */
export function declaredNamesOf(facts: FileFacts): Set<string> {
  const imported = facts.imports.flatMap(({ bindings }) => bindings.map(({ local }) => local));
  return new Set([...imported, ...facts.body.flatMap(declaredNames)]);
}

/** The names that a function declares for all of its body: its parameters, and what its outermost statements declare. */
export function namesOfFunction({ parameters, body }: FunctionFact): string[] {
  const statements = Array.isArray(body) ? body : [];
  return [...parameters.flatMap(({ target }) => boundNames(target)), ...statements.flatMap(declaredNames)];
}

/** The names that a pattern gives values to. */
export function boundNames(pattern: Pattern): string[] {
  switch (pattern.kind) {
    case "bind":
      return [pattern.name];
    case "object-pattern":
      return [...pattern.properties.flatMap(({ target }) => boundNames(target)), ...(pattern.rest ? boundNames(pattern.rest) : [])];
    case "array-pattern":
      return [...pattern.items.flatMap((item) => (item ? boundNames(item.target) : [])), ...(pattern.rest ? boundNames(pattern.rest) : [])];
    case "place":
      return [];
  }
}

/** The variable that stands for what `exports.name = …` exports; no identifier can be written like this. */
export const commonName = (name: string): string => `*exports.${name}*`;

/** The name by which the source knows a variable: `name` in `exports.name = …`; undefined where it says none. */
export function nameInSource(variable: string): string | undefined {
  if (!variable.startsWith("*")) return variable;
  const exported = /^\*exports\.(.+)\*$/.exec(variable)?.[1];
  return exported === WHOLE_MODULE ? undefined : exported;
}
