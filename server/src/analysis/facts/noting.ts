import type { ClassFact, Expression, FunctionFact, Pattern, Statement, WrittenType } from "./facts.ts";
import { Mentions, USE } from "./mentions.ts";
import { declaresForBody } from "./names.ts";
import { forEachPart, isPattern, type Part } from "./parts.ts";
import { FILLS, givesMembers, membersNamed, writtenBy } from "./written.ts";

/**
 * What a function, a class or a statement of a file mentions. Functions bring it along from when they were read; everything else is walked through, once. The
 * name of a declared function is not among what it mentions.
 */
export function mentionsOf(fact: FunctionFact | ClassFact | Statement): Mentions {
  if ("kind" in fact && fact.kind === "function-declaration") return mentionsOf(fact.function);
  if ("mentions" in fact && fact.mentions) return fact.mentions;
  const known = cache.get(fact);
  if (known) return known;
  const found = collectMentions(fact);
  cache.set(fact, found);
  return found;
}

const cache = new WeakMap<object, Mentions>();

/** What code mentions, as its facts tell. */
export function collectMentions(root: FunctionFact | ClassFact | Statement): Mentions {
  const found = new Mentions();
  noteAll(found, root);
  if ("parameters" in root) leaveOut(found, root);
  return found;
}

/** Notes what a part mentions, and everything in it. */
export function noteAll(mentions: Mentions, root: Part): void {
  const visit = (part: Part): void => {
    if (part.kind === undefined && part !== root) {
      mentions.take(mentionsOf(part));
      return;
    }
    note(mentions, part);
    if (part.kind === "assign") {
      visitTarget(part.target);
      visit(part.value);
    } else if (part.kind === "for-of" && isPattern(part.target)) {
      visitTarget(part.target);
      visit(part.iterable);
      visit(part.body);
    } else forEachPart(part, visit);
  };
  /** What is written to is not declared there. */
  const visitTarget = (part: Part): void => {
    if (part.kind === "object-pattern" || part.kind === "array-pattern") forEachPart(part, visitTarget);
    else if (part.kind !== "bind") visit(part);
  };
  visit(root);
}

/** Notes what a part mentions by itself. What is bound counts as declared: that of assignments is not to be noted. */
export function note(mentions: Mentions, part: Part): void {
  switch (part.kind) {
    case "name":
      mentions.add(part.name, USE.name | USE.variable);
      return;
    case "member":
      mentions.add(part.name, USE.member);
      return;
    case "call":
      mentions.writesMembers ||= membersNamed(part).length > 0;
      mentions.fills ||= (part.callee.kind === "member" && FILLS.has(part.callee.name)) || givesMembers(part);
      return;
    case "bind":
      mentions.add(part.name, USE.declared);
      noteTypes(mentions, part);
      return;
    case "object-pattern":
      noteTypes(mentions, part);
      return;
    case "assign":
      noteTarget(mentions, part.target);
      return;
    case "this":
    case "super":
      mentions.add("this", USE.name);
      return;
    case "index":
      if (part.index.kind === "literal") mentions.add(String(part.index.value), USE.member);
      else mentions.hasComputedMember = true;
      return;
    case "for-of":
      if (isPattern(part.target)) noteTarget(mentions, part.target);
      return;
    case "function-declaration":
    case "class-declaration":
      mentions.add(part.name, USE.declared);
      return;
    case "place":
      mentions.writesMembers = true;
      return;
    default:
      return;
  }
}

/** Of what a function writes to, what it has for itself is nothing to others. To be called when all of it is noted. */
export function leaveOut(mentions: Mentions, own: FunctionFact): void {
  for (const name of mentions.words(USE.writtenOutside)) if (declaresForBody(own, name)) mentions.remove(name, USE.writtenOutside);
}

function noteTypes(mentions: Mentions, { type, parts, typesOf }: WrittenType): void {
  if (type !== undefined) mentions.add(namespaceOf(type), USE.name);
  for (const part of parts ?? []) mentions.add(namespaceOf(part), USE.name);
  for (const member in typesOf) mentions.add(namespaceOf(typesOf[member]?.type ?? ""), USE.name);
}

function noteTarget(mentions: Mentions, target: Pattern): void {
  for (const written of rootsOf(target)) {
    if (written === undefined) mentions.assignsUnnamed = true;
    else mentions.add(written, USE.assigned);
  }
  for (const { kind, name } of writtenBy(target)) if (kind === "variable") mentions.add(name, USE.writtenOutside);
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
