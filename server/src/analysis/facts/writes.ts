import type { ClassFact, Expression, FileFacts, FunctionFact, NodeId, Pattern, Statement } from "./facts.ts";
import { boundNames, declaredNames } from "./names.ts";
import { forEachPart, type Part } from "./parts.ts";

/** A place in the source that gives a variable or a member another value than the one it was made with. */
export interface Write {
  kind: "variable" | "member";
  name: string;
  at: NodeId;
  /** The functions that it stands in. A constructor is none: it has run before anybody can use what it makes. */
  functions: readonly Extent[];
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
  let loops: readonly Extent[] = [];
  let self: InstanceOf | undefined;
  let method: object | undefined;
  const visit = (part: Part): void => {
    const node = "node" in part ? part.node : last;
    last = Math.max(last, node);
    switch (part.kind) {
      case "assign":
        noteTarget(part.target, node);
        forEachPart(part, visit);
        break;
      case "call":
        for (const name of membersNamed(part)) writes.push({ kind: "member", name, at: node, functions, loops, scope: undefined });
        forEachPart(part, visit);
        break;
      case "for":
      case "for-of":
      case "while":
        if (part.kind === "for-of" && isPattern(part.target)) noteTarget(part.target, node);
        visitLoop(part, node);
        break;
      case "constructor":
        forEachPart(part.function, visit);
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
      const scope = kind === "variable" ? functions.findLast((it) => it.declares(name)) : undefined;
      writes.push({ kind, name, at, functions, loops, scope, ...(isOwn && self && { of: self }) });
    }
  };
  const visitLoop = (part: Statement, node: NodeId): void => {
    const around = loops;
    const extent: Extent = { first: node, last: node };
    loops = [...around, extent];
    forEachPart(part, visit);
    extent.last = last;
    loops = around;
  };
  const visitFunction = (part: FunctionFact): void => {
    const [around, outer] = [functions, self];
    // Any other function than a method or an arrow has a `this` of its own.
    if (!part.arrow && part !== method) self = undefined;
    const extent: FunctionExtent = { first: part.node, last: part.node, declares: declaresItself(part) };
    functions = [...around, extent];
    forEachPart(part, visit);
    extent.last = last;
    [functions, self] = [around, outer];
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
  /** Whether a name is declared for all of its body: by its parameters, or by its outermost statements. */
  declares(name: string): boolean;
}

/** Few functions write anything: what they declare is gathered when somebody asks. */
function declaresItself({ parameters, body }: FunctionFact): (name: string) => boolean {
  let names: readonly string[] | undefined;
  return (name) => {
    const statements = Array.isArray(body) ? body : [];
    names ??= [...parameters.flatMap(({ target }) => boundNames(target)), ...statements.flatMap(declaredNames)];
    return names.includes(name);
  };
}

const isPattern = (target: Statement | Pattern): target is Pattern => target.kind !== "variables";

/** The members that a call may put something else in the place of: `vi.spyOn(provider, "bucket")`, `Object.assign(provider, { bucket })`. */
function membersNamed({ callee, arguments: given }: Expression & { kind: "call" }): string[] {
  const [object, ...others] = given;
  if (object?.kind !== "name" && object?.kind !== "member" && object?.kind !== "this") return [];
  return others.flatMap((it) => {
    if (it.kind === "literal") return typeof it.value === "string" ? [it.value] : [];
    if (it.kind !== "object" || callee.kind !== "member" || !COPIES.has(callee.name)) return [];
    return it.properties.flatMap((property) => (property.kind !== "spread" && typeof property.key === "string" ? [property.key] : []));
  });
}

const COPIES: ReadonlySet<string> = new Set(["assign", "defineProperties"]);

/** `isOwn`: it is a member of `this`. */
function writtenBy(pattern: Pattern | undefined): (Pick<Write, "kind" | "name"> & { isOwn?: boolean })[] {
  switch (pattern?.kind) {
    case "bind":
      return [{ kind: "variable", name: pattern.name }];
    case "object-pattern":
      return [...pattern.properties.flatMap(({ target }) => writtenBy(target)), ...writtenBy(pattern.rest)];
    case "array-pattern":
      return [...pattern.items.flatMap((item) => writtenBy(item?.target)), ...writtenBy(pattern.rest)];
    case "place": {
      const { place } = pattern;
      if (place.kind === "member") return [{ kind: "member", name: place.name, isOwn: place.object.kind === "this" }];
      return place.kind === "index" && place.index.kind === "literal" ? [{ kind: "member", name: String(place.index.value) }] : [];
    }
    default:
      return [];
  }
}
