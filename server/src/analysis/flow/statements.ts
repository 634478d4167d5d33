import type { Expression, Pattern, Site, Statement } from "../facts/facts.ts";
import { dropping, keeping } from "./dropped.ts";
import { type Guard, NEVER } from "./guards.ts";
import { noteCondition, noteHandleUse } from "./handles.ts";
import { observedInPromises } from "./in-promises.ts";
import { iterate } from "./iteration.ts";
import { failWhereMissing } from "./kept-failures.ts";
import { awaiting } from "./later.ts";
import type { JumpTarget, Machine } from "./machine.ts";
import { named, namesOf } from "./named.ts";
import { equality, truthOf } from "./operators.ts";
import { executeTry } from "./tries.ts";
import { type BranchFrame, type Cell, Environment, type Outcome, UNDEFINED, type Value } from "./values.ts";

/** Executes statements one after the other; functions are there before the first of them. */
export function executeAll(machine: Machine, statements: readonly Statement[], environment: Environment): void {
  hoist(machine, statements, environment);
  for (const statement of statements) {
    if (!machine.isReached || !machine.step()) return;
    if (statement.kind === "try") executeTry(machine, statement, environment, statements[statements.indexOf(statement) + 1]);
    else execute(machine, statement, environment, []);
  }
}

function hoist(machine: Machine, statements: readonly Statement[], environment: Environment): void {
  for (const statement of statements) {
    if (statement.kind === "function-declaration") {
      const made = machine.makeFunction(statement.function, environment);
      machine.declare(environment, statement.name, statement.function.name === undefined ? { ...made, ...namesOf(statement.name) } : made);
    } else if (statement.kind === "class-declaration") machine.declare(environment, statement.name, undefined);
    else if (statement.kind === "variables" && statement.declaration !== "var") {
      // The name is taken from the start of its block, so that a use before its declaration does not find an outer one.
      for (const { target } of statement.declarations) if (target.kind === "bind") machine.declare(environment, target.name, undefined);
    }
  }
}

function execute(machine: Machine, statement: Statement, environment: Environment, labels: readonly string[]): void {
  switch (statement.kind) {
    case "expression":
      dropping(machine, statement.value, () => machine.evaluate(statement.value, environment));
      return;
    case "variables":
      for (const { target, value } of statement.declarations) {
        if (!value && statement.declaration === "var") continue;
        const name = target.kind === "bind" ? target.name : undefined;
        const first = machine.run.observations.length;
        const given = value
          ? named(
              keeping(machine, name, value, () => machine.evaluate(value, environment)),
              value,
              name,
            )
          : UNDEFINED;
        if (target.kind === "object-pattern") failWhereMissing(machine, given);
        machine.bind(target, given, environment, statement.declaration === "var" ? "var" : "declare");
        const cell = statement.declaration !== "var" && value?.kind === "call" && name !== undefined && environment.cells.get(name);
        if (cell) cell.call = value;
        if (cell && statement.declaration === "const" && machine.run.observations.length > first)
          cell.observed = observedInPromises(machine, first);
      }
      return;
    case "function-declaration":
      return;
    case "class-declaration": {
      const value = machine.evaluate({ kind: "class", node: statement.node, class: statement.class }, environment);
      machine.bind({ kind: "bind", node: statement.node, name: statement.name }, value, environment, "declare");
      return;
    }
    case "return": {
      const { value: given } = statement;
      const value = given ? awaiting(machine, machine.isResultAwaited, () => machine.evaluate(given, environment)) : UNDEFINED;
      if (machine.isReached) machine.returned.push({ guard: machine.paths, value });
      machine.paths = NEVER;
      return;
    }
    case "throw":
      machine.evaluate(statement.value, environment);
      machine.thrown = machine.guards.or(machine.thrown, machine.paths);
      machine.paths = NEVER;
      return;
    case "if": {
      const truth = askedTruth(machine, statement.test, environment);
      branch(
        machine,
        statement.test,
        truth,
        () => execute(machine, statement.whenTrue, environment, []),
        () => {
          if (statement.whenFalse) execute(machine, statement.whenFalse, environment, []);
        },
      );
      return;
    }
    case "block":
      executeAll(machine, statement.body, new Environment(environment));
      return;
    case "for":
      executeFor(machine, statement, environment, labels);
      return;
    case "for-of":
      executeForOf(machine, statement, environment, labels);
      return;
    case "while":
      loop(machine, labels, (turn) => {
        const skipsTest = statement.checkLast && turn === 0;
        const truth = skipsTest ? undefined : askedTruth(machine, statement.test, environment);
        const isEndless = statement.test.kind === "literal" && statement.test.value === true;
        return { truth, isEndless, body: () => execute(machine, statement.body, environment, []) };
      });
      return;
    case "switch":
      executeSwitch(machine, statement, environment);
      return;
    case "try":
      executeTry(machine, statement, environment);
      return;
    case "jump":
      jump(machine, statement.jump, statement.label);
      return;
    case "labelled": {
      const { body, label } = statement;
      if (body.kind === "for" || body.kind === "for-of" || body.kind === "while") execute(machine, body, environment, [...labels, label]);
      else inJumpTarget(machine, [label], false, () => execute(machine, body, environment, []));
      return;
    }
  }
}

