import type { ts } from "ts-morph";
import { DEFAULT_EXPORT, type Expression, type NodeId, type Pattern, type Property, type Statement } from "../facts/facts.ts";
import { hasModifier } from "./modifiers.ts";
import { mergedWith, readAlias, readNamespace } from "./namespaces.ts";
import { textOf } from "./node-text.ts";
import { readTarget } from "./patterns.ts";
import type { Reader } from "./reader.ts";

/**
 * The statements of a block. What is declared with `using` is disposed of behind those that follow, whatever happens in them. `siblings` are all
 * statements of the block.
 */
export function readStatements(reader: Reader, nodes: readonly ts.Statement[], siblings: readonly ts.Statement[] = nodes): Statement[] {
  const { ts } = reader;
  const index = nodes.findIndex((node) => ts.isVariableStatement(node) && (node.declarationList.flags & ts.NodeFlags.Using) !== 0);
  const using = nodes[index];
  if (!using) return nodes.flatMap((node) => readStatement(reader, node, siblings));
  const before = nodes.slice(0, index + 1).flatMap((node) => readStatement(reader, node, siblings));
  const body = reader.statements(nodes.slice(index + 1), siblings);
  const { declarationList } = using as ts.VariableStatement;
  const finalizer = declarationList.declarations.toReversed().flatMap((it) => readDisposal(reader, it, declarationList));
  return [...before, { kind: "try", node: reader.mark(using), body, finalizer }];
}

function readDisposal(reader: Reader, { name }: ts.VariableDeclaration, { flags }: ts.VariableDeclarationList): Statement[] {
  const { ts } = reader;
  if (!ts.isIdentifier(name)) return [];
  const node = reader.mark(name);
  const isAwaited = (flags & ts.NodeFlags.AwaitUsing) === ts.NodeFlags.AwaitUsing;
  const object: Expression = { kind: "name", node, name: name.text };
  const callee: Expression = { kind: "member", node, object, name: `[Symbol.${isAwaited ? "asyncDispose" : "dispose"}]`, optional: true };
  const value: Expression = { kind: "call", node, callee, arguments: [], optional: true };
  return [reader.made({ kind: "expression", node, value: isAwaited ? { kind: "await", node, value } : value })];
}

