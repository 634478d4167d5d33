import type { ts } from "ts-morph";
import type { ExportFact, WrittenType } from "../facts/facts.ts";
import type { TypeScript } from "../facts/typescript.ts";
import { itemTypes, memberTypes, type NamedType, partNames, type TypeReader, typeName, writtenType } from "./types.ts";

/** What a file's own names for types stand for. */
export interface NamedTypes {
  typeOf(name: string): NamedType | undefined;
  /** What those that other files can import say, by the names that they are exported under. `exports` are the file's in lists of names. */
  exported(exports: readonly ExportFact[]): Record<string, WrittenType>;
  /** Them, and those that would count but for what else is in the file. */
  names: string[];
}

/**
 * The types of a file's top level that may say of something that it is Glacier's: they stand for what is imported, or some of it does. What takes types
 * itself is left out, and what is not the only type of its name.
 */
export function namedTypes(ts: TypeScript, source: ts.SourceFile, isOtherType: TypeReader["isOtherType"]): NamedTypes {
  if (!NAMES_TYPE.test(source.text)) return NO_TYPES;
  const { types, unclear } = declaredTypes(ts, source);
  const imported = types.size === 0 ? NONE : importedNames(ts, source);
  const candidates = thoseThatMention(imported, types, source.text);
  if (candidates.length === 0) return NO_TYPES;
  const reader: TypeReader = { ts, isOtherType, namedType: (name) => types.get(name) };
  const isTelling = (name: string): boolean =>
    [
      name,
      ...partNames(reader, name),
      ...[...(memberTypes(reader, name)?.values() ?? [])].map(({ type }) => type),
      ...itemTypes(reader, name).map(([, item]) => item),
    ].some((part) => imported.has(typeName(reader, part)?.split(".")[0] ?? ""));
  const names = candidates.filter(isTelling);
  const clear = new Set(names.filter((name) => !unclear.has(name)));
  let inside: ReadonlySet<string> | undefined;
  const typeOf = (name: string): NamedType | undefined => {
    if (!clear.has(name)) return undefined;
    inside ??= namesInside(ts, source);
    return inside.has(name) ? undefined : types.get(name);
  };
  const exported = (exports: readonly ExportFact[]): Record<string, WrittenType> => {
    const own: TypeReader = { ...reader, namedType: (name) => (clear.has(name) ? types.get(name) : undefined) };
    return Object.fromEntries(
      exportedTypes(ts, source, exports).flatMap(([name, local]) => (clear.has(local) ? [[name, writtenType(own, local)]] : [])),
    );
  };
  return { typeOf, exported, names };
}

const NAMES_TYPE = /\b(?:type|interface)\b/;

const NO_TYPES: NamedTypes = { typeOf: () => undefined, exported: () => ({}), names: [] };

const NONE: ReadonlySet<string> = new Set();

/** The types in whose text is one of some names, or the name of another such type. Most files have none. */
function thoseThatMention(names: ReadonlySet<string>, types: ReadonlyMap<string, NamedType>, text: string): string[] {
  const textOf = (type: NamedType): string =>
    Array.isArray(type) ? type.map(({ pos, end }) => text.slice(pos, end)).join("\n") : text.slice(type.pos, type.end);
  const written = [...types].map(([name, type]) => ({ name, text: textOf(type) }));
  const all = written.map((it) => it.text).join("\n");
  if (![...names].some((name) => all.includes(name))) return [];
  const found = new Set<string>();
  // What mentions one that was found may stand before it.
  for (let news = [...names]; news.length > 0; ) {
    const mentioned = news;
    news = written.flatMap(({ name, text: own }) => (!found.has(name) && mentioned.some((it) => own.includes(it)) ? [name] : []));
    for (const name of news) found.add(name);
  }
  return [...types.keys()].filter((name) => found.has(name));
}

