import type { ts } from "ts-morph";
import { type Expression, NEW_TARGET, type NodeId, type Property } from "../facts/facts.ts";
import { readElement } from "./elements.ts";
import type { Reader } from "./reader.ts";

/** An expression's facts. What has no bearing on how values flow becomes `opaque`: its parts are kept, its value is unknown. */
export function readExpression(reader: Reader, node: ts.Expression): Expression {
  const { ts } = reader;
  const K = ts.SyntaxKind;
  switch (node.kind) {
    case K.StringLiteral:
    case K.NoSubstitutionTemplateLiteral:
      return { kind: "literal", node: reader.mark(node), value: (node as ts.StringLiteral).text };
    case K.NumericLiteral:
      return { kind: "literal", node: reader.mark(node), value: Number((node as ts.NumericLiteral).text) };
    case K.BigIntLiteral: {
      const id = reader.mark(node);
      return {
        kind: "call",
        node: id,
        callee: reader.made(nameOf(id, "BigInt")),
        arguments: [textOf(id, (node as ts.BigIntLiteral).text)],
      };
    }
    case K.RegularExpressionLiteral: {
      const id = reader.mark(node);
      const { text } = node as ts.RegularExpressionLiteral;
      const end = text.lastIndexOf("/");
      const given = [textOf(id, text.slice(1, end)), textOf(id, text.slice(end + 1))];
      return { kind: "new", node: id, callee: reader.made(nameOf(id, "RegExp")), arguments: given };
    }
    case K.TaggedTemplateExpression:
      return readTagged(reader, node as ts.TaggedTemplateExpression);
    case K.TrueKeyword:
    case K.FalseKeyword:
      return { kind: "literal", node: reader.mark(node), value: node.kind === K.TrueKeyword };
    case K.NullKeyword:
      return { kind: "literal", node: reader.mark(node), value: null };
    case K.PrivateIdentifier:
      // `#name in object`.
      return { kind: "literal", node: reader.mark(node), value: (node as ts.Expression as ts.PrivateIdentifier).text };
    case K.Identifier:
      return readIdentifier(reader, node as ts.Identifier);
    case K.ThisKeyword:
      return { kind: "this", node: reader.mark(node) };
    case K.SuperKeyword:
      return { kind: "super", node: reader.mark(node) };
    // What only the type checker sees is looked through.
    case K.ParenthesizedExpression:
    case K.AsExpression:
    case K.SatisfiesExpression:
    case K.NonNullExpression:
    case K.TypeAssertionExpression:
    case K.ExpressionWithTypeArguments:
      return reader.expression((node as ts.ParenthesizedExpression).expression);
    case K.TemplateExpression: {
      const template = node as ts.TemplateExpression;
      const id = reader.mark(node);
      const texts = [template.head.text, ...template.templateSpans.map((span) => span.literal.text)];
      return { kind: "template", node: id, texts, values: template.templateSpans.map((span) => reader.expression(span.expression)) };
    }
    case K.ArrayLiteralExpression: {
      const id = reader.mark(node);
      return { kind: "array", node: id, items: (node as ts.ArrayLiteralExpression).elements.map(reader.expression) };
    }
    case K.OmittedExpression:
      return { kind: "literal", node: reader.mark(node), value: undefined };
    case K.ObjectLiteralExpression: {
      const id = reader.mark(node);
      return {
        kind: "object",
        node: id,
        properties: (node as ts.ObjectLiteralExpression).properties.flatMap((it) => readProperty(reader, it)),
      };
    }
    case K.ArrowFunction:
    case K.FunctionExpression: {
      const id = reader.mark(node);
      return { kind: "function", node: id, function: reader.function(node as ts.ArrowFunction) };
    }
    case K.ClassExpression: {
      const id = reader.mark(node);
      return { kind: "class", node: id, class: reader.class(node as ts.ClassExpression) };
    }
    case K.CallExpression:
      return readCall(reader, node as ts.CallExpression);
    case K.NewExpression: {
      const { expression, arguments: given } = node as ts.NewExpression;
      const id = reader.mark(node);
      return { kind: "new", node: id, callee: reader.expression(expression), arguments: (given ?? []).map(reader.expression) };
    }
    case K.PropertyAccessExpression: {
      const { expression, name, questionDotToken } = node as ts.PropertyAccessExpression;
      const id = reader.mark(node);
      const object = reader.expression(expression);
      const member: Expression = { kind: "member", node: id, object, name: name.text };
      if (questionDotToken) member.optional = true;
      return member;
    }
    case K.ElementAccessExpression: {
      const { expression, argumentExpression, questionDotToken } = node as ts.ElementAccessExpression;
      const id = reader.mark(node);
      const object = reader.expression(expression);
      const index = reader.expression(argumentExpression);
      return { kind: "index", node: id, object, index, ...(questionDotToken && { optional: true as const }) };
    }
    case K.ConditionalExpression: {
      const { condition, whenTrue, whenFalse } = node as ts.ConditionalExpression;
      const id = reader.mark(node);
      const test = reader.expression(condition);
      return { kind: "conditional", node: id, test, whenTrue: reader.expression(whenTrue), whenFalse: reader.expression(whenFalse) };
    }
    case K.BinaryExpression:
      return readBinary(reader, node as ts.BinaryExpression);
    case K.PrefixUnaryExpression:
    case K.PostfixUnaryExpression:
      return readUnary(reader, node as ts.PrefixUnaryExpression | ts.PostfixUnaryExpression);
    case K.TypeOfExpression: {
      const id = reader.mark(node);
      return { kind: "unary", node: id, operator: "typeof", operand: reader.expression((node as ts.TypeOfExpression).expression) };
    }
    case K.VoidExpression: {
      const id = reader.mark(node);
      return { kind: "unary", node: id, operator: "void", operand: reader.expression((node as ts.VoidExpression).expression) };
    }
    case K.DeleteExpression: {
      const id = reader.mark(node);
      const target = reader.assignmentPattern((node as ts.DeleteExpression).expression);
      return { kind: "assign", node: id, operator: "=", target, value: { kind: "literal", node: id, value: undefined } };
    }
    case K.AwaitExpression: {
      const id = reader.mark(node);
      return { kind: "await", node: id, value: reader.expression((node as ts.AwaitExpression).expression) };
    }
    case K.YieldExpression: {
      const { expression, asteriskToken } = node as ts.YieldExpression;
      const id = reader.mark(node);
      return {
        kind: "yield",
        node: id,
        ...(expression && { value: reader.expression(expression) }),
        ...(asteriskToken && { each: true as const }),
      };
    }
    case K.JsxElement:
    case K.JsxSelfClosingElement:
      return readElement(reader, node as ts.JsxElement | ts.JsxSelfClosingElement) ?? readOpaque(reader, node);
    case K.MetaProperty:
      return (node as ts.MetaProperty).keywordToken === K.NewKeyword
        ? { kind: "name", node: reader.mark(node), name: NEW_TARGET }
        : readOpaque(reader, node);
    case K.SpreadElement: {
      const id = reader.mark(node);
      return { kind: "spread", node: id, value: reader.expression((node as ts.SpreadElement).expression) };
    }
    default:
      return readOpaque(reader, node);
  }
}