/** A statement's facts; none for what exists only for the type checker. `siblings` are the statements of the block or file that it stands in. */
function readStatement(reader: Reader, node: ts.Statement, siblings: readonly ts.Statement[]): Statement[] {
  const { ts } = reader;
  const K = ts.SyntaxKind;
  switch (node.kind) {
    case K.ExpressionStatement: {
      const id = reader.mark(node);
      return [{ kind: "expression", node: id, value: reader.expression((node as ts.ExpressionStatement).expression) }];
    }
    case K.VariableStatement:
      return [readVariables(reader, (node as ts.VariableStatement).declarationList, node)];
    case K.FunctionDeclaration: {
      const declaration = node as ts.FunctionDeclaration;
      if (!declaration.body) return [];
      const id = reader.mark(node);
      return [
        { kind: "function-declaration", node: id, name: declaration.name?.text ?? DEFAULT_EXPORT, function: reader.function(declaration) },
      ];
    }
    case K.ClassDeclaration: {
      const declaration = node as ts.ClassDeclaration;
      const id = reader.mark(node);
      return [{ kind: "class-declaration", node: id, name: declaration.name?.text ?? DEFAULT_EXPORT, class: reader.class(declaration) }];
    }
    case K.ModuleDeclaration:
      return readNamespace(reader, node as ts.ModuleDeclaration, siblings).map(reader.made);
    case K.ImportEqualsDeclaration:
      return readAlias(reader, node as ts.ImportEqualsDeclaration).map(reader.made);
    case K.EnumDeclaration:
      return readEnum(reader, node as ts.EnumDeclaration, siblings).map(reader.made);
    case K.ReturnStatement: {
      const id = reader.mark(node);
      const { expression } = node as ts.ReturnStatement;
      return [{ kind: "return", node: id, ...(expression && { value: reader.expression(expression) }) }];
    }
    case K.ThrowStatement: {
      const id = reader.mark(node);
      return [{ kind: "throw", node: id, value: reader.expression((node as ts.ThrowStatement).expression) }];
    }
    case K.IfStatement: {
      const { expression, thenStatement, elseStatement } = node as ts.IfStatement;
      const id = reader.mark(node);
      const test = reader.expression(expression);
      const whenTrue = one(reader, thenStatement);
      return [{ kind: "if", node: id, test, whenTrue, ...(elseStatement && { whenFalse: one(reader, elseStatement) }) }];
    }
    case K.Block: {
      const id = reader.mark(node);
      return [{ kind: "block", node: id, body: reader.statements((node as ts.Block).statements) }];
    }
    case K.ForStatement: {
      const { initializer, condition, incrementor, statement } = node as ts.ForStatement;
      const id = reader.mark(node);
      const initial = initializer && readInitializer(reader, initializer);
      return [
        {
          kind: "for",
          node: id,
          ...(initial && { initial }),
          ...(condition && { test: reader.expression(condition) }),
          ...(incrementor && { update: reader.expression(incrementor) }),
          body: one(reader, statement),
        },
      ];
    }
    case K.ForOfStatement:
    case K.ForInStatement: {
      const { initializer, expression, statement } = node as ts.ForOfStatement | ts.ForInStatement;
      const id = reader.mark(node);
      const target: Statement | Pattern = ts.isVariableDeclarationList(initializer)
        ? readVariables(reader, initializer, initializer)
        : reader.assignmentPattern(initializer);
      const awaited = node.kind === K.ForOfStatement && (node as ts.ForOfStatement).awaitModifier;
      const iterated = reader.expression(expression);
      const iterable: Expression = awaited ? { kind: "await", node: reader.mark(awaited), value: iterated } : iterated;
      return [
        {
          kind: "for-of",
          node: id,
          target,
          iterable,
          ...(node.kind === K.ForInStatement && { keys: true as const }),
          body: one(reader, statement),
        },
      ];
    }
    case K.WhileStatement:
    case K.DoStatement: {
      const { expression, statement } = node as ts.WhileStatement | ts.DoStatement;
      const id = reader.mark(node);
      const test = reader.expression(expression);
      return [
        { kind: "while", node: id, test, body: one(reader, statement), ...(node.kind === K.DoStatement && { checkLast: true as const }) },
      ];
    }
    case K.SwitchStatement: {
      const { expression, caseBlock } = node as ts.SwitchStatement;
      const id = reader.mark(node);
      const subject = reader.expression(expression);
      const cases = caseBlock.clauses.map((clause) => ({
        ...(ts.isCaseClause(clause) && { test: reader.expression(clause.expression) }),
        body: reader.statements(clause.statements),
      }));
      return [{ kind: "switch", node: id, subject, cases }];
    }
    case K.TryStatement: {
      const { tryBlock, catchClause, finallyBlock } = node as ts.TryStatement;
      const id = reader.mark(node);
      const body = reader.statements(tryBlock.statements);
      const parameter = catchClause?.variableDeclaration && reader.pattern(catchClause.variableDeclaration.name);
      return [
        {
          kind: "try",
          node: id,
          body,
          ...(parameter && { parameter }),
          ...(catchClause && { handler: reader.statements(catchClause.block.statements) }),
          ...(finallyBlock && { finalizer: reader.statements(finallyBlock.statements) }),
        },
      ];
    }
    case K.BreakStatement:
    case K.ContinueStatement: {
      const { label } = node as ts.BreakOrContinueStatement;
      return [
        {
          kind: "jump",
          node: reader.mark(node),
          jump: node.kind === K.BreakStatement ? "break" : "continue",
          ...(label && { label: label.text }),
        },
      ];
    }
    case K.LabeledStatement: {
      const { label, statement } = node as ts.LabeledStatement;
      const id = reader.mark(node);
      return [{ kind: "labelled", node: id, label: label.text, body: one(reader, statement) }];
    }
    case K.ExportAssignment: {
      const id = reader.mark(node);
      const value = reader.expression((node as ts.ExportAssignment).expression);
      const target: Pattern = reader.made({ kind: "bind", node: id, name: DEFAULT_EXPORT });
      return [{ kind: "variables", node: id, declaration: "const", declarations: [{ node: id, target, value }] }];
    }
    default:
      return [];
  }
}

