import type { ts } from "ts-morph";
import { NODE_GAP } from "../facts/align.ts";
import {
  DEFAULT_EXPORT,
  type ExportFact,
  type FileFacts,
  type ImportBinding,
  type ImportFact,
  type NodeId,
  type Pattern,
  type Section,
  type Statement,
  WHOLE_MODULE,
} from "../facts/facts.ts";
import { commonName, declaredNames } from "../facts/names.ts";
import { hasModifier } from "./modifiers.ts";
import { textOf } from "./node-text.ts";
import type { Reader } from "./reader.ts";

/** A file's imports, exports and top level. */
export function readModule(reader: Reader): Pick<FileFacts, "imports" | "exports" | "body" | "starts" | "sections"> {
  const imports: ImportFact[] = [];
  const exports: ExportFact[] = [];
  const body: Statement[] = [];
  const starts: NodeId[] = [];
  const sections: Section[] = [];
  for (const node of reader.source.statements) {
    const start = reader.next();
    const top = readTopLevel(reader, node);
    top.section.first = body.length;
    sections.push(top.section);
    imports.push(...top.imports);
    exports.push(...top.section.exports);
    body.push(...top.statements);
    starts.push(...top.statements.map(() => start));
    if (top.statements.length > 0) reader.free(NODE_GAP);
  }
  return { imports, exports, body, starts: [...starts, reader.next()], sections };
}

interface TopLevel {
  imports: ImportFact[];
  statements: Statement[];
  /** As the first of its file. */
  section: Section;
}

/** One statement of a file's top level. */
export function readTopLevel(reader: Reader, node: ts.Statement): TopLevel {
  const { ts, source } = reader;
  const sectionOf = (isLink: boolean, count: number, exports: ExportFact[]): Section => ({
    start: ts.getTokenPosOfNode(node, source),
    end: node.end,
    isClosed: isClosed(reader, node),
    isLink,
    first: 0,
    count,
    exports,
  });
  const link = (imports: ImportFact[], exports: ExportFact[]): TopLevel => ({
    imports,
    statements: [],
    section: sectionOf(true, 0, exports),
  });
  const code = (statements: Statement[], exports: ExportFact[]): TopLevel => ({
    imports: [],
    statements,
    section: sectionOf(false, statements.length, exports),
  });
  if (ts.isImportDeclaration(node)) return link(readImport(reader, node), []);
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference))
    return link(readImportEquals(reader, node), []);
  if (ts.isExportDeclaration(node)) return link([], readExport(reader, node));
  if (isCommonExport(reader, node)) {
    const { name, statement } = readCommonExport(reader, node);
    return code([statement], [{ kind: "local", exported: name, local: commonName(name) }]);
  }
  const statements = reader.statements([node], source.statements);
  return code(statements, readExportedNames(reader, node, statements));
}

/** Whether a statement ends where it does whatever comes behind it. */
function isClosed({ ts, source }: Reader, node: ts.Statement): boolean {
  if (source.text[node.end - 1] === ";") return true;
  return (
    (ts.isFunctionDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isEnumDeclaration(node) ||
      ts.isModuleDeclaration(node)) &&
    source.text[node.end - 1] === "}"
  );
}

function readImport(reader: Reader, node: ts.ImportDeclaration): ImportFact[] {
  const { ts } = reader;
  if (!ts.isStringLiteral(node.moduleSpecifier)) return [];
  const fact: ImportFact = { node: reader.mark(node), specifier: node.moduleSpecifier.text, bindings: [] };
  const { importClause: clause } = node;
  // A type-only import still says which names are Glacier's, which types of parameters are read by.
  const isTypeOnly = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
  const add = (whole: ts.Node, local: string, imported: string, typeOnly = isTypeOnly): void => {
    fact.bindings.push({ node: reader.mark(whole), local, imported, ...(typeOnly && { typeOnly: true as const }) });
  };
  if (clause?.name) add(clause.name, clause.name.text, "default");
  const named = clause?.namedBindings;
  if (named && ts.isNamespaceImport(named)) add(named, named.name.text, "*");
  if (named && ts.isNamedImports(named)) {
    for (const element of named.elements)
      add(element, element.name.text, (element.propertyName ?? element.name).text, isTypeOnly || element.isTypeOnly);
  }
  return [fact];
}

function readImportEquals(reader: Reader, node: ts.ImportEqualsDeclaration): ImportFact[] {
  const { ts } = reader;
  const { moduleReference } = node;
  if (!ts.isExternalModuleReference(moduleReference) || !ts.isStringLiteral(moduleReference.expression)) return [];
  const id = reader.mark(node);
  const binding: ImportBinding = { node: reader.mark(node.name), local: node.name.text, imported: "*" };
  return [{ node: id, specifier: moduleReference.expression.text, bindings: [binding] }];
}

function readExport(reader: Reader, node: ts.ExportDeclaration): ExportFact[] {
  const { ts } = reader;
  const specifier = node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : undefined;
  const clause = node.exportClause;
  if (!clause) return specifier === undefined ? [] : [{ kind: "star", specifier }];
  if (ts.isNamespaceExport(clause))
    return specifier === undefined ? [] : [{ kind: "from", exported: clause.name.text, imported: "*", specifier }];
  return clause.elements.map((element): ExportFact => {
    const exported = element.name.text;
    const local = (element.propertyName ?? element.name).text;
    return specifier === undefined ? { kind: "local", exported, local } : { kind: "from", exported, imported: local, specifier };
  });
}

type CommonExport = ts.ExpressionStatement & { expression: ts.BinaryExpression & { left: ts.PropertyAccessExpression } };

/** `module.exports = …`, `module.exports.name = …`, `exports.name = …`. */
function isCommonExport(reader: Reader, node: ts.Statement): node is CommonExport {
  const { ts } = reader;
  if (!ts.isExpressionStatement(node) || !ts.isBinaryExpression(node.expression)) return false;
  const { left, operatorToken } = node.expression;
  return (
    operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isPropertyAccessExpression(left) && COMMON_EXPORT.test(textOf(reader, left))
  );
}

const COMMON_EXPORT = /^(?:module\.exports|(?:module\.)?exports\.[\w$]+)$/;

function readCommonExport(reader: Reader, node: CommonExport): { name: string; statement: Statement } {
  const { left, right } = node.expression;
  const isWhole = textOf(reader, left) === "module.exports";
  const name = isWhole ? WHOLE_MODULE : left.name.text;
  const id = reader.mark(node);
  const target: Pattern = { kind: "bind", node: reader.mark(left), name: commonName(name) };
  const declarations = [{ node: id, target, value: reader.expression(right) }];
  return { name, statement: { kind: "variables", node: id, declaration: "const", declarations } };
}

function readExportedNames(reader: Reader, node: ts.Statement, statements: Statement[]): ExportFact[] {
  const { ts } = reader;
  if (ts.isExportAssignment(node))
    return [{ kind: "local", exported: node.isExportEquals ? WHOLE_MODULE : "default", local: DEFAULT_EXPORT }];
  if (!hasModifier(node, ts.SyntaxKind.ExportKeyword)) return [];
  const isDefault = hasModifier(node, ts.SyntaxKind.DefaultKeyword);
  return statements.flatMap(declaredNames).map((local) => ({ kind: "local", exported: isDefault ? "default" : local, local }));
}
