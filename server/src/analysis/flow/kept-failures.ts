import type { Expression, Statement } from "../facts/facts.ts";
import { nodesAlongWith } from "../facts/walk.ts";
import { FILLS } from "../facts/written.ts";
import { assertsFailure, givesUp, isTold } from "./expected-failures.ts";
import { type Guard, NEVER } from "./guards.ts";
import type { Machine } from "./machine.ts";
import type { Observation } from "./observations.ts";
import type { Atom, UnknownAtom, Value } from "./values.ts";

/** Something behind which the code goes on whether it fails or not. */
export interface KeptFailure {
  /** The code that goes on has the failure as a value: `catch (error) { return { error }; }`, `promise.catch((error) => error)`. */
  isKept: boolean;
  /** The paths on which it fails, and those on which it does not. */
  fails: Guard;
  succeeds: Guard;
  observations: readonly Observation[];
  /** A test says of it, which stands outside of that, that it must not fail. */
  isDenied?: true;
}

/** Does what a test does. A runner sees to it that none ends the others, nor the program. */
export function inTest<Result>(machine: Machine, act: () => Result): Result {
  const { paths, thrown, rejected, run } = machine;
  const first = run.kept.length;
  Object.assign(machine, { thrown: NEVER, rejected: NEVER });
  const { open, known } = run.narrowings;
  const result = open.inTest(() => known.inTest(act));
  noteMeant(machine, run.kept.splice(first), true);
  noteDenied(machine, paths);
  Object.assign(machine, { paths, thrown, rejected });
  return result;
}

/** Notes what stands outside of a test and must not fail, as that says: it ends where that does, and only there. */
function noteDenied(machine: Machine, paths: Guard): void {
  if (machine.run.kept.length === 0 || hasEnded(machine, paths)) return;
  for (const each of machine.run.kept) if (hasEnded(machine, machine.guards.and(each.fails, paths))) each.isDenied = true;
}

/** Forgets, once a module has been executed, what was observed in it that is meant to fail. */
export function forgetExpected(machine: Machine): void {
  const { observations, expected, kept, isTest } = machine.run;
  if (kept.length === 0 && expected.size === 0) return;
  noteMeant(machine, kept.splice(0), isTest);
  const others = observations.filter((it) => !expected.has(it));
  observations.splice(0, observations.length, ...others);
  expected.clear();
}

/**
 * Notes which of these is meant to fail: where it does not, something else fails, such as `expect(error).toBeDefined()`. In a test also what may fail as well
 * as not, if somebody can see which, and if it stands there: a program is not there to fail because a test cleans up behind it. Where its failure has something
 * else fail, the test says that it must not.
 */
function noteMeant(machine: Machine, kept: readonly KeptFailure[], isTest: boolean): void {
  for (const { isKept, fails, succeeds, observations, isDenied } of kept) {
    if (isDenied || hasEnded(machine, fails)) continue;
    if (hasEnded(machine, succeeds)) noteExpected(machine, observations);
    else if (isTest && isKept)
      noteExpected(
        machine,
        observations.filter(({ site }) => site.file === machine.run.file),
      );
  }
}

/** Whether something has failed on all of some paths, if there are any. */
const hasEnded = ({ guards, thrown, rejected }: Machine, paths: Guard): boolean =>
  paths !== NEVER && guards.implies(paths, guards.or(thrown, rejected));

/** Notes what was observed while something was done behind which the code goes on whether that has failed or not. */
export function noteHandled(machine: Machine, { fails, succeeds, observations }: Omit<KeptFailure, "isKept">, handled: Handled): void {
  if (observations.length === 0) return;
  if (handled === "asserted") noteExpected(machine, observations);
  else machine.run.kept.push({ isKept: handled === "kept", fails, succeeds, observations });
}

/** Notes what is meant to fail, once it has been observed. */
export function noteExpected({ run }: Machine, observations: readonly Observation[]): void {
  for (const each of observations) run.expected.add(each);
}

/** What becomes of a failure: a test asserts what it is like, the code that goes on has it, or nobody does. */
export type Handled = "asserted" | "kept" | "lost";

/** What a handler does with a failure. */
export function handledBy(handler: readonly Statement[] | Expression, isTest: boolean): Handled {
  const parts = nodesAlongWith(handler);
  if (assertsFailure(parts, isTest)) return "asserted";
  if (givesUp(parts)) return "lost";
  if (!Array.isArray(handler)) return isTold(handler as Expression) ? "lost" : "kept";
  const isKept = parts.some((part) => {
    if (part.kind === "return") return "value" in part && part.value !== undefined;
    return part.kind === "assign" || (part.kind === "call" && part.callee.kind === "member" && FILLS.has(part.callee.name));
  });
  return isKept ? "kept" : "lost";
}

/** The same of what a promise's `catch` is given. */
export const handledByCallback = ({ run }: Machine, callback: Value | undefined): Handled =>
  callback?.kind === "function" ? handledBy(callback.fact.body, run.isTest) : "lost";

/** Reading a member of nothing throws. Which paths that leaves is of no interest but to who wants to know whether something is meant to fail. */
export function failWhereMissing(machine: Machine, object: Value): void {
  const { kept, narrowings } = machine.run;
  if (object.kind !== "choice" || kept.length === 0 || narrowings.known.areEnough) return;
  const { guards, paths } = machine;
  const missing = object.alternatives.reduce((sum, { guard, atom }) => (isNothing(atom) ? guards.or(sum, guard) : sum), NEVER);
  const left = guards.without(paths, missing);
  if (left === NEVER || left === paths) return;
  narrowings.known.add();
  machine.thrown = guards.or(machine.thrown, guards.and(paths, missing));
  machine.paths = left;
}

const isNothing = (atom: Atom): boolean => atom.kind === "literal" && (atom.value === null || atom.value === undefined);

/** What is thrown is there. */
export const thrownValue = (value: UnknownAtom): UnknownAtom => ({ ...value, isThrown: true });
