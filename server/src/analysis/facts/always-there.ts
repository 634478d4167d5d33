import type { Expression, FileFacts, FunctionFact, Statement } from "./facts.ts";
import { namesOf } from "./file-names.ts";

/** A declaration of constants. */
export type Constants = Statement & { kind: "variables" };

/**
 * Whether an expression comes to the same whenever it is evaluated: it is made of literals, of what is imported, of constants, those around it among
 * them, of the environment, and of what else is said to be given.
 */
export function isAlwaysThere(
  value: Expression,
  facts: FileFacts,
  around: readonly Constants[],
  calls: readonly string[] = [],
  isGiven: (part: Expression) => boolean = () => false,
): boolean {
  const isThere = (part: Expression): boolean => isAlwaysThere(part, facts, around, calls, isGiven);
  if (isGiven(value)) return true;
  switch (value.kind) {
    case "literal":
      return true;
    case "name":
      return isFixed(value.name, facts, around, calls);
    case "new":
      return isImport(value.callee, facts) && value.arguments.every(isThere);
    case "call":
      return isRepeatable(value, facts, calls) && value.arguments.every(isThere);
    case "member":
      return isEnvironment(value.object);
    case "array":
      return value.items.every(isThere);
    case "object":
      return value.properties.every((it) => it.kind === "value" && typeof it.key === "string" && isThere(it.value));
    case "template":
      return value.values.every(isThere);
    case "conditional":
      return [value.test, value.whenTrue, value.whenFalse].every(isThere);
    case "logical":
    case "binary":
      return isThere(value.left) && isThere(value.right);
    case "unary":
      return isThere(value.operand);
    case "await":
      return isThere(value.value);
    default:
      return false;
  }
}

/** The constants that a body declares, outside of the blocks in it. */
export const constantsIn = (body: unknown): Constants[] =>
  // A body is a list of statements, or an expression.
  Array.isArray(body)
    ? (body as Statement[]).filter((it) => it.kind === "variables" && it.declaration === "const").map((it) => it as Constants)
    : [];

/** Whether all that a declaration declares is always there. */
export const areAlwaysThere = (
  { declarations }: Constants,
  facts: FileFacts,
  around: readonly Constants[],
  calls: readonly string[] = [],
): boolean =>
  declarations.every(({ target, value }) => target.kind === "bind" && value !== undefined && isAlwaysThere(value, facts, around, calls));

/** `XConfig.fromEnv()`, or a call of a function of the file that gives the same each time. */
function isRepeatable({ callee, arguments: given }: Expression & { kind: "call" }, facts: FileFacts, calls: readonly string[]): boolean {
  if (callee.kind === "member") return callee.name === "fromEnv" && isImport(callee.object, facts);
  if (callee.kind !== "name" || given.length > 0 || calls.includes(callee.name) || !isDeclaredOnce(callee.name, facts)) return false;
  const made = functionOf(callee.name, facts);
  return made !== undefined && givesTheSame(made, facts, [...calls, callee.name]);
}

const functionOf = (name: string, { body }: FileFacts): FunctionFact | undefined =>
  body.flatMap(functionsIn).find((it) => it.name === name)?.function;

/** The functions that a statement declares, also as constants. */
export function functionsIn(statement: Statement): { name: string; function: FunctionFact }[] {
  if (statement.kind === "function-declaration") return [statement];
  return constantsIn([statement])
    .flatMap(({ declarations }) => declarations)
    .flatMap(({ target, value }) =>
      target.kind === "bind" && value?.kind === "function" ? [{ name: target.name, function: value.function }] : [],
    );
}

/** Whether a function takes nothing, and gives the same whenever it is called. */
export function givesTheSame({ parameters, generator, body }: FunctionFact, facts: FileFacts, calls: readonly string[] = []): boolean {
  if (parameters.length > 0 || generator) return false;
  if (!Array.isArray(body)) return isAlwaysThere(body, facts, [], calls);
  const own = constantsIn(body);
  return body.every((statement) =>
    statement.kind === "return"
      ? statement.value !== undefined && isAlwaysThere(statement.value, facts, own, calls)
      : own.some((it) => it === statement && areAlwaysThere(it, facts, own, calls)),
  );
}

const isEnvironment = (value: Expression): boolean =>
  value.kind === "member" && value.name === "env" && value.object.kind === "name" && value.object.name === "process";

/** Whether something is imported, also as one of what is imported as a whole. */
function isImport(value: Expression, { body, imports }: FileFacts): boolean {
  const root = value.kind === "member" ? value.object : value;
  if (root.kind !== "name" || namesOf(body).binds.has(root.name)) return false;
  return imports.some(({ bindings }) => bindings.some(({ local }) => local === root.name));
}

/** Whether a name means what is imported, or a constant that is always there. */
function isFixed(name: string, facts: FileFacts, around: readonly Constants[], calls: readonly string[]): boolean {
  if (name === "undefined" || isImport({ kind: "name", node: 0, name }, facts)) return true;
  if (!isDeclaredOnce(name, facts)) return false;
  if (constantsIn(facts.body).some((it) => declares(it, name))) return true;
  const declaration = around.find((it) => declares(it, name));
  // Its own value does not mention it.
  return declaration !== undefined && areAlwaysThere(declaration, facts, around.slice(0, around.indexOf(declaration)), calls);
}

const isDeclaredOnce = (name: string, { body }: FileFacts): boolean => namesOf(body).binds.get(name) === 1;

const declares = ({ declarations }: Constants, name: string): boolean =>
  declarations.some(({ target }) => target.kind === "bind" && target.name === name);