/** By their names; `unclear` are those of which there is more than one. */
function declaredTypes(ts: TypeScript, source: ts.SourceFile): { types: Map<string, NamedType>; unclear: ReadonlySet<string> } {
  const types = new Map<string, NamedType>();
  const unclear = new Set<string>();
  for (const node of source.statements) {
    if (ts.isTypeAliasDeclaration(node)) {
      if (node.typeParameters || types.has(node.name.text)) unclear.add(node.name.text);
      types.set(node.name.text, node.type);
    } else if (ts.isInterfaceDeclaration(node)) {
      const known = types.get(node.name.text) ?? [];
      if (node.typeParameters || !Array.isArray(known)) unclear.add(node.name.text);
      types.set(node.name.text, [...(Array.isArray(known) ? known : []), node]);
    } else if ((ts.isClassDeclaration(node) || ts.isEnumDeclaration(node)) && node.name) unclear.add(node.name.text);
  }
  return { types, unclear };
}

/** The types that a file exports, where they are declared or in a list of names: under which name, and the file's own. */
function exportedTypes(ts: TypeScript, source: ts.SourceFile, exports: readonly ExportFact[]): [exported: string, local: string][] {
  const declared = source.statements.flatMap((node): [string, string][] => {
    if (!ts.isTypeAliasDeclaration(node) && !ts.isInterfaceDeclaration(node)) return [];
    const keywords = node.modifiers?.map(({ kind }) => kind) ?? [];
    if (!keywords.includes(ts.SyntaxKind.ExportKeyword)) return [];
    return [[keywords.includes(ts.SyntaxKind.DefaultKeyword) ? "default" : node.name.text, node.name.text]];
  });
  const listed = exports.flatMap((it): [string, string][] => (it.kind === "local" ? [[it.exported, it.local]] : []));
  return [...declared, ...listed];
}

function importedNames(ts: TypeScript, source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of source.statements) {
    if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) names.add(node.name.text);
    if (!ts.isImportDeclaration(node)) continue;
    const { name, namedBindings } = node.importClause ?? {};
    if (name) names.add(name.text);
    if (namedBindings && ts.isNamespaceImport(namedBindings)) names.add(namedBindings.name.text);
    else for (const element of namedBindings?.elements ?? []) names.add(element.name.text);
  }
  return names;
}

/** Tells whether a name means a type at a place that is declared below the top level, or that a function or a type takes. */
export function typesInside(ts: TypeScript, source: ts.SourceFile): TypeReader["isOtherType"] {
  const known = new Map<string, boolean>();
  let around: { statement: ts.Statement; mayDeclare: boolean } | undefined;
  return (name, { pos, end }) => {
    if (!around || pos < around.statement.pos || around.statement.end < end) {
      const statement = source.statements.find((it) => it.pos <= pos && end <= it.end);
      around = statement && { statement, mayDeclare: DECLARES_TYPES.test(source.text.slice(statement.pos, statement.end)) };
    }
    // Few statements declare any, so most are not gone through.
    if (!around?.mayDeclare) return false;
    const { statement } = around;
    const key = `${name} ${statement.pos}`;
    const isInside =
      known.get(key) ?? (MAY_DECLARE(name).test(source.text.slice(statement.pos, statement.end)) && namesIn(ts, statement).has(name));
    known.set(key, isInside);
    return isInside;
  };
}

const DECLARES_TYPES = /<|\b(?:type|interface|class|enum)\b/;

/** A declaration of a type of that name, or a name in a list of types. */
const MAY_DECLARE = (name: string): RegExp =>
  new RegExp(`(?:[<,]|\\b(?:const|type|interface|class|enum))\\s*${name.replaceAll("$", "\\$")}(?![\\w$])`);

/** The names of types that are declared below the top level, those that a function or a type takes among them. */
const namesInside = (ts: TypeScript, source: ts.SourceFile): ReadonlySet<string> =>
  new Set(source.statements.flatMap((statement) => [...namesIn(ts, statement)]));

function namesIn(ts: TypeScript, statement: ts.Statement): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const isType =
      ts.isTypeParameterDeclaration(node) ||
      ts.isTypeAliasDeclaration(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isClassLike(node) ||
      ts.isEnumDeclaration(node);
    if (isType && node.name) names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(statement, visit);
  return names;
}
