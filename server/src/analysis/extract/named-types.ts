import type { ts } from "ts-morph";
import type { TypeScript } from "../facts/typescript.ts";
import { itemTypes, memberTypes, type NamedType, type TypeReader, typeName } from "./types.ts";

/** What a file's own names for types stand for. */
interface NamedTypes {
  typeOf(name: string): NamedType | undefined;
  /** Them, and those that would count but for what else is in the file. */
  names: string[];
}

/**
 * The types of a file's top level that may say of something that it is Glacier's: they stand for what is imported, or some of it does. What takes types
 * itself is left out, and what is not the only type of its name.
 */
export function namedTypes(ts: TypeScript, source: ts.SourceFile): NamedTypes {
  const { types, unclear } = declaredTypes(ts, source);
  const imported = types.size === 0 ? NONE : importedNames(ts, source);
  const candidates = thoseThatMention(imported, types, source.text);
  if (candidates.length === 0) return { typeOf: () => undefined, names: [] };
  const reader: TypeReader = { ts, namedType: (name) => types.get(name) };
  const isTelling = (name: string): boolean =>
    [name, ...(memberTypes(reader, name)?.values() ?? []), ...itemTypes(reader, name).map(([, item]) => item)].some((part) =>
      imported.has(typeName(reader, part)?.split(".")[0] ?? ""),
    );
  const names = candidates.filter(isTelling);
  const clear = new Set(names.filter((name) => !unclear.has(name)));
  let inside: ReadonlySet<string> | undefined;
  const typeOf = (name: string): NamedType | undefined => {
    if (!clear.has(name)) return undefined;
    inside ??= namesInside(ts, source);
    return inside.has(name) ? undefined : types.get(name);
  };
  return { typeOf, names };
}

const NONE: ReadonlySet<string> = new Set();

/** The types in whose text is one of some names, or the name of another such type. Most files have none. */
function thoseThatMention(names: ReadonlySet<string>, types: ReadonlyMap<string, NamedType>, text: string): string[] {
  const written = [...types].map(([name, type]) => ({
    name,
    text: [type]
      .flat()
      .map(({ pos, end }) => text.slice(pos, end))
      .join("\n"),
  }));
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

/** The names of types that are declared below the top level, those that a function or a type takes among them. */
function namesInside(ts: TypeScript, source: ts.SourceFile): ReadonlySet<string> {
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
  for (const statement of source.statements) ts.forEachChild(statement, visit);
  return names;
}
