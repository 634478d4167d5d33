import type { Expression, NodeId, Site } from "../facts/facts.ts";
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
      return [value.node, ...droppedByForEach(value)];
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

/** `buckets.forEach((bucket) => bucket.write(frame))` drops what the function gives back. */
function droppedByForEach({ callee, arguments: given }: Expression & { kind: "call" }): NodeId[] {
  if (callee.kind !== "member" || callee.name !== "forEach") return [];
  return given.flatMap((argument) =>
    argument.kind === "function" && !Array.isArray(argument.function.body) ? droppedIn(argument.function.body) : [],
  );
}

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
