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

/** Whether a function declares a name for all of its body: by its parameters, or by its outermost statements. Makes no lists, since it is asked of many. */
export function declaresForBody({ parameters, body }: FunctionFact, name: string): boolean {
  if (parameters.some(({ target }) => binds(target, name))) return true;
  return Array.isArray(body) && body.some((statement) => declares(statement, name));
}

function declares(statement: Statement, name: string): boolean {
  if (statement.kind === "variables") return statement.declarations.some(({ target }) => binds(target, name));
  return (statement.kind === "function-declaration" || statement.kind === "class-declaration") && statement.name === name;
}

const binds = (pattern: Pattern, name: string): boolean =>
  pattern.kind === "bind" ? pattern.name === name : boundNames(pattern).includes(name);

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
