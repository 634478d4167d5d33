import type { Expression, FunctionFact, NodeId, Site, Statement } from "../facts/facts.ts";
import { expressionsIn, nodesAlongWith } from "../facts/walk.ts";
import type { Machine } from "./machine.ts";
import type { Atom, Frame, FunctionAtom } from "./values.ts";

/** The calls whose result nothing takes: those of a statement that is nothing but them, and what the functions that they call give back. */
export interface DroppedCalls {
  file: string;
  nodes(): ReadonlyMap<NodeId, Lost>;
  /** The statements themselves: a function that is written in one is its own. */
  statements: readonly Expression[];
}

interface Lost {
  /** The call that somebody would have to wait for: the same, or the one that gathers it. */
  waited: NodeId;
  /** The call, in the task, of the function that gives back what is dropped. */
  at?: { site: Site; isAsync: boolean };
  /** An `await` here would change nothing: nobody waits for the function that it would stand in. */
  isBeyondAwait?: true;
}

/** Evaluates a statement that is an expression. */
export function dropping<Result>(machine: Machine, value: Expression, act: () => Result): Result {
  const { module, dropped } = machine;
  const around = dropped?.file === module.file ? dropped : undefined;
  let known: ReadonlyMap<NodeId, Lost> | undefined;
  // Asked for in tasks alone.
  const nodes = (): ReadonlyMap<NodeId, Lost> => {
    known ??= around ? merged([around.nodes(), droppedIn(value)]) : droppedIn(value);
    return known;
  };
  return within(machine, { file: module.file, nodes, statements: around ? [...around.statements, value] : [value] }, act);
}

/** What is dropped in a function that a dropped call calls: what it gives back, and what it waits for while nobody waits for it. */
export function droppedInside(machine: Machine, { fact, module }: FunctionAtom, site: Site): DroppedCalls | undefined {
  const { dropped, frame } = machine;
  if (dropped?.file !== site.file || !isInTask(frame)) return undefined;
  const lost = dropped.nodes().get(site.node);
  if (!lost) return undefined;
  const isOwn =
    dropped.file === module.file &&
    dropped.statements.some((statement) => expressionsIn(statement, "function").some((it) => it.function.node === fact.node));
  const { at = isOwn ? undefined : { site, isAsync: isInAsync(frame) } } = lost;
  const nodes = new Map<NodeId, Lost>();
  for (const [node, { waited }] of merged(givenUp(fact).map(droppedIn)))
    nodes.set(node, { waited: isOwn && lost.waited !== site.node ? lost.waited : waited, isBeyondAwait: true, ...(at && { at }) });
  return { file: module.file, nodes: () => nodes, statements: isOwn ? dropped.statements : [] };
}

/** What a function gives back, and what it waits for. */
function givenUp({ body, async: isAsync }: FunctionFact): Expression[] {
  if (!Array.isArray(body)) return isAsync && body.kind === "await" ? [body.value] : [body];
  return nodesAlongWith(body).flatMap((part) => {
    if (isReturn(part)) return part.value ? [part.value] : [];
    return isAsync && isAwait(part) ? [part.value] : [];
  });
}

/** Does something while other calls are dropped, or none. */
export function within<Result>(machine: Machine, dropped: DroppedCalls | undefined, act: () => Result): Result {
  const before = machine.dropped;
  machine.dropped = dropped;
  const result = act();
  machine.dropped = before;
  return result;
}

function droppedIn(value: Expression): ReadonlyMap<NodeId, Lost> {
  switch (value.kind) {
    case "call":
      return merged([new Map([[value.node, { waited: value.node }]]), droppedByCallback(value), droppedByThen(value), gathered(value)]);
    case "conditional":
      return merged([droppedIn(value.whenTrue), droppedIn(value.whenFalse)]);
    case "logical":
      return droppedIn(value.right);
    case "sequence":
      return merged(value.parts.map(droppedIn));
    default:
      return new Map();
  }
}

const merged = (maps: readonly ReadonlyMap<NodeId, Lost>[]): Map<NodeId, Lost> => new Map(maps.flatMap((it) => [...it]));

