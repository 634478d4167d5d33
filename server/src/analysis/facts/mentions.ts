import type { ClassFact, Expression, FunctionFact, Pattern, Statement } from "./facts.ts";
import { forEachPart, type Part } from "./parts.ts";

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
  const names = new Set<string>();
  const members = new Set<string>();
  const assigned = new Set<string>();
  const declared = new Set<string>();
  let hasComputedMember = false;
  let assignsUnnamed = false;
  /** A function or class in it is looked at by itself as well: once for both. */
  const take = (nested: Mentions): void => {
    for (const name of nested.names) names.add(name);
    for (const name of nested.members) members.add(name);
    for (const name of nested.assigned) assigned.add(name);
    for (const name of nested.declared) declared.add(name);
    hasComputedMember ||= nested.hasComputedMember;
    assignsUnnamed ||= nested.assignsUnnamed;
  };
  const visit = (part: Part): void => {
    switch (part.kind) {
      case "name":
        names.add(part.name);
        break;
      case "this":
      case "super":
        names.add("this");
        break;
      case "member":
        members.add(part.name);
        break;
      case "index":
        if (part.index.kind === "literal") members.add(String(part.index.value));
        else hasComputedMember = true;
        break;
      case "assign":
        for (const written of rootsOf(part.target)) {
          if (written === undefined) assignsUnnamed = true;
          else assigned.add(written);
        }
        break;
      case "bind":
        declared.add(part.name);
        for (const type of [part.type, ...Object.values(part.typesOf ?? {})]) if (type !== undefined) names.add(type.split(".")[0] ?? "");
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
  visit(root);
  return { names, members, assigned, declared, hasComputedMember, assignsUnnamed };
}

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
