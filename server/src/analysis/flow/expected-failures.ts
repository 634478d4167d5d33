import type { Expression, Statement } from "../facts/facts.ts";
import { nodesWithin } from "../facts/walk.ts";
import type { Machine } from "./machine.ts";

/** Does what is meant to fail: what happens in there is no mistake of the program. */
export function expectingFailure<Result>(machine: Machine, act: () => Result): Result {
  const before = machine.isFailureExpected;
  machine.isFailureExpected = true;
  const result = act();
  machine.isFailureExpected = before;
  return result;
}

/** Whether a call expects what it is given, or called with, to fail: `expect(() => …).toThrow()`. */
export function expectsFailure({ callee }: Expression & { kind: "call" }): boolean {
  if (callee.kind === "name") return ASSERTS_FAILURE.test(callee.name);
  if (callee.kind !== "member") return false;
  const { object, name } = callee;
  const isRejected = object.kind === "member" && object.name === "rejects";
  // Few calls come this far.
  if (!isRejected && !TELLS_OF_FAILURE.test(name)) return false;
  const names = namesOf(object);
  if (!names || names.includes("not")) return false;
  if (names[0] === "expect") return isRejected || MATCHES_FAILURE.test(name);
  return ASSERTS_FAILURE.test(name) || (FAILING_TEST.test(name) && /^(?:it|test)$/.test(names[0] ?? ""));
}

/** `["expect", "rejects", "not"]` of `expect(…).rejects.not`. */
function namesOf(expression: Expression): string[] | undefined {
  if (expression.kind === "name") return [expression.name];
  if (expression.kind === "call") return namesOf(expression.callee);
  if (expression.kind !== "member") return undefined;
  const before = namesOf(expression.object);
  return before && [...before, expression.name];
}

/** `assert.throws(…)`, `assert.rejects(…)`, and the same by the names of other tools. */
const ASSERTS_FAILURE = /^(?:throws|rejects|throwsAsync|assertThrows|assertThrowsAsync|assertRejects)$/;

/** `expect(…).toThrow(…)`, `expect(…).to.throw(…)`, `expect(…).to.be.rejectedWith(…)`. */
const MATCHES_FAILURE = /^(?:toThrow\w*|throws?|Throw|rejected\w*)$/;

/** `test.fails("…", () => …)`. */
const FAILING_TEST = /^(?:fails|failing)$/;

const TELLS_OF_FAILURE = new RegExp([ASSERTS_FAILURE, MATCHES_FAILURE, FAILING_TEST].map(({ source }) => source).join("|"));

/** Executes the body of a `try`. Where `catch` lets the program go on, what throws in there is seen to by it. */
export function catching(machine: Machine, handler: readonly Statement[] | undefined, act: () => void): void {
  const before = machine.isCaught;
  machine.isCaught ||= handler !== undefined && goesOn(handler);
  act();
  machine.isCaught = before;
}

/** Whether code neither throws, wherever that is, nor ends the program, nor says that it has failed. */
function goesOn(handler: readonly Statement[]): boolean {
  const isExit = ({ callee }: Expression & { kind: "call" }): boolean => isOfProcess(callee, /^(?:exit|abort)$/);
  return !nodesWithin(handler, (part) => part.kind === "function").some((part) => {
    if (part.kind === "throw") return true;
    if (part.kind === "call") return isExit(part as Expression & { kind: "call" });
    if (part.kind !== "assign") return false;
    const { target } = part as Expression & { kind: "assign" };
    return target.kind === "place" && isOfProcess(target.place, /^exitCode$/);
  });
}

const isOfProcess = (expression: Expression, name: RegExp): boolean =>
  expression.kind === "member" && expression.object.kind === "name" && expression.object.name === "process" && name.test(expression.name);
