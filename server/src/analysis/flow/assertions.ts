import { ALWAYS, type Guard, NEVER } from "./guards.ts";
import { hasMember, isOfOtherLength, isUnlike } from "./likeness.ts";
import type { Machine } from "./machine.ts";
import { binary, equality, nullishOf, truthOf } from "./operators.ts";
import { type Atom, atomsOf, literal, UNDEFINED, type UnknownAtom, type Value } from "./values.ts";

/** Leaves, after a call of what the workspace does not show, only the paths on which it comes back: one that asserts throws on the others. */
export function passAssertion(machine: Machine, callee: Atom, given: readonly Value[]): void {
  if (callee.kind !== "unknown") return;
  if (EXITS.test(callee.key)) {
    machine.paths = NEVER;
    return;
  }
  const subject = callee.expected ?? given[0];
  const isOpen = subject?.kind === "unknown" && !subject.isThrown;
  const narrowings = machine.run.narrowings[isOpen ? "open" : "known"];
  if (narrowings.areEnough) return;
  const holds = assertedBy(machine, callee, given);
  if (holds === ALWAYS) return;
  narrowings.add();
  machine.branchingOn(holds);
  machine.thrown = machine.guards.or(machine.thrown, machine.guards.without(machine.paths, holds));
  const left = machine.guards.and(machine.paths, holds);
  // A test is there to pass: where nothing is left, something has happened that was not seen, such as a call of a listener.
  if (left !== NEVER || !callee.expected) machine.paths = left;
}

/** The same of an assertion that is no call: `expect(error).to.be.undefined`. */
export function passExpectation(machine: Machine, asserted: Value, name: string): void {
  if (asserted.kind !== "unknown" || !asserted.expected || asserted.expected.kind === "unknown") return;
  const matcher = Object.hasOwn(MATCHERS_WITHOUT_CALL, name) && MATCHERS_WITHOUT_CALL[name];
  if (!matcher) return;
  const [called, ...given] = matcher;
  passAssertion(machine, { ...asserted, key: called }, given);
}

const MATCHERS_WITHOUT_CALL: Readonly<Record<string, readonly [string, ...Value[]]>> = {
  undefined: ["toBeUndefined"],
  null: ["toBeNull"],
  exist: ["toBeSomething"],
  ok: ["toBeTruthy"],
  true: ["toBe", literal(true)],
  false: ["toBe", literal(false)],
};

/** What `expect(value)` gives knows its subject, so that `toBe` can say something of it. */
export const expectation = (callee: Atom, given: readonly Value[]): Pick<UnknownAtom, "expected"> | undefined =>
  callee.kind === "unknown" && EXPECTS.test(callee.key) && given[0] ? { expected: given[0] } : undefined;

/** Whether something is called to say what is so. */
export const isAssertion = (callee: Atom): boolean =>
  callee.kind === "unknown" &&
  (callee.expected !== undefined || EXPECTS.test(callee.key) || ASSERTS.test(callee.key) || OF_ASSERT.test(callee.key));

function assertedBy(machine: Machine, { key, expected, isDenied }: UnknownAtom, given: readonly Value[]): Guard {
  const name = key.slice(key.lastIndexOf(".") + 1);
  if (expected) {
    // Of what nothing is known there is nothing to decide.
    if (expected.kind === "unknown" && !expected.isThrown && (isDenied || !EQUALITIES.has(name))) return ALWAYS;
    const holds = expectedBy(machine, name, expected, given[0]);
    if (holds !== undefined) return isDenied ? machine.guards.not(holds) : holds;
    return isDenied ? ALWAYS : machine.guards.not(isSurelyNot(machine, name, expected, given[0]));
  }
  if (ASSERTS.test(key)) return truthOf(machine, given[0] ?? UNDEFINED);
  if (!OF_ASSERT.test(key)) return ALWAYS;
  if (name === "ok" || name === "isTrue" || name === "isOk") return truthOf(machine, given[0] ?? UNDEFINED);
  if (name === "fail") return NEVER;
  const [subject = UNDEFINED, second] = given;
  if (name === "ifError") return nullishOf(machine, subject);
  const matcher = MATCHERS_OF_ASSERT[name];
  if (matcher !== undefined) return expectedBy(machine, matcher, subject, second) ?? ALWAYS;
  if (EQUALITIES.has(name)) {
    const holds = equal(machine, subject, second);
    return holds === ALWAYS ? machine.guards.not(isUnlike(machine, subject, second)) : holds;
  }
  return UNEQUALITIES.has(name) ? unequal(machine, given[0], given[1]) : ALWAYS;
}

