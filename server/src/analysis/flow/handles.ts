import type { Expression, NodeId, Statement } from "../facts/facts.ts";
import { USE } from "../facts/mentions.ts";
import { mentionsOf } from "../facts/noting.ts";
import { isOnlyAsked } from "../facts/only-asked.ts";
import { statementsAt } from "../facts/top-level.ts";
import { namesOn } from "../facts/written.ts";
import type { Machine } from "./machine.ts";
import type { HandleUse } from "./observations.ts";
import { atomsOf, type Environment, type StepRecord, type Value } from "./values.ts";

/** Notes that something is done with a value that a handle cannot take part in. Where the value may be something else too, nothing is said. */
export function noteHandleUse(machine: Machine, value: Value, use: HandleUse, node: NodeId): void {
  if (use.how === "member" && ALLOWED_MEMBERS.has(use.name)) return;
  const [first, ...others] = atomsOf(machine.restrict(value));
  if (first?.kind !== "handle" || others.some(({ kind }) => kind !== "handle")) return;
  machine.observe({ kind: "handle", site: machine.site(node), step: first.step, use });
}

/**
 * Notes a handle that is asked whether it is true: it always is, whatever its step will give. Of a variable only one that is taken for an answer, and not
 * handed on as the handle that it is.
 */
export function noteCondition(machine: Machine, value: Value, asked: Expression, environment: Environment): void {
  if (!isNothingElse(machine, value, asked, environment)) return;
  if (asked.kind === "name" && !isOnlyAsked(machine.module.facts, value.step.origin.site.node)) return;
  noteHandleUse(machine, value, { how: "condition" }, asked.node);
}

/**
 * Notes a handle that is compared with a text, a number or a truth, as it is written. What is nothing may be asked for. `==` makes a text or a number of the
 * handle, which throws; `===` is a question of which the answer is known, unless a text says that there is no handle on another path.
 */
export function noteComparison(
  machine: Machine,
  { operator, left, right }: Expression & { kind: "binary" },
  values: { left: Value; right: Value },
  environment: Environment,
): void {
  if (!EQUALITY.test(operator)) return;
  const note = (value: Value, asked: Expression): void => {
    const isStrict = operator.length === 3;
    if (!isStrict || isNothingElse(machine, value, asked, environment)) noteHandleUse(machine, value, { how: "calculation" }, asked.node);
  };
  if (isPlain(right)) note(values.left, left);
  if (isPlain(left)) note(values.right, right);
}

/**
 * Whether an expression is a handle whenever it is come to: a call of a task, or a variable that such a call gives the only value that it ever has. A parameter,
 * what is looked up, what a function gives that somebody hands over, and a variable that is given another value may be something else on another path, in another
 * turn or call, and asked for that.
 */
function isNothingElse(
  machine: Machine,
  value: Value,
  asked: Expression,
  environment: Environment,
): value is Extract<Value, { kind: "handle" }> {
  if (value.kind !== "handle") return false;
  const { file, node } = value.step.origin.site;
  if (file !== machine.site(node).file) return false;
  const call = asked.kind === "name" ? environment.find(asked.name)?.call : asked;
  if (call?.kind !== "call" || call.node !== node || !isOneTask(machine, value.step, call.callee, environment)) return false;
  const isAssigned = (statement: Statement): boolean => asked.kind === "name" && mentionsOf(statement).has(asked.name, USE.assigned);
  return !statementsAt(machine.module.facts, node).some(isAssigned);
}

/** Whether a callee is the same task whoever calls the code that it stands in: something of the module's, or a task that the code makes there. */
function isOneTask({ module }: Machine, { task }: StepRecord, callee: Expression, environment: Environment): boolean {
  const [name = ""] = namesOn(callee) ?? [];
  const cell = environment.find(name);
  return cell !== undefined && (cell.call?.node === task.origin.site.node || cell === module.environment.cells.get(name));
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
