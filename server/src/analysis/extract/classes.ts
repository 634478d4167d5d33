import type { ts } from "ts-morph";
import type { ClassFact, ClassMember, Expression } from "../facts/facts.ts";
import { readKey } from "./expressions.ts";
import { hasModifier } from "./modifiers.ts";
import type { Reader } from "./reader.ts";
import { typeName } from "./types.ts";

export function readClass(reader: Reader, node: ts.ClassLikeDeclaration): ClassFact {
  const { ts } = reader;
  const id = reader.mark(node);
  const clause = node.heritageClauses?.find((it) => it.token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  const parent = clause && reader.expression(clause.expression);
  const isAbstract = hasModifier(node, ts.SyntaxKind.AbstractKeyword);
  const decorators = decoratorsOf(reader, node).map((it) => reader.expression(it.expression));
  const members = node.members.flatMap((member) => readMember(reader, member));
  return {
    node: id,
    ...(node.name && { name: node.name.text }),
    ...(parent && { extends: parent }),
    ...(isAbstract && { isAbstract: true as const }),
    ...(decorators.length > 0 && { decorators }),
    members,
  };
}

const decoratorsOf = ({ ts }: Reader, node: ts.Node): readonly ts.Decorator[] =>
  ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [];

/** A decorator may put anything in the place of what a field is given. */
function readInitialValue(reader: Reader, node: ts.PropertyDeclaration): Expression | undefined {
  const { initializer } = node;
  if (decoratorsOf(reader, node).length === 0) return initializer && reader.expression(initializer);
  return { kind: "opaque", node: reader.mark(initializer ?? node), parts: initializer ? [reader.expression(initializer)] : [] };
}

function readMember(reader: Reader, node: ts.ClassElement): ClassMember[] {
  const { ts } = reader;
  const isStatic = hasModifier(node, ts.SyntaxKind.StaticKeyword);
  const isDecorated = decoratorsOf(reader, node).length > 0;
  const shared = { ...(isStatic && { static: true as const }), ...(isDecorated && { isDecorated: true as const }) };
  // An overload or an abstract member has no body and says nothing about values.
  if (ts.isConstructorDeclaration(node)) return node.body ? [{ kind: "constructor", function: reader.function(node) }] : [];
  if (ts.isMethodDeclaration(node)) {
    return node.body ? [{ kind: "method", ...shared, key: readKey(reader, node.name), function: reader.function(node) }] : [];
  }
  if (ts.isGetAccessor(node)) {
    return node.body ? [{ kind: "getter", ...shared, key: readKey(reader, node.name), function: reader.function(node) }] : [];
  }
  if (ts.isSetAccessor(node)) {
    return node.body ? [{ kind: "setter", ...shared, key: readKey(reader, node.name), function: reader.function(node) }] : [];
  }
  if (ts.isPropertyDeclaration(node)) {
    const type = node.type && typeName(reader, node.type);
    const value = readInitialValue(reader, node);
    const isPrivate = ts.isPrivateIdentifier(node.name) || hasModifier(node, ts.SyntaxKind.PrivateKeyword);
    return [
      {
        kind: "field",
        ...(isStatic && { static: true as const }),
        ...(isPrivate && { isPrivate: true as const }),
        key: readKey(reader, node.name),
        ...(value && { value }),
        ...(type && { type }),
      },
    ];
  }
  if (ts.isClassStaticBlockDeclaration(node)) return [{ kind: "static-block", body: reader.statements(node.body.statements) }];
  return [];
}
