import type { ts } from "ts-morph";
import { ITEMS, type WrittenType } from "../facts/facts.ts";
import type { Reader } from "./reader.ts";

/** What it takes to read a type. */
export type TypeReader = Pick<Reader, "ts" | "namedType" | "isOtherType">;

/** What an alias stands for, or the declarations of an interface. */
export type NamedType = ts.TypeNode | ts.InterfaceDeclaration[];

/** A type, or the name of one. */
type Written = ts.TypeNode | string;

/** The types whose own parts are looked at: half-typed code may make a type of itself. */
type Around = ReadonlySet<NamedType>;
const NOTHING: Around = new Set();

/** What a type says of what is of it, as far as names of types say it. */
export function writtenType(reader: TypeReader, type: Written): WrittenType {
  const { ts } = reader;
  // The most usual ones that are more than a name: of a list, nothing but its items is told.
  if (typeof type !== "string" && (ts.isArrayTypeNode(type) || ts.isTypeOperatorNode(type))) {
    const [item] = itemTypes(reader, type);
    const name = item && typeName(reader, item[1]);
    return name === undefined ? {} : { typesOf: { [ITEMS]: { type: name } } };
  }
  const written = typeName(reader, type);
  const parts = partNames(reader, type);
  const members = memberTypes(reader, type);
  const ofMembers = [...(members ?? [])].map(
    ([name, { type: of, isOptional }]) => [name, of, !isOptional && isPlainName(reader, of)] as const,
  );
  const inside = members ? ofMembers : itemTypes(reader, type).map(([name, item]) => [name, item, false] as const);
  const named = inside.flatMap(([name, of, isThere]) => {
    const found = typeName(reader, of);
    return found ? [[name, { type: found, ...(isThere && { isThere }) }] as const] : [];
  });
  return {
    ...(written && { type: written }),
    ...(parts.length > 0 && { parts, own: [...(members?.keys() ?? [])] }),
    ...(named.length > 0 && { typesOf: Object.fromEntries(named) }),
  };
}

/** Whether a type is the name of what the file does not declare and nothing else, so that what is of it is there. */
export function isPlainName(reader: TypeReader, type: ts.TypeNode): boolean {
  const { ts } = reader;
  return ts.isTypeReferenceNode(type) && !type.typeArguments && followed(reader, type) === type;
}

/** The names of the types that the file does not declare and whose members an object type has as well: of what it extends, and of `Deps & { path: string }`. */
export function partNames(reader: TypeReader, type: Written, around: Around = NOTHING): string[] {
  const { ts } = reader;
  const meant = followed(reader, type);
  if (typeof meant === "string" || around.has(meant)) return [];
  const inside = new Set([...around, meant]);
  const namesOf = (part: Written): string[] => {
    const name = isDeclared(reader, part) ? undefined : typeName(reader, part);
    return name === undefined ? partNames(reader, part, inside) : [name];
  };
  if (Array.isArray(meant)) return meant.flatMap((it) => parentsOf(reader, it)).flatMap((it) => (it === undefined ? [] : namesOf(it)));
  if (ts.isIntersectionTypeNode(meant)) return meant.types.flatMap(namesOf);
  if (!ts.isTypeReferenceNode(meant) || !ts.isIdentifier(meant.typeName) || !SAME_MEMBERS.test(meant.typeName.text)) return [];
  const [inner] = meant.typeArguments ?? [];
  return inner ? namesOf(inner) : [];
}

/** Whether a type is more than a name of what the file does not declare. */
function isDeclared(reader: TypeReader, type: Written): boolean {
  const meant = followed(reader, type);
  if (typeof meant === "string") return false;
  return Array.isArray(meant) || !reader.ts.isTypeReferenceNode(meant) || meant.typeArguments !== undefined;
}

/** `Provider` or `glacier.Provider`, which may be missing, or what stands for it; undefined for any other type. */
export function typeName(reader: TypeReader, type: Written, around: Around = NOTHING): string | undefined {
  const { ts } = reader;
  const meant = followed(reader, type);
  if (typeof meant === "string") return meant;
  if (around.has(meant)) return undefined;
  // An interface that adds nothing is what it extends.
  if (Array.isArray(meant)) {
    const parents = meant.flatMap((it) => parentsOf(reader, it));
    const [only, ...others] = parents;
    return only && others.length === 0 && meant.every(({ members }) => members.length === 0)
      ? typeName(reader, only, new Set([...around, meant]))
      : undefined;
  }
  if (!ts.isTypeReferenceNode(meant)) return undefined;
  const { typeName: name } = meant;
  if (reader.isOtherType(rootOf(reader, name), meant)) return undefined;
  if (ts.isIdentifier(name)) return name.text;
  return ts.isIdentifier(name.left) ? `${name.left.text}.${name.right.text}` : undefined;
}

/** The first name of `glacier.Provider`. */
const rootOf = (reader: TypeReader, name: ts.EntityName): string => (reader.ts.isIdentifier(name) ? name.text : rootOf(reader, name.left));

