import type { ClassMember, Expression, FileFacts, FunctionFact, Statement } from "./facts.ts";
import { once } from "./once.ts";
import { parameterHandingsOf } from "./parameter-handings.ts";
import { parameterWritesOf } from "./parameter-writes.ts";
import { namesOn } from "./written.ts";

/** What the names of a file lead others to, and what its functions write of what they are given, or give to others: as long as this is the same, it is the same to others. */
export function shapeOf({ imports, exports, body }: FileFacts): string {
  const imported = imports.map(({ specifier, bindings }) => [specifier, ...bindings.flatMap(({ local, imported }) => [local, imported])]);
  return [JSON.stringify([imported, exports]), ...body.map(shapeOfStatement)].join("\n");
}

const shapeOfStatement = once((statement: Statement): string => JSON.stringify(findShape(statement)));

function findShape(statement: Statement): unknown {
  if (statement.kind === "function-declaration") return [statement.name, shapeOfFunction(statement.function)];
  if (statement.kind === "class-declaration") return [statement.name, shapeOfClass(statement.class.extends, statement.class.members)];
  if (statement.kind !== "variables") return null;
  return statement.declarations.map(({ target, value }) => [
    target.kind === "bind"
      ? target.name
      : target.kind === "object-pattern"
        ? target.properties.map(({ key, target: to }) => [key, to])
        : "",
    value && shapeOfValue(value),
  ]);
}

function shapeOfValue(value: Expression): unknown {
  switch (value.kind) {
    case "function":
      return [value.kind, shapeOfFunction(value.function)];
    case "class":
      return [value.kind, shapeOfClass(value.class.extends, value.class.members)];
    case "object":
      return value.properties.map((it) => (it.kind === "value" ? [it.key, shapeOfValue(it.value)] : it.kind));
    case "new":
      return [value.kind, namesOn(value.callee)];
    case "call":
      return [value.kind, namesOn(value.callee), value.arguments.map((it) => (it.kind === "literal" ? it.value : ""))];
    default:
      return [value.kind, namesOn(value)];
  }
}

function shapeOfClass(base: Expression | undefined, members: readonly ClassMember[]): unknown {
  return [base && namesOn(base), members.map((it) => ("key" in it ? [it.kind, it.key, it.static, writesOf(it)] : [it.kind, writesOf(it)]))];
}

function writesOf(member: ClassMember): unknown {
  const fact: FunctionFact | undefined =
    "function" in member
      ? member.function
      : member.kind === "field" && member.value?.kind === "function"
        ? member.value.function
        : undefined;
  return fact && shapeOfFunction(fact);
}

const shapeOfFunction = (fact: FunctionFact): unknown => [parameterWritesOf(fact), parameterHandingsOf(fact)];
