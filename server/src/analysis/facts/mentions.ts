import type { ClassFact, Expression, FunctionFact, Pattern, Statement, WrittenType } from "./facts.ts";
import { namesOfFunction } from "./names.ts";
import { forEachPart, isPattern, type Part } from "./parts.ts";
import { FILLS, givesMembers, membersNamed, writtenBy } from "./written.ts";

/** What a piece of code refers to, itself and in everything nested in it. Names are not resolved: one that is shadowed counts too. */
export interface Mentions {
  names: ReadonlySet<string>;
  /** Names of members that are read, called or assigned. */
  members: ReadonlySet<string>;
  /** It reads or calls a member whose name is computed. */
  hasComputedMember: boolean;
  /** Names that are assigned, or whose members are. */
  assigned: ReadonlySet<string>;
  /** It assigns members of something that has no name, such as what a call gives. */
  assignsUnnamed: boolean;
  declared: ReadonlySet<string>;
  /** Variables that it gives values to and that none of the functions in it has as its own. */
  writtenOutside: ReadonlySet<string>;
  /** It gives a value to a member of something. */
  writesMembers: boolean;
  /** It adds to, or takes from, what may be a collection. */
  fills: boolean;
}

/** What a function or class of a file mentions. Computed once. */
export function mentionsOf(fact: FunctionFact | ClassFact | Statement): Mentions {
  const known = cache.get(fact);
  if (known) return known;
  const found = collect(fact);
  cache.set(fact, found);
  return found;
}

const cache = new WeakMap<object, Mentions>();

function collect(root: FunctionFact | ClassFact | Statement): Mentions {
  // Most statements of most files: what the function mentions is not gathered twice.
  if ("kind" in root && root.kind === "function-declaration") {
    const inside = mentionsOf(root.function);
    return { ...inside, declared: new Set([...inside.declared, root.name]) };
  }
  const names = new Set<string>();
  const members = new Set<string>();
  const assigned = new Set<string>();
  const declared = new Set<string>();
  let hasComputedMember = false;
  let assignsUnnamed = false;
  const writtenOutside = new Set<string>();
  let writesMembers = false;
  let fills = false;
  /** A function or class in it is looked at by itself as well: once for both. */
  const take = (nested: Mentions): void => {
    for (const name of nested.names) names.add(name);
    for (const name of nested.members) members.add(name);
    for (const name of nested.assigned) assigned.add(name);
    for (const name of nested.declared) declared.add(name);
    for (const name of nested.writtenOutside) writtenOutside.add(name);
    hasComputedMember ||= nested.hasComputedMember;
    assignsUnnamed ||= nested.assignsUnnamed;
    writesMembers ||= nested.writesMembers;
    fills ||= nested.fills;
  };
  const addTypes = ({ type, parts, typesOf }: WrittenType): void => {
    if (type !== undefined) names.add(namespaceOf(type));
    for (const part of parts ?? []) names.add(namespaceOf(part));
    for (const member in typesOf) names.add(namespaceOf(typesOf[member] ?? ""));
  };
  const visit = (part: Part): void => {
    switch (part.kind) {
      case "name":
        names.add(part.name);
        return;
      case "literal":
        return;
      case "this":
      case "super":
        names.add("this");
        return;
      case "member":
        members.add(part.name);
        break;
      case "index":
        if (part.index.kind === "literal") members.add(String(part.index.value));
        else hasComputedMember = true;
        break;
      case "assign":
        noteTarget(part.target);
        visit(part.value);
        return;
      case "call":
        writesMembers ||= membersNamed(part).length > 0;
        fills ||= (part.callee.kind === "member" && FILLS.has(part.callee.name)) || givesMembers(part);
        break;
      case "for-of":
        if (!isPattern(part.target)) break;
        noteTarget(part.target);
        visit(part.iterable);
        visit(part.body);
        return;
      case "bind":
        declared.add(part.name);
        addTypes(part);
        return;
      case "object-pattern":
        addTypes(part);
        break;
      case "function-declaration":
      case "class-declaration":
        declared.add(part.name);
        break;
      case undefined:
        if (part === root) break;
        take(mentionsOf(part));
        return;
      default:
        break;
    }
    forEachPart(part, visit);
  };
  /** What is written to is not declared there. */
  const noteTarget = (target: Pattern): void => {
    for (const written of rootsOf(target)) {
      if (written === undefined) assignsUnnamed = true;
      else assigned.add(written);
    }
    for (const { kind, name } of writtenBy(target)) if (kind === "variable") writtenOutside.add(name);
    visitTarget(target);
  };
  const visitTarget = (part: Part): void => {
    if (part.kind === "object-pattern" || part.kind === "array-pattern") forEachPart(part, visitTarget);
    else if (part.kind !== "bind") {
      writesMembers ||= part.kind === "place";
      visit(part);
    }
  };
  visit(root);
  // Few functions write anything.
  if (writtenOutside.size > 0 && "parameters" in root) for (const name of namesOfFunction(root)) writtenOutside.delete(name);
  return { names, members, assigned, declared, hasComputedMember, assignsUnnamed, writtenOutside, writesMembers, fills };
}

const namespaceOf = (type: string): string => type.split(".", 1)[0] ?? "";

/** The names under which what a pattern writes to is reached; undefined for what has none. */
function rootsOf(pattern: Pattern | undefined): (string | undefined)[] {
  switch (pattern?.kind) {
    case "bind":
      return [pattern.name];
    case "object-pattern":
      return [...pattern.properties.flatMap(({ target }) => rootsOf(target)), ...(pattern.rest ? rootsOf(pattern.rest) : [])];
    case "array-pattern":
      return [...pattern.items.flatMap((item) => (item ? rootsOf(item.target) : [])), ...(pattern.rest ? rootsOf(pattern.rest) : [])];
    case "place":
      return [rootOf(pattern.place)];
    default:
      return [];
  }
}

function rootOf(place: Expression): string | undefined {
  if (place.kind === "member" || place.kind === "index") return rootOf(place.object);
  if (place.kind === "this" || place.kind === "super") return "this";
  return place.kind === "name" ? place.name : undefined;
}
