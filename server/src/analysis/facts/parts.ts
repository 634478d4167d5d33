import type { ClassFact, ClassMember, Expression, FunctionFact, Pattern, Property, Statement } from "./facts.ts";

/** A part of a file's facts that says something by itself. */
export type Part = Expression | Statement | Pattern | Property | ClassMember | ((FunctionFact | ClassFact) & { kind?: undefined });

export const isPattern = (part: Statement | Pattern): part is Pattern =>
  part.kind === "bind" || part.kind === "object-pattern" || part.kind === "array-pattern" || part.kind === "place";

/** Visits the parts that one is made of, in the order of the source; not what these are made of. Names of members and labels are no parts. */
export function forEachPart(part: Part, visit: (part: Part) => void): void {
  switch (part.kind) {
    case "name":
    case "literal":
    case "this":
    case "super":
    case "bind":
    case "jump":
      return;
    case undefined:
      if ("parameters" in part) visitFunction(part, visit);
      else visitClass(part, visit);
      return;
    case "member":
      visit(part.object);
      return;
    case "call":
    case "new":
      visit(part.callee);
      for (const argument of part.arguments) visit(argument);
      return;
    case "index":
      visit(part.object);
      visit(part.index);
      return;
    case "expression":
    case "await":
    case "throw":
    case "spread":
      visit(part.value);
      return;
    case "binary":
    case "logical":
      visit(part.left);
      visit(part.right);
      return;
    case "unary":
      visit(part.operand);
      return;
    case "object":
      for (const property of part.properties) visit(property);
      return;
    case "array":
      for (const item of part.items) visit(item);
      return;
    case "template":
      for (const value of part.values) visit(value);
      return;
    case "function":
    case "function-declaration":
    case "constructor":
      visit(part.function);
      return;
    case "class":
    case "class-declaration":
      visit(part.class);
      return;
    case "conditional":
      visit(part.test);
      visit(part.whenTrue);
      visit(part.whenFalse);
      return;
    case "assign":
      visit(part.target);
      visit(part.value);
      return;
    case "yield":
    case "return":
      if (part.value) visit(part.value);
      return;
    case "element":
      visit(part.component);
      visit(part.properties);
      return;
    case "import":
      visit(part.specifier);
      return;
    case "sequence":
    case "opaque":
      for (const each of part.parts) visit(each);
      return;
    case "value":
    case "getter":
    case "setter":
    case "method":
      if (typeof part.key !== "string") visit(part.key);
      visit(part.kind === "value" ? part.value : part.function);
      return;
    case "field":
      if (typeof part.key !== "string") visit(part.key);
      if (part.value) visit(part.value);
      return;
    case "static-block":
    case "block":
      for (const statement of part.body) visit(statement);
      return;
    case "variables":
      for (const { target, value } of part.declarations) {
        visit(target);
        if (value) visit(value);
      }
      return;
    case "if":
      visit(part.test);
      visit(part.whenTrue);
      if (part.whenFalse) visit(part.whenFalse);
      return;
    case "for":
      if (part.initial) visit(part.initial);
      if (part.test) visit(part.test);
      if (part.update) visit(part.update);
      visit(part.body);
      return;
    case "for-of":
      visit(part.target);
      visit(part.iterable);
      visit(part.body);
      return;
    case "while":
      visit(part.test);
      visit(part.body);
      return;
    case "switch":
      visit(part.subject);
      for (const { test, body } of part.cases) {
        if (test) visit(test);
        for (const statement of body) visit(statement);
      }
      return;
    case "try":
      for (const statement of part.body) visit(statement);
      if (part.parameter) visit(part.parameter);
      for (const statement of part.handler ?? []) visit(statement);
      for (const statement of part.finalizer ?? []) visit(statement);
      return;
    case "labelled":
      visit(part.body);
      return;
    case "object-pattern":
      for (const { key, target, default: otherwise } of part.properties) {
        if (typeof key !== "string") visit(key);
        visit(target);
        if (otherwise) visit(otherwise);
      }
      if (part.rest) visit(part.rest);
      return;
    case "array-pattern":
      for (const item of part.items) {
        if (!item) continue;
        visit(item.target);
        if (item.default) visit(item.default);
      }
      if (part.rest) visit(part.rest);
      return;
    case "place":
      visit(part.place);
      return;
    default:
      part satisfies never;
  }
}

function visitFunction({ parameters, body }: FunctionFact, visit: (part: Part) => void): void {
  for (const { target, default: otherwise } of parameters) {
    visit(target);
    if (otherwise) visit(otherwise);
  }
  if (Array.isArray(body)) for (const statement of body) visit(statement);
  else visit(body);
}

function visitClass({ extends: parent, decorators = [], members }: ClassFact, visit: (part: Part) => void): void {
  if (parent) visit(parent);
  for (const decorator of decorators) visit(decorator);
  for (const member of members) visit(member);
}
