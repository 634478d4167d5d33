import { cloudDescriptors } from "@glacier/core/clouds";
import type { ts } from "ts-morph";
import type { TypeUse } from "../facts/facts.ts";
import type { TypeScript } from "../facts/typescript.ts";

/** Where names stand as types, in the order of the source. */
export function readTypeUses(ts: TypeScript, source: ts.SourceFile): TypeUse[] {
  const uses: TypeUse[] = [];
  const add = (place: ts.Node, name: string | undefined, more: Pick<TypeUse, "specifier" | "isInUnion"> = {}): void => {
    if (name !== undefined) uses.push({ name, start: ts.getTokenPosOfNode(place, source), end: place.end, ...more });
  };
  const visit = (node: ts.Node, parent?: ts.Node): void => {
    const isInUnion = parent && ts.isUnionTypeNode(parent) && { isInUnion: true as const };
    if (ts.isTypeReferenceNode(node)) {
      const [argument] = node.typeArguments ?? [];
      const isInstance = ts.isIdentifier(node.typeName) && node.typeName.text === "InstanceType";
      // `InstanceType<typeof AWSProvider>` is the class as a type, spelled another way.
      if (isInstance && argument && ts.isTypeQueryNode(argument)) add(node, entityName(ts, argument.exprName), { ...isInUnion });
      else add(node.typeName, entityName(ts, node.typeName), { ...isInUnion });
    }
    if (ts.isImportTypeNode(node) && !node.isTypeOf && node.qualifier) {
      const { argument } = node;
      const specifier = ts.isLiteralTypeNode(argument) && ts.isStringLiteral(argument.literal) ? argument.literal.text : undefined;
      if (specifier !== undefined) add(node, entityName(ts, node.qualifier), { specifier, ...isInUnion });
    }
    // What an interface extends and a class implements is written like a value.
    if (ts.isHeritageClause(node) && (ts.SyntaxKind.ImplementsKeyword === node.token || (parent && ts.isInterfaceDeclaration(parent))))
      for (const { expression } of node.types) add(expression, memberName(ts, expression));
    ts.forEachChild(node, (child) => visit(child, node));
  };
  visit(source);
  return uses.sort((left, right) => left.start - right.start);
}

/** Whether a text names a class of V2 at all. */
export const namesLegacyProvider = (text: string): boolean => LEGACY.test(text);

const LEGACY = new RegExp(`\\b(?:${cloudDescriptors.flatMap(({ legacyProvider }) => legacyProvider?.className ?? []).join("|")})\\b`);

function entityName(ts: TypeScript, name: ts.EntityName): string | undefined {
  if (ts.isIdentifier(name)) return name.text;
  return ts.isIdentifier(name.left) ? `${name.left.text}.${name.right.text}` : undefined;
}

function memberName(ts: TypeScript, expression: ts.Expression): string | undefined {
  if (ts.isIdentifier(expression)) return expression.text;
  if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression)) return undefined;
  return `${expression.expression.text}.${expression.name.text}`;
}