function one(reader: Reader, node: ts.Statement): Statement {
  const [statement, ...more] = reader.statements([node]);
  if (statement && more.length === 0) return statement;
  return { kind: "block", node: reader.mark(node), body: statement ? [statement, ...more] : [] };
}

function readInitializer(reader: Reader, node: ts.ForInitializer): Statement {
  if (reader.ts.isVariableDeclarationList(node)) return readVariables(reader, node, node);
  const id = reader.mark(node);
  return { kind: "expression", node: id, value: reader.expression(node) };
}

function readVariables(reader: Reader, list: ts.VariableDeclarationList, owner: ts.Node): Statement & { kind: "variables" } {
  const { ts } = reader;
  const id = reader.mark(owner);
  const declaration = list.flags & (ts.NodeFlags.Const | ts.NodeFlags.Using) ? "const" : list.flags & ts.NodeFlags.Let ? "let" : "var";
  const isDeclared = hasModifier(owner, ts.SyntaxKind.DeclareKeyword);
  const declarations = list.declarations.map((it) => {
    const node = reader.mark(it);
    const target = readTarget(reader, it);
    // `declare const x: T` has a value, but not one that the source shows.
    const value: Expression | undefined = it.initializer
      ? reader.expression(it.initializer)
      : isDeclared
        ? { kind: "opaque", node, parts: [] }
        : undefined;
    if (!value) return { node, target };
    nameAfter(value, it.name.kind === ts.SyntaxKind.Identifier ? (it.name as ts.Identifier).text : undefined);
    return { node, target, value };
  });
  return { kind: "variables", node: id, declaration: declaration, declarations };
}

/** A function or class without a name goes by that of what it is first given to. */
function nameAfter(value: Expression, name: string | undefined): void {
  if (name === undefined) return;
  if (value.kind === "function") value.function.name ??= name;
  else if (value.kind === "class") value.class.name ??= name;
}

/** Nothing is known of one that another declaration of its name adds to. */
function readEnum(reader: Reader, node: ts.EnumDeclaration, siblings: readonly ts.Statement[]): Statement[] {
  const { ts } = reader;
  if (mergedWith(reader, node.name.text, node, siblings).length > 0) return [];
  const id = reader.mark(node);
  let next: number | undefined = 0;
  const properties = node.members.flatMap((member) => {
    const memberId = reader.mark(member);
    const key = ts.isIdentifier(member.name) || ts.isStringLiteralLike(member.name) ? member.name.text : textOf(reader, member.name);
    if (member.initializer) {
      const value = reader.expression(member.initializer);
      next = value.kind === "literal" && typeof value.value === "number" ? value.value + 1 : undefined;
      return enumMember(memberId, key, value);
    }
    const value: Expression =
      next === undefined ? { kind: "opaque", node: memberId, parts: [] } : { kind: "literal", node: memberId, value: next };
    if (next !== undefined) next++;
    return enumMember(memberId, key, value);
  });
  const target: Pattern = { kind: "bind", node: reader.mark(node.name), name: node.name.text };
  const declarations = [{ node: id, target, value: { kind: "object" as const, node: id, properties } }];
  return [{ kind: "variables", node: id, declaration: "const", declarations }];
}

/** A member by its name, and its name by the number that it is. */
function enumMember(node: NodeId, key: string, value: Expression): Property[] {
  const member: Property = { kind: "value", node, key, value };
  if (value.kind !== "literal" || typeof value.value !== "number") return [member];
  return [member, { kind: "value", node, key: String(value.value), value: { kind: "literal", node, value: key } }];
}