/** When a statement's test holds. */
function askedTruth(machine: Machine, test: Expression, environment: Environment): Guard {
  const asked = machine.evaluate(test, environment);
  noteCondition(machine, asked, test, environment);
  return truthOf(machine, asked);
}

/** Takes both sides of a branch, each on its own paths. `says` is what the first one says of the test, where that is not that it holds. */
export function branch(
  machine: Machine,
  test: Expression,
  truth: Guard,
  whenTrue: () => void,
  whenFalse: () => void,
  says: Outcome = true,
): void {
  const before = machine.paths;
  let after: Guard = NEVER;
  machine.branchingOn(truth, { site: machine.site(test.node), outcome: says });
  for (const outcome of [true, false]) {
    machine.paths = outcome ? machine.guards.and(before, truth) : machine.guards.without(before, truth);
    if (!machine.isReached) continue;
    const isChoice = machine.paths !== before;
    const { frame } = machine;
    if (isChoice) machine.frame = branchFrame(machine, machine.site(test.node), outcome && says);
    if (outcome) whenTrue();
    else whenFalse();
    machine.frame = frame;
    after = machine.guards.or(after, machine.paths);
  }
  machine.paths = after;
}

const branchFrame = ({ frame }: Machine, site: Site, outcome: Outcome): BranchFrame => ({
  kind: "branch",
  site,
  outcome,
  parent: frame,
  depth: (frame?.depth ?? 0) + 1,
});

function executeFor(machine: Machine, statement: Statement & { kind: "for" }, environment: Environment, labels: readonly string[]): void {
  const inside = new Environment(environment);
  if (statement.initial) executeAll(machine, [statement.initial], inside);
  loop(machine, labels, (turn) => {
    if (turn > 0 && statement.update) machine.evaluate(statement.update, inside);
    const truth = statement.test ? askedTruth(machine, statement.test, inside) : undefined;
    const body = (): void => inTurn(machine, inside, environment, (own) => execute(machine, statement.body, own, []));
    return { truth, isEndless: !statement.test, body };
  });
}

/** Runs one turn with variables of its own, as a closure made in it will see them, and hands what became of them to the next. */
function inTurn(machine: Machine, inside: Environment, outer: Environment, act: (turn: Environment) => void): void {
  const turn = new Environment(outer);
  for (const [name, cell] of inside.cells) turn.cells.set(name, machine.cell(machine.read(cell)));
  act(turn);
  for (const [name, cell] of inside.cells) {
    const own = turn.cells.get(name);
    if (own) machine.write(cell, machine.read(own));
  }
}

function executeForOf(
  machine: Machine,
  statement: Statement & { kind: "for-of" },
  environment: Environment,
  labels: readonly string[],
): void {
  const iterable = machine.evaluate(statement.iterable, environment);
  noteHandleUse(machine, iterable, { how: "items" }, statement.iterable.node);
  inJumpTarget(machine, labels, true, (target) => {
    iterate(machine, iterable, statement.keys ?? false, (item) => {
      const turn = new Environment(environment);
      bindTarget(machine, statement.target, item, turn);
      execute(machine, statement.body, turn, []);
      machine.paths = machine.guards.or(machine.paths, target.continued);
      target.continued = NEVER;
    });
  });
}

function bindTarget(machine: Machine, target: Statement | Pattern, item: Value, environment: Environment): void {
  if (target.kind !== "variables") {
    // Whatever is not a declaration here was read as the left side of an assignment.
    machine.bind(target as Pattern, item, environment, "assign");
    return;
  }
  const [first] = target.declarations;
  if (first) machine.bind(first.target, item, environment, target.declaration === "var" ? "var" : "declare");
}

interface Turn {
  /** The paths on which the turn is taken; undefined for all. */
  truth: Guard | undefined;
  /** Only a jump leads out of the loop. */
  isEndless: boolean;
  body: () => void;
}

/**
 * Turns whose condition is decided are taken one by one. Where it is not, two turns show what one leaves for the next, and whatever
 * they wrote may after that be something else too.
 */