const nameOf = (node: NodeId, name: string): Expression => ({ kind: "name", node, name });

const textOf = (node: NodeId, value: string): Expression => ({ kind: "literal", node, value });

/** A tag is called with the texts around the values, and the values. */
function readTagged(reader: Reader, node: ts.TaggedTemplateExpression): Expression {
  const { ts } = reader;
  const id = reader.mark(node);
  const callee = reader.expression(node.tag);
  const at = reader.mark(node.template);
  const { template } = node;
  const spans = ts.isTemplateExpression(template) ? template.templateSpans : [];
  const head = ts.isTemplateExpression(template) ? template.head.text : template.text;
  const texts = [head, ...spans.map(({ literal }) => literal.text)].map((text) => textOf(at, text));
  return {
    kind: "call",
    node: id,
    callee,
    arguments: [{ kind: "array", node: at, items: texts }, ...spans.map((it) => reader.expression(it.expression))],
  };
}

function readIdentifier(reader: Reader, node: ts.Identifier): Expression {
  return { kind: "name", node: reader.mark(node), name: node.text };
}

function readCall(reader: Reader, node: ts.CallExpression): Expression {
  const { ts } = reader;
  const id = reader.mark(node);
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === "require";
  const [named] = node.arguments;
  if ((isRequire || node.expression.kind === ts.SyntaxKind.ImportKeyword) && named && ts.isStringLiteralLike(named))
    reader.request(named.text);
  if (named && isMock(reader, node.expression)) {
    // Vitest takes `import("./cloud.ts")` in the place of the name, for its type.
    const module = ts.isCallExpression(named) && named.expression.kind === ts.SyntaxKind.ImportKeyword ? named.arguments[0] : named;
    if (module && ts.isStringLiteralLike(module)) reader.mock(module.text);
  }
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword && named)
    return { kind: "import", node: id, specifier: reader.expression(named) };
  const callee = reader.expression(node.expression);
  const given = node.arguments.map(reader.expression);
  const call: Expression = { kind: "call", node: id, callee, arguments: given };
  if (node.questionDotToken) call.optional = true;
  return call;
}