/** When `expect(subject)` holds, by the name of what it is expected to be; undefined where that is not followed. */
function expectedBy(machine: Machine, name: string, subject: Value, given: Value | undefined): Guard | undefined {
  const { guards } = machine;
  switch (name) {
    case "toBeUndefined":
      return truthOf(machine, equality(machine, subject, UNDEFINED));
    case "toBeDefined":
      return guards.not(truthOf(machine, equality(machine, subject, UNDEFINED)));
    case "toBeNull":
      return truthOf(machine, equality(machine, subject, literal(null)));
    case "toBeNullable":
      return nullishOf(machine, subject);
    case "toBeSomething":
      return guards.not(nullishOf(machine, subject));
    case "toBeTruthy":
      return truthOf(machine, subject);
    case "toBeFalsy":
      return guards.not(truthOf(machine, subject));
    case "toHaveProperty":
      return hasMember(machine, subject, given);
    case "toBeInstanceOf":
    case "instanceOf":
    case "instanceof":
      return given && truthOf(machine, binary(machine, "instanceof", subject, given));
    default:
      return EQUALITIES.has(name) && areComparable(subject, given ?? UNDEFINED) ? equal(machine, subject, given) : undefined;
  }
}

/** When something is surely not what it is expected to be. */
function isSurelyNot(machine: Machine, name: string, subject: Value, given: Value | undefined): Guard {
  const { guards } = machine;
  // What is like something is something.
  const isNothing = OF_SOMETHING.test(name) ? nullishOf(machine, subject) : NEVER;
  if (LENGTHS.has(name) && given?.kind === "literal" && typeof given.value === "number")
    return guards.or(isNothing, isOfOtherLength(machine, subject, given.value));
  return LIKENESSES.has(name) || EQUALITIES.has(name) ? guards.or(isNothing, isUnlike(machine, subject, given)) : isNothing;
}

const LENGTHS: ReadonlySet<string> = new Set(["toHaveLength", "lengthOf"]);

const LIKENESSES: ReadonlySet<string> = new Set(["eql", "equals", "toMatchObject"]);

/** What asserts that something is like something else, or has something. */
const OF_SOMETHING =
  /^(?:to(?:Match|MatchObject|Contain|ContainEqual|HaveProperty|HaveLength|BeGreaterThan|BeLessThan)|match|include|contain)$/;

/** The assertions that `expect` knows by other names. */
const MATCHERS_OF_ASSERT: Readonly<Record<string, string>> = {
  isUndefined: "toBeUndefined",
  isDefined: "toBeDefined",
  isNull: "toBeNull",
  isNotOk: "toBeFalsy",
  instanceOf: "toBeInstanceOf",
};

/** Objects may be equal by what they hold, which is left open; none is equal to a plain value. */
function areComparable(...values: readonly Value[]): boolean {
  const kinds = values.map((value) => new Set(atomsOf(value).map(({ kind }) => kind)));
  const isPlain = (kind: string): boolean => kind === "literal" || kind === "unknown";
  return kinds.every((it) => [...it].every(isPlain)) || kinds.some((it) => it.size === 1 && it.has("literal"));
}

function equal(machine: Machine, left: Value = UNDEFINED, right: Value = UNDEFINED): Guard {
  const plain = right.kind === "literal" ? right : left;
  const open = right.kind === "literal" ? left : right;
  // The most usual, without a value of it for each of the paths.
  if (plain.kind === "literal" && open.kind === "unknown" && !open.isSymbol && !open.isThrown)
    return machine.conditions.equals(open.key, plain.value);
  return areComparable(left, right) ? truthOf(machine, equality(machine, left, right)) : ALWAYS;
}

function unequal(machine: Machine, left: Value = UNDEFINED, right: Value = UNDEFINED): Guard {
  return areComparable(left, right) ? machine.guards.not(truthOf(machine, equality(machine, left, right))) : ALWAYS;
}

const EXITS = /(?:^|:)process(?:\.default|\.\*)?\.(?:exit|abort)$/;

/** `assert(…)` itself, by whichever name a module exports it. */
const ASSERTS = /(?:^|[.:/-])(?:assert|assert\/strict|invariant)(?:\.default|\.\*|\.strict)*$/;

/** `assert.equal(…)`, and `equal` imported from a module of assertions. */
const OF_ASSERT = /(?:^|[.:/-])assert(?:\/strict)?(?:\.default|\.\*|\.strict)*\.\w+$/;

const EXPECTS = /(?:^|[.:])expect$/;

const EQUALITIES: ReadonlySet<string> = new Set([
  "equal",
  "strictEqual",
  "deepEqual",
  "deepStrictEqual",
  "toBe",
  "toEqual",
  "toStrictEqual",
]);

const UNEQUALITIES: ReadonlySet<string> = new Set(["notEqual", "notStrictEqual", "notDeepEqual", "notDeepStrictEqual"]);
