import type { Expression, Statement } from "../facts/facts.ts";
import { USE } from "../facts/mentions.ts";
import { mentionsOf } from "../facts/noting.ts";
import type { Part } from "../facts/parts.ts";
import { nodesAlongWith } from "../facts/walk.ts";
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

/** What should fail, where a call says that in this way: `(() => …).should.throw()`, `load().should.be.rejectedWith(Error)`. */
export function shouldFail({ callee }: Expression & { kind: "call" }): Expression | undefined {
  if (callee.kind !== "member" || !MATCHES_FAILURE.test(callee.name)) return undefined;
  let { object } = callee;
  while (object.kind === "member" && object.name !== "should" && object.name !== "not") object = object.object;
  return object.kind === "member" && object.name === "should" ? object.object : undefined;
}

/** The variables that a call, or one of those that it stands on, is given: `promise` in `expect(promise).rejects.toThrow()`. */
export function namesGiven({ callee, arguments: given }: Expression & { kind: "call" }): string[] {
  const own = given.flatMap((it) => (it.kind === "name" ? it.name : []));
  let object = callee;
  while (object.kind === "member") object = object.object;
  return object.kind === "call" ? [...own, ...namesGiven(object)] : own;
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

/**
 * Whether a `try` is there to see something fail: where nothing has failed in it, what comes next does.
 * `try { make(); expect.unreachable(); } catch (error) { … }`, `try { make(); } catch (error) { return error; } throw new Error("…");`
 */
export function isMeantToFail(statement: Statement & { kind: "try" }, next: Statement | undefined, isTest: boolean): boolean {
  const { body, handler } = statement;
  if (!handler) return false;
  const isMeant =
    alwaysFails(body.at(-1)) ||
    (alwaysFails(next) && handler.at(-1)?.kind === "return") ||
    isLookedAt(handler, next, isTest) ||
    givesFailureAlone(statement, next);
  if (!isMeant) return false;
  // Where it may be left without a failure, that is what it is there for.
  return nodesAlongWith(body).every(({ kind }) => kind !== "return" && kind !== "jump");
}

/**
 * Whether it is asserted what the failure is like, in the handler or right behind it by the variable that it keeps it in:
 * `catch (error) { expect(error).toBeInstanceOf(Error); }`
 */
function isLookedAt(handler: readonly Statement[], next: Statement | undefined, isTest: boolean): boolean {
  if (handler.some(alwaysFails)) return false;
  if (assertsFailure(nodesAlongWith(handler), isTest)) return true;
  if (next?.kind !== "expression" || next.value.kind !== "call" || !assertsSomething(next.value)) return false;
  const mentions = mentionsOf(next);
  return keptBy(handler).some((name) => mentions.has(name, USE.name));
}

/** Whether some code asserts something of what it has caught. Where no test does, `assert(error instanceof Error)` may be there for its types alone. */
export const assertsFailure = (parts: readonly Part[], isTest: boolean): boolean =>
  parts.some((part) => {
    if (part.kind !== "call") return false;
    const call = part as Expression & { kind: "call" };
    return assertsSomething(call) && !neverHolds(call) && (isTest || !assertsClass(call));
  });

const assertsClass = ({ arguments: [asserted] }: Expression & { kind: "call" }): boolean =>
  asserted?.kind === "binary" && asserted.operator === "instanceof";

/**
 * Whether something is only called for its failure, which is given to whoever asks for it:
 * `try { act(); } catch (error) { return error; }`, `try { act(); } catch (error) { failure = error; } return failure;`
 */
function givesFailureAlone({ body, parameter, handler = [] }: Statement & { kind: "try" }, next: Statement | undefined): boolean {
  const [only, ...others] = body;
  if (only?.kind !== "expression" || others.length > 0) return false;
  const called = only.value.kind === "await" ? only.value.value : only.value;
  if (called.kind !== "call" || called.callee.kind !== "name" || called.arguments.length > 0) return false;
  const last = handler.at(-1);
  if (last?.kind === "return") return parameter?.kind === "bind" && isNamed(last.value, parameter.name);
  return next?.kind === "return" && keptBy(handler).some((name) => isNamed(next.value, name));
}

const isNamed = (value: Expression | undefined, name: string): boolean => value?.kind === "name" && value.name === name;

/** The variables to which a handler gives something. */
const keptBy = (handler: readonly Statement[]): string[] =>
  handler.flatMap((statement) =>
    statement.kind === "expression" && statement.value.kind === "assign" && statement.value.target.kind === "bind"
      ? [statement.value.target.name]
      : [],
  );

/** `expect(error).toBe(…)`, `assert.match(…)`; not what asserts that there is nothing. */
function assertsSomething({ callee, arguments: [first] }: Expression & { kind: "call" }): boolean {
  const [root = "", ...rest] = namesOf(callee) ?? [];
  if (!/^(?:expect|assert)$/.test(root) || (root === "expect" && rest.length === 0)) return false;
  if (rest.some((name) => FAILS.test(name) || DENIES.test(name))) return false;
  return !(first?.kind === "name" && first.name === "undefined") && !(first?.kind === "literal" && first.value === null);
}

const DENIES = /^(?:not|ifError|isNotOk|notOk|toBeUndefined|toBeNull|toBeFalsy|toBeNullable|isUndefined|isNull|undefined|null)$/;

/** Whether a call asserts of plain values what is not so, which is to say that it must not be reached: `expect(true).toBe(false)`, `assert(false)`. */
function neverHolds({ callee, arguments: [given] }: Expression & { kind: "call" }): boolean {
  const [root, ...rest] = namesOf(callee) ?? [];
  if (root === "assert" && (rest.length === 0 || rest.join() === "ok")) return given?.kind === "literal" && !given.value;
  if (root !== "expect" || callee.kind !== "member" || rest.length > 1) return false;
  const [subject] = callee.object.kind === "call" ? callee.object.arguments : [];
  if (subject?.kind !== "literal") return false;
  if (callee.name === "toBeTruthy" || callee.name === "toBeFalsy") return (callee.name === "toBeTruthy") !== Boolean(subject.value);
  return /^to(?:Be|Equal|StrictEqual)$/.test(callee.name) && given?.kind === "literal" && given.value !== subject.value;
}

/** A statement that does nothing but fail. */
function alwaysFails(statement: Statement | undefined): boolean {
  if (statement?.kind !== "expression") return statement?.kind === "throw";
  const { value } = statement;
  if (value.kind !== "call") return false;
  if (neverHolds(value)) return true;
  const [first = "", ...rest] = namesOf(value.callee) ?? [];
  return rest.length === 0 ? FAILS.test(first) : /^(?:expect|assert|chai|t)$/.test(first) && FAILS.test(rest.at(-1) ?? "");
}

/** `fail("…")`, `assert.fail("…")`, `expect.unreachable("…")`. */
const FAILS = /^(?:fail|unreachable)$/;

/** Executes the body of a `try`. Where `catch` does something else in its place, what throws in there is seen to by it. */
export function catching(machine: Machine, handler: readonly Statement[] | undefined, act: () => void): void {
  const before = machine.isCaught;
  machine.isCaught ||= handler !== undefined && hasAnotherWay(handler);
  act();
  machine.isCaught = before;
}

/** Whether code calls or makes something, other than to tell of what has happened, and neither throws, ends the program nor says that it has failed. */
function hasAnotherWay(handler: readonly Statement[]): boolean {
  const parts = nodesAlongWith(handler);
  if (givesUp(parts) || handler.some(alwaysFails) || parts.some(({ kind }) => kind === "throw")) return false;
  return parts.some((part) => {
    if (part.kind !== "call" && part.kind !== "new") return false;
    const root = namesOf((part as Expression & { kind: "call" | "new" }).callee)?.[0];
    return root === undefined || !TELLS.test(root);
  });
}

/** Whether some code ends the program, or has it say that it has failed. */
export function givesUp(parts: readonly Part[]): boolean {
  return parts.some((part) => {
    if (part.kind === "call") return isOfProcess((part as Expression & { kind: "call" }).callee, /^(?:exit|abort)$/);
    if (part.kind !== "assign") return false;
    const { target } = part as Expression & { kind: "assign" };
    return target.kind === "place" && isOfProcess(target.place, /^exitCode$/);
  });
}

/** Whether an expression does nothing but tell somebody of a failure: `console.error(error)`, `done(error)`, `assert(false)`. */
export function isTold(expression: Expression): boolean {
  if (expression.kind !== "call") return false;
  if (neverHolds(expression)) return true;
  const names = namesOf(expression.callee) ?? [];
  return TELLS.test(names[0] ?? "") || names.some((name) => FAILS.test(name)) || HEARS.test(names[0] ?? "");
}

/** What is called to go on elsewhere, with what has gone wrong: a test's or a callback's end. */
const HEARS = /^(?:done|next|reject|cb|callback)$/;

/** What is called only to tell somebody. */
const TELLS = /^(?:console|(?:get)?log(?:ger|ging)?|debug|info|warn|error|String|JSON|process)$/i;

const isOfProcess = (expression: Expression, name: RegExp): boolean =>
  expression.kind === "member" && expression.object.kind === "name" && expression.object.name === "process" && name.test(expression.name);