/** `vi.mock`, `jest.mock` and their like of other test runners. */
function isMock({ ts }: Reader, callee: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const { name, expression } = callee;
  return MOCKS.has(name.text) || (name.text === "module" && ts.isIdentifier(expression) && expression.text === "mock");
}

const MOCKS: ReadonlySet<string> = new Set(["mock", "doMock", "setMock", "mockModule", "unstable_mockModule"]);

function readBinary(reader: Reader, node: ts.BinaryExpression): Expression {
  const { ts } = reader;
  const K = ts.SyntaxKind;
  const operator = node.operatorToken.kind;
  const id = reader.mark(node);
  if (operator >= K.FirstAssignment && operator <= K.LastAssignment) {
    const target = reader.assignmentPattern(node.left);
    return { kind: "assign", node: id, operator: ts.tokenToString(operator) ?? "=", target, value: reader.expression(node.right) };
  }
  const left = reader.expression(node.left);
  const right = reader.expression(node.right);
  switch (operator) {
    case K.CommaToken:
      return { kind: "sequence", node: id, parts: [left, right] };
    case K.AmpersandAmpersandToken:
      return { kind: "logical", node: id, operator: "&&", left, right };
    case K.BarBarToken:
      return { kind: "logical", node: id, operator: "||", left, right };
    case K.QuestionQuestionToken:
      return { kind: "logical", node: id, operator: "??", left, right };
    default:
      return { kind: "binary", node: id, operator: ts.tokenToString(operator) ?? "", left, right };
  }
}

function readUnary(reader: Reader, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): Expression {
  const { ts } = reader;
  const id = reader.mark(node);
  const operator = ts.tokenToString(node.operator) ?? "";
  if (operator !== "++" && operator !== "--") return { kind: "unary", node: id, operator, operand: reader.expression(node.operand) };
  const target = reader.assignmentPattern(node.operand);
  return {
    kind: "assign",
    node: id,
    operator: operator === "++" ? "+=" : "-=",
    target,
    value: { kind: "literal", node: id, value: 1 },
    ...(node.kind === ts.SyntaxKind.PostfixUnaryExpression && { givesOld: true as const }),
  };
}

function readProperty(reader: Reader, node: ts.ObjectLiteralElementLike): Property[] {
  const { ts } = reader;
  const id = reader.mark(node);
  if (ts.isPropertyAssignment(node)) {
    return [{ kind: "value", node: id, key: readKey(reader, node.name), value: reader.expression(node.initializer) }];
  }
  if (ts.isShorthandPropertyAssignment(node))
    return [{ kind: "value", node: id, key: node.name.text, value: reader.expression(node.name) }];
  if (ts.isSpreadAssignment(node)) return [{ kind: "spread", node: id, value: reader.expression(node.expression) }];
  if (ts.isMethodDeclaration(node)) {
    const value: Expression = { kind: "function", node: reader.mark(node), function: reader.function(node) };
    return [{ kind: "value", node: id, key: readKey(reader, node.name), value }];
  }
  if (ts.isGetAccessor(node)) return [{ kind: "getter", node: id, key: readKey(reader, node.name), function: reader.function(node) }];
  if (ts.isSetAccessor(node)) return [{ kind: "setter", node: id, key: readKey(reader, node.name), function: reader.function(node) }];
  return [];
}

/** A property's name where the source says it, else the expression that computes it. */
export function readKey(reader: Reader, name: ts.PropertyName): string | Expression {
  const { ts } = reader;
  if (!ts.isComputedPropertyName(name)) return ts.isNumericLiteral(name) ? String(Number(name.text)) : name.text;
  const { expression } = name;
  if (ts.isStringLiteralLike(expression)) return expression.text;
  const isOfLanguage =
    ts.isPropertyAccessExpression(expression) && ts.isIdentifier(expression.expression) && expression.expression.text === "Symbol";
  return isOfLanguage ? `[Symbol.${expression.name.text}]` : reader.expression(expression);
}

function readOpaque(reader: Reader, node: ts.Node): Expression {
  const { ts } = reader;
  const id = reader.mark(node);
  const parts: Expression[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isTypeNode(child)) return;
    if (ts.isExpression(child)) parts.push(reader.expression(child));
    else ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
  return { kind: "opaque", node: id, parts };
}
