import type { ts } from "ts-morph";
import type { Pattern, PatternProperty, WrittenType } from "../facts/facts.ts";
import { readKey } from "./expressions.ts";
import type { Reader } from "./reader.ts";
import { isPlainName, memberTypes, writtenType } from "./types.ts";

/** The left side of a declaration or a parameter. */
export function readPattern(reader: Reader, node: ts.BindingName, annotation?: ts.TypeNode): Pattern {
  const { ts } = reader;
  const id = reader.mark(node);
  // `string` and its like say nothing.
  const type = annotation && !ts.isTokenKind(annotation.kind) ? annotation : undefined;
  if (ts.isIdentifier(node)) return { kind: "bind", node: id, name: node.text, ...(type && writtenType(reader, type)) };
  const members = type && memberTypes(reader, type);
  if (ts.isArrayBindingPattern(node)) return readArrayBinding(reader, id, node);
  const properties: PatternProperty[] = [];
  let rest: Pattern | undefined;
  for (const element of node.elements) {
    const plainKey = element.propertyName ?? element.name;
    const { type: of, isOptional = true } = (ts.isIdentifier(plainKey) && members?.get(plainKey.text)) || {};
    const target = isOptional ? reader.pattern(element.name, of) : readTarget(reader, { name: element.name, type: of });
    if (element.dotDotDotToken) rest = target;
    else {
      const key = element.propertyName ? readKey(reader, element.propertyName) : ts.isIdentifier(element.name) ? element.name.text : "";
      properties.push({ key, target, ...(element.initializer && { default: reader.expression(element.initializer) }) });
    }
  }
  return { kind: "object-pattern", node: id, properties, ...(rest && { rest }), ...(type && wholeType(reader, type)) };
}

/** The same of what is given something, if its type says that it is. */
export function readTarget(reader: Reader, { name, type }: { name: ts.BindingName; type?: ts.TypeNode | undefined }): Pattern {
  const target = reader.pattern(name, type);
  return type && target.kind === "bind" && target.type !== undefined && isPlainName(reader, type) ? { ...target, isThere: true } : target;
}

/** What a type says of what is taken apart, which what is taken out of it knows itself unless it comes from another type. */
function wholeType(reader: Reader, type: ts.TypeNode): WrittenType {
  const { typesOf, ...others } = writtenType(reader, type);
  return others;
}

/** The left side of an assignment. */
export function readAssignmentPattern(reader: Reader, node: ts.Expression): Pattern {
  const { ts } = reader;
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAsExpression(node))
    return reader.assignmentPattern(node.expression);
  const id = reader.mark(node);
  if (ts.isIdentifier(node)) return { kind: "bind", node: id, name: node.text };
  if (ts.isArrayLiteralExpression(node)) {
    const spread = node.elements.find(ts.isSpreadElement);
    const items = node.elements
      .filter((element) => !ts.isSpreadElement(element))
      .map((element) => (ts.isOmittedExpression(element) ? null : withDefault(reader, element)));
    return { kind: "array-pattern", node: id, items, ...(spread && { rest: reader.assignmentPattern(spread.expression) }) };
  }
  if (!ts.isObjectLiteralExpression(node)) return { kind: "place", node: id, place: reader.expression(node) };
  const properties: PatternProperty[] = [];
  let rest: Pattern | undefined;
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) rest = reader.assignmentPattern(property.expression);
    else if (ts.isPropertyAssignment(property))
      properties.push({ key: readKey(reader, property.name), ...withDefault(reader, property.initializer) });
    else if (ts.isShorthandPropertyAssignment(property)) {
      const { name, objectAssignmentInitializer: initializer } = property;
      properties.push({
        key: name.text,
        target: reader.assignmentPattern(name),
        ...(initializer && { default: reader.expression(initializer) }),
      });
    }
  }
  return { kind: "object-pattern", node: id, properties, ...(rest && { rest }) };
}

function readArrayBinding(reader: Reader, id: number, node: ts.ArrayBindingPattern): Pattern {
  const { ts } = reader;
  let rest: Pattern | undefined;
  const items: ({ target: Pattern; default?: ReturnType<Reader["expression"]> } | null)[] = [];
  for (const element of node.elements) {
    if (ts.isOmittedExpression(element)) items.push(null);
    else if (element.dotDotDotToken) rest = reader.pattern(element.name);
    else
      items.push({ target: reader.pattern(element.name), ...(element.initializer && { default: reader.expression(element.initializer) }) });
  }
  return { kind: "array-pattern", node: id, items, ...(rest && { rest }) };
}

function withDefault(reader: Reader, node: ts.Expression): { target: Pattern; default?: ReturnType<Reader["expression"]> } {
  const { ts } = reader;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    return { target: reader.assignmentPattern(node.left), default: reader.expression(node.right) };
  }
  return { target: reader.assignmentPattern(node) };
}