function loop(machine: Machine, labels: readonly string[], turn: (index: number) => Turn): void {
  inJumpTarget(machine, labels, true, (target) => {
    const written = new Set<Cell>();
    machine.writes.push(written);
    let left: Guard = NEVER;
    let undecided = 0;
    for (let index = 0; machine.isReached && machine.step(); index++) {
      const { truth, isEndless, body } = turn(index);
      let taken = truth === undefined ? machine.paths : machine.guards.and(machine.paths, machine.branchingOn(truth));
      if (taken === NEVER) break;
      const isDecided = taken === machine.paths && !isEndless;
      if (undecided >= UNDECIDED_TURNS || index >= DECIDED_TURNS) {
        undecided = UNDECIDED_TURNS;
        if (isEndless) machine.paths = NEVER;
        break;
      }
      // A condition without a known outcome may come out otherwise next time, even where its text is the same.
      if (!isDecided) undecided++;
      if (!isDecided && !isEndless) taken = machine.guards.and(taken, machine.guards.fresh());
      left = machine.guards.or(left, machine.guards.without(machine.paths, taken));
      machine.paths = taken;
      machine.inActivation(true, body);
      machine.paths = machine.guards.or(machine.paths, target.continued);
      target.continued = NEVER;
    }
    machine.paths = machine.guards.or(machine.paths, left);
    machine.writes.pop();
    if (undecided > 0) {
      blur(machine, written);
      machine.leaveTurnsOut();
    }
  });
}

/** What was written may, after turns that were not followed, be something else. */
function blur(machine: Machine, written: Iterable<Cell>): void {
  const more = machine.guards.fresh();
  for (const cell of written) machine.within(more, () => machine.write(cell, machine.fresh()));
}

function executeSwitch(machine: Machine, statement: Statement & { kind: "switch" }, environment: Environment): void {
  const subject = machine.evaluate(statement.subject, environment);
  const inside = new Environment(environment);
  inJumpTarget(machine, [], false, () => {
    const before = machine.paths;
    let unmatched = before;
    const entries = statement.cases.map(({ test }) => {
      if (!test) return undefined;
      machine.paths = unmatched;
      const truth = truthOf(machine, equality(machine, subject, machine.evaluate(test, inside)));
      const branch = { site: machine.site(test.node), outcome: outcomeOf(machine, statement.subject, [test]) };
      const entry = machine.guards.and(unmatched, machine.branchingOn(truth, branch));
      unmatched = machine.guards.without(unmatched, truth);
      return entry;
    });
    const frame = machine.frame;
    machine.paths = NEVER;
    if (entries.length > 0)
      machine.branchingOn(unmatched, {
        site: machine.site(statement.subject.node),
        outcome: outcomeOf(machine, statement.subject, [undefined]),
      });
    // The cases through which the body is come to.
    let tests: (Expression | undefined)[] = [];
    statement.cases.forEach(({ test, body }, index) => {
      if (!machine.isReached) tests = [];
      tests.push(test);
      const entry = entries[index] ?? unmatched;
      machine.paths = machine.guards.or(machine.paths, entry);
      if (machine.paths !== before && machine.isReached)
        machine.frame = branchFrame(machine, machine.site((test ?? statement.subject).node), outcomeOf(machine, statement.subject, tests));
      executeAll(machine, body, inside);
      machine.frame = frame;
    });
    if (statement.cases.every(({ test }) => test)) machine.paths = machine.guards.or(machine.paths, unmatched);
  });
}

function outcomeOf(machine: Machine, subject: Expression, tests: readonly (Expression | undefined)[]): Outcome {
  // `switch (true)` asks its cases themselves.
  if (subject.kind === "literal" && typeof subject.value === "boolean" && tests.length === 1 && tests[0]) return subject.value;
  const cases = tests.flatMap((test) => (test ? [machine.site(test.node)] : []));
  return { subject: machine.site(subject.node), cases, orElse: cases.length < tests.length };
}

function jump(machine: Machine, kind: "break" | "continue", label: string | undefined): void {
  const target = machine.jumps.findLast((it) => (label ? it.labels.includes(label) : kind === "break" || it.isLoop));
  if (target && kind === "break") target.broken = machine.guards.or(target.broken, machine.paths);
  else if (target) target.continued = machine.guards.or(target.continued, machine.paths);
  machine.paths = NEVER;
}

function inJumpTarget(machine: Machine, labels: readonly string[], isLoop: boolean, act: (target: JumpTarget) => void): void {
  const target: JumpTarget = { labels, isLoop, broken: NEVER, continued: NEVER };
  machine.jumps.push(target);
  act(target);
  machine.jumps.pop();
  machine.paths = machine.guards.or(machine.paths, machine.guards.or(target.broken, target.continued));
}

const UNDECIDED_TURNS = 2;
const DECIDED_TURNS = 100;
