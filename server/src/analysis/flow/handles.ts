import type { Expression, NodeId } from "../facts/facts.ts";
import { isOnlyAsked } from "../facts/only-asked.ts";
import type { Machine } from "./machine.ts";
import type { HandleUse } from "./observations.ts";
import { atomsOf, type Environment, type Value } from "./values.ts";

/** Notes that something is done with a value that a handle cannot take part in. Where the value may be something else too, nothing is said. */
export function noteHandleUse(machine: Machine, value: Value, use: HandleUse, node: NodeId): void {
  if (use.how === "member" && ALLOWED_MEMBERS.has(use.name)) return;
  const [first, ...others] = atomsOf(machine.restrict(value));
  if (first?.kind !== "handle" || others.some(({ kind }) => kind !== "handle")) return;
  machine.observe({ kind: "handle", site: machine.site(node), step: first.step, use });
}

/**
 * Notes a handle that is asked whether it is true: it always is, whatever its step will give. A variable, a parameter or what is looked up somewhere may be
 * asked whether there is a handle at all, so only a call of a task is no question of that kind, at once or as the constant that it gives its value; and of
 * such a constant only one that is taken for an answer, and not handed on as the handle that it is.
 */
export function noteCondition(machine: Machine, value: Value, asked: Expression, environment: Environment): void {
  if (value.kind !== "handle") return;
  const { file, node } = value.step.origin.site;
  const call = asked.kind === "name" ? environment.find(asked.name)?.call : asked.node;
  if (node !== call || file !== machine.site(node).file) return;
  if (asked.kind === "name" && !isOnlyAsked(machine.module.facts, node)) return;
  noteHandleUse(machine, value, { how: "condition" }, asked.node);
}

/** Notes a handle that is compared with a text, a number or a truth, as it is written: it is never equal to one. What is nothing may be asked for. */
export function noteComparison(
  machine: Machine,
  { operator, left, right }: Expression & { kind: "binary" },
  ...values: [left: Value, right: Value]
): void {
  if (!EQUALITY.test(operator)) return;
  const [ofLeft, ofRight] = values;
  if (isPlain(right)) noteHandleUse(machine, ofLeft, { how: "calculation" }, left.node);
  if (isPlain(left)) noteHandleUse(machine, ofRight, { how: "calculation" }, right.node);
}

const EQUALITY = /^[!=]==?$/;

const isPlain = (expression: Expression): boolean =>
  expression.kind === "literal" && expression.value !== null && expression.value !== undefined;

/** Whether the methods of a value work with data at once: a bucket's, Polars' own functions, and those that calculate. */
export const takesData = (object: Value): boolean =>
  atomsOf(object).every(
    (atom) =>
      (atom.kind === "resource" && atom.type === "bucket") ||
      (atom.kind === "builtin" && atom.name === "Math" && !atom.self) ||
      (atom.kind === "glacier" && (atom.name === "pl" || atom.name.startsWith("pl."))),
  );

/** Whether a function makes a text or a number of what it is given. */
export const converts = (callee: Value): boolean => isBuiltin(callee, /^(?:String|Number)$/);

/** Whether a function says no more of what it is given than whether it is true. */
export const asksWhetherTrue = (callee: Value): boolean => isBuiltin(callee, /^Boolean$/);

const isBuiltin = (callee: Value, name: RegExp): boolean =>
  atomsOf(callee).every((atom) => atom.kind === "builtin" && name.test(atom.name) && !atom.self);

/** Notes handles among arguments, alone or as items of an array: `pl.concat([first, second])`. */
export function noteArguments(machine: Machine, written: readonly Expression[], given: readonly Value[]): void {
  for (const [index, argument] of written.entries()) {
    const value = given[index];
    if (!value || argument.kind === "spread") return;
    const items = value.kind === "array" ? machine.seen(value).items.map((item) => item.value) : [];
    for (const each of [value, ...items]) noteHandleUse(machine, each, { how: "argument" }, argument.node);
  }
}

/** What printing and comparing tools ask every object for. */
const ALLOWED_MEMBERS: ReadonlySet<string> = new Set(["constructor", "toJSON"]);