/** `buckets.forEach((bucket) => bucket.write(frame))` drops what the function gives back, and so does a `map` whose list nobody takes. */
function droppedByCallback({ callee, arguments: given }: Expression & { kind: "call" }): Map<NodeId, Lost> {
  if (callee.kind !== "member" || !PER_ITEM.test(callee.name)) return new Map();
  return merged(
    given.flatMap((argument) =>
      argument.kind === "function" && !Array.isArray(argument.function.body) ? [droppedIn(argument.function.body)] : [],
    ),
  );
}

const PER_ITEM = /(?:^|\.)(?:forEach|map|flatMap)$/;

/** `bucket.write(frame).then(…)`: nobody waits for either. Whoever catches has thought of that. */
const droppedByThen = ({ callee }: Expression & { kind: "call" }): ReadonlyMap<NodeId, Lost> =>
  callee.kind === "member" && (callee.name === "then" || callee.name === "finally") ? droppedIn(callee.object) : new Map();

/** `Promise.all([bucket.write(frame), …])` that nobody waits for: it is what to wait for. */
function gathered({ node, callee, arguments: given }: Expression & { kind: "call" }): Map<NodeId, Lost> {
  if (callee.kind !== "member" || callee.object.kind !== "name" || callee.object.name !== "Promise" || !GATHERING.test(callee.name))
    return new Map();
  const [list] = given;
  const parts = list?.kind === "array" ? list.items.filter((it) => it !== null) : list ? [list] : [];
  return new Map(parts.flatMap((part) => [...droppedIn(part).keys()].map((each) => [each, { waited: node }] as const)));
}

const GATHERING = /^(?:all|allSettled|any|race)$/;

/** Code that the source does not show may keep what the functions that it is given give back, and wait for it. */
export const isLostOnTheWay = (callee: Atom): boolean => callee.kind === "unknown" && PER_ITEM.test(callee.key);

/** Evaluates what a variable is given, whose name may be mentioned nowhere. */
export function keeping<Result>(machine: Machine, name: string | undefined, value: Expression, act: () => Result): Result {
  const isIo = value.kind === "call" && value.callee.kind === "member" && PROMISED.has(value.callee.name);
  // A leading underscore says that it is meant.
  if (!isIo || name === undefined || name.startsWith("_") || !isInTask(machine.frame) || isMentioned(machine, name)) return act();
  const nodes = new Map([[value.node, { waited: value.node }]]);
  return within(machine, { file: machine.module.file, nodes: () => nodes, statements: [] }, act);
}

const isMentioned = ({ module }: Machine, name: string): boolean => expressionsIn(module.facts.body, "name").some((it) => it.name === name);

/** Notes that a task drops the promise of a bucket's method. */
export function noteDropped(machine: Machine, self: Atom, method: string | undefined, site: Site): void {
  const { dropped, frame } = machine;
  if (method === undefined || !PROMISED.has(method) || !dropped || dropped.file !== site.file) return;
  if (!isBucket(self) || !isInTask(frame)) return;
  const lost = dropped.nodes().get(site.node);
  if (!lost) return;
  const { at = { site: { ...site, node: lost.waited }, isAsync: isInAsync(frame) && !lost.isBeyondAwait } } = lost;
  machine.observe({ kind: "dropped", site: at.site, method, isAsync: at.isAsync });
}

function isInAsync(frame: Frame | undefined): boolean {
  let around = frame;
  while (around && around.kind !== "call") around = around.parent;
  return around?.kind === "call" && around.function.async === true;
}

const isReturn = (part: { kind: string }): part is Statement & { kind: "return" } => part.kind === "return";

const isAwait = (part: { kind: string }): part is Expression & { kind: "await" } => part.kind === "await";

const isBucket = (atom: Atom): boolean =>
  (atom.kind === "resource" && atom.type === "bucket") || (atom.kind === "unknown" && atom.type === "Bucket");

function isInTask(frame: Frame | undefined): boolean {
  for (let at = frame; at; at = at.parent) if (at.kind === "call" && at.role?.kind === "task") return true;
  return false;
}

/** The methods of a bucket that give a promise of work. */
const PROMISED: ReadonlySet<string> = new Set(["scan", "write", "read", "stat", "exists", "upload", "copy", "remove"]);
