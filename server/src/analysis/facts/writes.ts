import type { Alignment } from "./align.ts";
import type { ClassFact, Expression, FileFacts, FunctionFact, NodeId, Pattern, Statement } from "./facts.ts";
import { USE } from "./mentions.ts";
import { declaresForBody } from "./names.ts";
import { mentionsOf } from "./noting.ts";
import { forEachPart, isPattern, type Part } from "./parts.ts";
import { statementsAt } from "./top-level.ts";
import { membersNamed, writtenBy } from "./written.ts";

/** A place in the source that gives a variable or a member another value than the one it was made with. */
export interface Write {
  kind: "variable" | "member";
  name: string;
  at: NodeId;
  /** The functions that it stands in. A constructor is none: it has run before anybody can use what it makes. */
  functions: readonly FunctionExtent[];
  loops: readonly Extent[];
  /** The function that the variable is one of, so that nothing outside of it sees the write. */
  scope: Extent | undefined;
  /** The class whose instance a member is written of, where that is `this`. */
  of?: InstanceOf;
}

/** A class of the file. */
export interface InstanceOf {
  node: NodeId;
  /** It may be a kind of something that the file does not show. */
  isDerived: boolean;
}

/** Nodes are numbered in source order, so what is inside of one is a range of numbers. */
interface Extent {
  first: NodeId;
  last: NodeId;
}

/** What a file writes to after it was made. Computed once, and of a statement that an edit leaves alone not again. */
export function writesOf(body: FileFacts["body"]): readonly Write[] {
  const known = cache.get(body);
  if (known) return known;
  const found = findWrites(body);
  cache.set(body, found);
  return found;
}

const cache = new WeakMap<object, readonly Write[]>();

/**
 * The writes of a file that code at a node may have to do with: all but those to variables which functions of other statements have for themselves. Some of
 * these are among them as well. Most statements write nothing that others see, so most are not searched.
 */
export function writesSeenFrom(facts: FileFacts, node: NodeId): readonly Write[] {
  const { body } = facts;
  const telling = statementsThatWriteOutside(body);
  const own = statementsAt(facts, node).filter((it) => !telling.has(it));
  if (own.length === 0) return writesOutside(body);
  return [...writesOutside(body), ...own.flatMap(writesOfStatement)].sort((left, right) => left.at - right.at);
}

/** The writes that {@link writesSeenFrom} gives for code that is in none of the statements. */
export function writesOutside(body: FileFacts["body"]): readonly Write[] {
  const known = outside.get(body);
  if (known) return known;
  const found = [...statementsThatWriteOutside(body)].flatMap(writesOfStatement);
  outside.set(body, found);
  return found;
}

const outside = new WeakMap<FileFacts["body"], readonly Write[]>();

/** Whether a statement writes to something that others see. */
function tells(statement: Statement): boolean {
  const mentions = mentionsOf(statement);
  return mentions.writesMembers || mentions.some(USE.writtenOutside);
}

function statementsThatWriteOutside(body: FileFacts["body"]): ReadonlySet<Statement> {
  const known = telling.get(body);
  if (known) return known;
  const found = new Set(body.filter(tells));
  telling.set(body, found);
  return found;
}

const telling = new WeakMap<object, ReadonlySet<Statement>>();

/** Takes over what is known of the writes of a body for the one that an edit of some of its statements has made of it. */
export function keepWrites(old: FileFacts["body"], { facts: { body }, before, after }: Alignment): void {
  if (old === body || [...before, ...after].some(tells)) return;
  const [known, writes] = [telling.get(old), outside.get(old)];
  if (known) telling.set(body, known);
  if (writes) outside.set(body, writes);
}

/**
 * Whether a write may happen after a function has been handed over at `from` and before it is called: it stands behind that place or in a loop
 * around it, or in another function, of which nobody knows when it is called. What the function itself writes comes in its turn.
 */
