import type { Expression, NodeId, Site } from "../facts/facts.ts";
import { expressionsIn } from "../facts/walk.ts";
import type { Machine } from "./machine.ts";
import type { Atom, Frame } from "./values.ts";

/** The calls whose result nothing takes: those of a statement that is nothing but them. */
export interface DroppedCalls {
  file: string;
  nodes: readonly NodeId[];
}

/** Evaluates a statement that is an expression. */
export function dropping(machine: Machine, value: Expression, act: () => void): void {
  const before = machine.dropped;
  machine.dropped = { file: machine.module.file, nodes: droppedIn(value) };
  act();
  machine.dropped = before;
}

function droppedIn(value: Expression): NodeId[] {
  switch (value.kind) {
    case "call":
      return [value.node, ...droppedByCallback(value), ...droppedByThen(value)];
    case "conditional":
      return [...droppedIn(value.whenTrue), ...droppedIn(value.whenFalse)];
    case "logical":
      return droppedIn(value.right);
    case "sequence":
      return value.parts.flatMap(droppedIn);
    default:
      return [];
  }
}

/** `buckets.forEach((bucket) => bucket.write(frame))` drops what the function gives back, and so does a `map` whose list nobody takes. */
function droppedByCallback({ callee, arguments: given }: Expression & { kind: "call" }): NodeId[] {
  if (callee.kind !== "member" || !/^(?:forEach|map|flatMap)$/.test(callee.name)) return [];
  return given.flatMap((argument) =>
    argument.kind === "function" && !Array.isArray(argument.function.body) ? droppedIn(argument.function.body) : [],
  );
}

/** `bucket.write(frame).then(…)`: nobody waits for either. Whoever catches has thought of that. */
const droppedByThen = ({ callee }: Expression & { kind: "call" }): NodeId[] =>
  callee.kind === "member" && (callee.name === "then" || callee.name === "finally") ? droppedIn(callee.object) : [];

/** Evaluates what a variable is given, whose name may be mentioned nowhere. */
export function keeping<Result>(machine: Machine, name: string | undefined, value: Expression, act: () => Result): Result {
  const isIo = value.kind === "call" && value.callee.kind === "member" && PROMISED.has(value.callee.name);
  // A leading underscore says that it is meant.
  if (!isIo || name === undefined || name.startsWith("_") || !isInTask(machine.frame) || isMentioned(machine, name)) return act();
  const before = machine.dropped;
  machine.dropped = { file: machine.module.file, nodes: [value.node] };
  const result = act();
  machine.dropped = before;
  return result;
}

const isMentioned = ({ module }: Machine, name: string): boolean => expressionsIn(module.facts.body, "name").some((it) => it.name === name);

/** Notes that a task drops the promise of a bucket's method. */
export function noteDropped(machine: Machine, self: Atom, method: string | undefined, site: Site): void {
  const { dropped, frame } = machine;
  if (method === undefined || !PROMISED.has(method) || !dropped || dropped.file !== site.file || !dropped.nodes.includes(site.node)) return;
  if (!isBucket(self) || !isInTask(frame)) return;
  let around = frame;
  while (around && around.kind !== "call") around = around.parent;
  machine.observe({ kind: "dropped", site, method, isAsync: around?.kind === "call" && around.function.async === true });
}

const isBucket = (atom: Atom): boolean =>
  (atom.kind === "resource" && atom.type === "bucket") || (atom.kind === "unknown" && atom.type === "Bucket");

function isInTask(frame: Frame | undefined): boolean {
  for (let at = frame; at; at = at.parent) if (at.kind === "call" && at.role?.kind === "task") return true;
  return false;
}

/** The methods of a bucket that give a promise of work. */
const PROMISED: ReadonlySet<string> = new Set(["scan", "write", "read", "stat", "exists", "upload", "copy", "remove"]);
