import type { ts } from "ts-morph";
import type { Expression, Pattern, Property, Statement } from "../facts/facts.ts";
import { declaredNames } from "../facts/names.ts";
import { hasModifier } from "./modifiers.ts";
import type { Reader } from "./reader.ts";

/**
 * `namespace Name { … }`: an object of what it exports, made where it stands. Of one that shares its name with something else beside it, which
 * `siblings` tell, nothing is known but that it is an object: its exports come from several places.
 */
export function readNamespace(reader: Reader, node: ts.ModuleDeclaration, siblings: readonly ts.Statement[]): Statement[] {
  const { name, body } = node;
  if (!reader.ts.isIdentifier(name) || !body || !hasValue(reader, node)) return [];
  const others = mergedWith(reader, name.text, node, siblings);
  // What it adds to has members of its own, and others that nothing is known of.
  if (others.some((it) => reader.ts.isClassDeclaration(it) || reader.ts.isFunctionDeclaration(it))) return [];
  const id = reader.mark(node);
  const target: Pattern = { kind: "bind", node: reader.mark(name), name: name.text };
  if (others.length > 0) {
    const unknown: Property = { kind: "spread", node: id, value: { kind: "opaque", node: id, parts: [] } };
    const value: Expression = { kind: "object", node: id, properties: [unknown] };
    return [{ kind: "variables", node: id, declaration: "const", declarations: [{ node: id, target, value }] }];
  }
  const { statements, exported } = reader.nested(() => readBody(reader, body));
  const object: Expression = { kind: "object", node: reader.mark(name), properties: exported };
  const made: Statement[] = [...statements, { kind: "return", node: reader.mark(name), value: object }];
  const callee: Expression = {
    kind: "function",
    node: id,
    function: { node: id, name: name.text, parameters: [], body: made, arrow: true },
  };
  const value: Expression = { kind: "call", node: id, callee, arguments: [] };
  return [{ kind: "variables", node: id, declaration: "const", declarations: [{ node: id, target, value }] }];
}

/** `import Name = Other.name`. */
export function readAlias(reader: Reader, node: ts.ImportEqualsDeclaration): Statement[] {
  const { ts } = reader;
  if (ts.isExternalModuleReference(node.moduleReference) || node.isTypeOnly) return [];
  const id = reader.mark(node);
  const target: Pattern = { kind: "bind", node: reader.mark(node.name), name: node.name.text };
  const value = readEntity(reader, node.moduleReference);
  return [{ kind: "variables", node: id, declaration: "const", declarations: [{ node: id, target, value }] }];
}

function readEntity(reader: Reader, name: ts.EntityName): Expression {
  const node = reader.mark(name);
  if (reader.ts.isIdentifier(name)) return { kind: "name", node, name: name.text };
  return { kind: "member", node, object: readEntity(reader, name.left), name: name.right.text };
}

function readBody(reader: Reader, body: ts.ModuleDeclaration["body"]): { statements: Statement[]; exported: Property[] } {
  const { ts } = reader;
  if (!body || ts.isIdentifier(body)) return { statements: [], exported: [] };
  // `namespace Outer.Inner`
  const nodes: readonly ts.Statement[] = ts.isModuleBlock(body) ? body.statements : [body as ts.ModuleDeclaration];
  const statements: Statement[] = [];
  const exported: Property[] = [];
  for (const node of nodes) {
    const read = reader.statements([node], nodes);
    statements.push(...read);
    if (!ts.isModuleBlock(body) || hasModifier(node, ts.SyntaxKind.ExportKeyword))
      exported.push(...read.flatMap((it) => declaredNames(it).flatMap((name) => readExport(reader, node, name, isVariable(it)))));
  }
  return { statements, exported };
}

/** What is exported is read as what it is at that time, and another value may be given to a variable from outside. */
function readExport(reader: Reader, statement: ts.Statement, name: string, isVariable: boolean): Property[] {
  const node = reader.mark(statement);
  const value: Expression = { kind: "name", node, name };
  if (!isVariable) return [{ kind: "value", node, key: name, value }];
  return [
    { kind: "getter", node, key: name, function: { node: reader.mark(statement), parameters: [], body: value, arrow: true } },
    { kind: "setter", node, key: name, function: readSetter(reader, statement, name) },
  ];
}

function readSetter(reader: Reader, statement: ts.Statement, name: string): (Property & { kind: "setter" })["function"] {
  const node = reader.mark(statement);
  const bind = (of: string): Pattern => ({ kind: "bind", node, name: of });
  const value: Expression = { kind: "name", node, name: GIVEN };
  const assign: Expression = { kind: "assign", node: reader.mark(statement), operator: "=", target: bind(name), value };
  return { node, parameters: [{ node: reader.mark(statement), target: bind(GIVEN) }], body: assign, arrow: true };
}

/** No identifier can be written like this. */
const GIVEN = "*given*";

const isVariable = (statement: Statement): boolean => statement.kind === "variables" && statement.declaration !== "const";

/** Whether something of it is there at run time. */
function hasValue(reader: Reader, node: ts.Statement): boolean {
  const { ts } = reader;
  if (hasModifier(node, ts.SyntaxKind.DeclareKeyword) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return false;
  if (!ts.isModuleDeclaration(node)) return true;
  const { body } = node;
  if (!body || ts.isIdentifier(body)) return false;
  return ts.isModuleBlock(body) ? body.statements.some((it) => hasValue(reader, it)) : hasValue(reader, body as ts.ModuleDeclaration);
}

/** What else among its siblings has the same name at run time. */
export function mergedWith(reader: Reader, name: string, node: ts.Statement, siblings: readonly ts.Statement[]): ts.Statement[] {
  const known = named.get(siblings) ?? byName(reader, siblings);
  named.set(siblings, known);
  return (known.get(name) ?? []).filter((it) => it !== node);
}

/** What may be merged, looked up once for all statements of a block: each of them asks. */
const named = new WeakMap<readonly ts.Statement[], ReadonlyMap<string, readonly ts.Statement[]>>();

function byName(reader: Reader, siblings: readonly ts.Statement[]): ReadonlyMap<string, readonly ts.Statement[]> {
  const { ts } = reader;
  const found = new Map<string, ts.Statement[]>();
  for (const it of siblings) {
    const isNamed = ts.isModuleDeclaration(it) || ts.isClassDeclaration(it) || ts.isFunctionDeclaration(it) || ts.isEnumDeclaration(it);
    if (!isNamed || !it.name || !hasValue(reader, it)) continue;
    const known = found.get(it.name.text);
    if (known) known.push(it);
    else found.set(it.name.text, [it]);
  }
  return found;
}