export function mayComeLater({ at, functions, loops, scope }: Write, from: NodeId, handedOver: NodeId): boolean {
  if (scope && !contains(scope, handedOver)) return false;
  if (functions.some(({ first }) => first === handedOver)) return false;
  return at > from || functions.some((it) => !contains(it, from)) || loops.some((it) => contains(it, from));
}

const contains = ({ first, last }: Extent, node: NodeId): boolean => first <= node && node <= last;

/** What statements write to after it was made. */
export const findWrites = (body: readonly Statement[]): Write[] => body.flatMap(writesOfStatement);

function writesOfStatement(statement: Statement): readonly Write[] {
  const known = cache.get(statement);
  if (known) return known;
  const found = findWritesIn(statement);
  cache.set(statement, found);
  return found;
}

function findWritesIn(statement: Statement): Write[] {
  const writes: Write[] = [];
  let last = 0;
  let functions: readonly FunctionExtent[] = [];
  let scopes: readonly FunctionExtent[] = [];
  let loops: readonly Extent[] = [];
  let self: InstanceOf | undefined;
  let method: object | undefined;
  const visit = (part: Part): void => {
    // Members of classes have no number of their own. Asking with `in` takes longer than all the rest of this walk.
    const { node = last } = part as { node?: NodeId };
    if (node > last) last = node;
    switch (part.kind) {
      case "assign":
        noteTarget(part.target, node);
        forEachPart(part, visit);
        break;
      case "call":
        noteNamed(part, node);
        forEachPart(part, visit);
        break;
      case "for":
      case "for-of":
      case "while":
        if (part.kind === "for-of" && isPattern(part.target)) noteTarget(part.target, node);
        visitLoop(part, node);
        break;
      case "constructor":
        visitFunction(part.function, true);
        break;
      case undefined:
        if ("parameters" in part) visitFunction(part);
        else visitClass(part);
        break;
      default:
        forEachPart(part, visit);
        break;
    }
  };
  const noteTarget = (target: Pattern, at: NodeId): void => {
    for (const { kind, name, isOwn } of writtenBy(target)) {
      const scope = kind === "variable" ? scopes.findLast((it) => it.declares(name)) : undefined;
      writes.push({ kind, name, at, functions, loops, scope, ...(isOwn && self && { of: self }) });
    }
  };
  const noteNamed = (part: Expression & { kind: "call" }, at: NodeId): void => {
    for (const name of membersNamed(part)) writes.push({ kind: "member", name, at, functions, loops, scope: undefined });
  };
  const visitLoop = (part: Statement, node: NodeId): void => {
    const around = loops;
    const extent: Extent = { first: node, last: node };
    loops = [...around, extent];
    forEachPart(part, visit);
    extent.last = last;
    loops = around;
  };
  const visitFunction = (part: FunctionFact, isConstructor = false): void => {
    const [around, within, outer] = [functions, scopes, self];
    // Any other function than a method or an arrow has a `this` of its own.
    if (!part.arrow && part !== method) self = undefined;
    const extent: FunctionExtent = { first: part.node, last: part.node, fact: part, declares: (name) => declaresForBody(part, name) };
    if (!isConstructor) functions = [...around, extent];
    scopes = [...within, extent];
    forEachPart(part, visit);
    extent.last = last;
    [functions, scopes, self] = [around, within, outer];
  };
  const visitClass = ({ members, ...others }: ClassFact): void => {
    const outer = self;
    forEachPart({ ...others, members: [] }, visit);
    for (const member of members) {
      const isOfInstance = member.kind !== "static-block" && (member.kind === "constructor" || !member.static);
      self = isOfInstance ? { node: others.node, isDerived: others.extends !== undefined } : undefined;
      method = "function" in member ? member.function : undefined;
      visit(member);
    }
    self = outer;
  };
  visit(statement);
  return writes;
}

interface FunctionExtent extends Extent {
  fact: FunctionFact;
  /** Whether a name is declared for all of its body: by its parameters, or by its outermost statements. */
  declares(name: string): boolean;
}