/** The types of an object type's members: of `{ provider: Provider; path?: string }`. */
export function memberTypes(reader: TypeReader, type: Written, around: Around = NOTHING): Map<string, TypedMember> | undefined {
  const { ts } = reader;
  const meant = followed(reader, type);
  if (typeof meant === "string" || around.has(meant)) return undefined;
  const membersOf = (part: Written): Map<string, TypedMember> | undefined => memberTypes(reader, part, new Set([...around, meant]));
  if (Array.isArray(meant)) {
    const own = meant.map(({ members }) => typesOf(reader, members));
    const parents = meant.flatMap((it) => parentsOf(reader, it)).flatMap((it) => (it === undefined ? [] : (membersOf(it) ?? [])));
    // What an interface says itself goes before what it extends says.
    return new Map([...together(reader, parents), ...together(reader, own)]);
  }
  if (ts.isTypeLiteralNode(meant)) return typesOf(reader, meant.members);
  if (ts.isIntersectionTypeNode(meant)) {
    return together(
      reader,
      meant.types.flatMap((it) => membersOf(it) ?? []),
    );
  }
  if (!ts.isTypeReferenceNode(meant) || !ts.isIdentifier(meant.typeName) || !SAME_MEMBERS.test(meant.typeName.text)) return undefined;
  const [inner] = meant.typeArguments ?? [];
  const members = inner && membersOf(inner);
  return members && meant.typeName.text === "Partial"
    ? new Map([...members].map(([name, { type: of }]) => [name, { type: of, isOptional: true }]))
    : members;
}

/** The type of a list type's items: of `Provider[]`, `readonly Provider[]` or `Array<Provider>`. */
export function itemTypes(reader: TypeReader, type: Written): [typeof ITEMS, ts.TypeNode][] {
  const { ts } = reader;
  const meant = followed(reader, type);
  if (Array.isArray(meant) || typeof meant === "string") return [];
  if (ts.isTypeOperatorNode(meant)) return ts.isArrayTypeNode(meant.type) ? [[ITEMS, meant.type.elementType]] : [];
  if (ts.isArrayTypeNode(meant)) return [[ITEMS, meant.elementType]];
  if (!ts.isTypeReferenceNode(meant) || !ts.isIdentifier(meant.typeName) || !/^(?:Readonly)?Array$/.test(meant.typeName.text)) return [];
  const [item] = meant.typeArguments ?? [];
  return item ? [[ITEMS, item]] : [];
}

/** Types that have the members of the one that they are given. */
const SAME_MEMBERS = /^(?:Readonly|Required|Partial)$/;

/** What a type means: without parentheses and what may be missing, and what it is a name for, if that is written in the file. */
function followed(reader: TypeReader, type: Written): NamedType | string {
  let meant = type;
  // Half-typed code may make a type of itself.
  for (let passed: Set<Written> | undefined; !passed?.has(meant); ) {
    const next = nextOf(reader, meant);
    if (next === undefined) return meant;
    if (Array.isArray(next)) return next;
    passed ??= new Set();
    passed.add(meant);
    meant = next;
  }
  return meant;
}

/** What a type is a name for, or stands in the place of. */
function nextOf(reader: TypeReader, type: Written): NamedType | undefined {
  const { ts } = reader;
  if (typeof type === "string") return reader.namedType(type);
  if (ts.isTypeReferenceNode(type))
    return ts.isIdentifier(type.typeName) && !type.typeArguments ? reader.namedType(type.typeName.text) : undefined;
  if (ts.isParenthesizedTypeNode(type)) return type.type;
  if (!ts.isUnionTypeNode(type)) return undefined;
  const [only, ...others] = type.types.filter((it) => !isNothing(reader, it));
  return others.length === 0 ? only : undefined;
}

/** The names of what an interface extends; undefined in the place of what takes types or is a member of something. */
const parentsOf = ({ ts }: TypeReader, { heritageClauses }: ts.InterfaceDeclaration): (string | undefined)[] =>
  (heritageClauses ?? []).flatMap(({ types }) =>
    types.map((it) => (ts.isIdentifier(it.expression) && !it.typeArguments ? it.expression.text : undefined)),
  );

/** A member of an object type, with a type of its own. */
export interface TypedMember {
  type: ts.TypeNode;
  isOptional: boolean;
}

function typesOf({ ts }: TypeReader, members: readonly ts.TypeElement[]): Map<string, TypedMember> {
  return new Map(
    members.flatMap((it) =>
      ts.isPropertySignature(it) && it.type && ts.isIdentifier(it.name)
        ? [[it.name.text, { type: it.type, isOptional: it.questionToken !== undefined }] as const]
        : [],
    ),
  );
}

/** What has all of these members; of one that several of them have nothing is known, unless it is the same type. */
function together(reader: TypeReader, parts: readonly Map<string, TypedMember>[]): Map<string, TypedMember> {
  const all = new Map<string, TypedMember>();
  const unclear = new Set<string>();
  for (const [name, member] of parts.flatMap((part) => [...part])) {
    const known = all.get(name);
    if (known && typeName(reader, known.type) !== typeName(reader, member.type)) unclear.add(name);
    all.set(name, member);
  }
  for (const name of unclear) all.delete(name);
  return all;
}

const isNothing = ({ ts }: TypeReader, type: ts.TypeNode): boolean =>
  type.kind === ts.SyntaxKind.UndefinedKeyword || (ts.isLiteralTypeNode(type) && type.literal.kind === ts.SyntaxKind.NullKeyword);
