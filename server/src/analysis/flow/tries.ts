import type { Statement } from "../facts/facts.ts";
import { catching, expectingFailure, isMeantToFail } from "./expected-failures.ts";
import { type Guard, NEVER } from "./guards.ts";
import { handledBy, noteHandled, thrownValue } from "./kept-failures.ts";
import type { Machine } from "./machine.ts";
import type { Observation } from "./observations.ts";
import { type Cell, Environment } from "./values.ts";

type Try = Statement & { kind: "try" };

/** `try`, with whatever it has of `catch` and `finally`, and the statement behind it. */
export function executeTry(machine: Machine, statement: Try, environment: Environment, next?: Statement): void {
  const { finalizer } = statement;
  if (!finalizer) {
    executeCatching(machine, statement, environment, next);
    return;
  }
  const before = machine.paths;
  const thrownBefore = machine.thrown;
  const returnedBefore = machine.returned.length;
  const jumpsBefore = machine.jumps.map(({ broken, continued }) => ({ broken, continued }));
  machine.thrown = NEVER;
  executeCatching(machine, statement, environment, next);
  const resumed = machine.paths;
  const leaving = {
    thrown: machine.thrown,
    returned: machine.returned.splice(returnedBefore),
    jumps: machine.jumps.map(({ broken, continued }) => ({ broken, continued })),
  };
  for (const [index, target] of machine.jumps.entries()) Object.assign(target, jumpsBefore[index]);
  machine.thrown = thrownBefore;
  machine.paths = before;
  machine.executeAll(finalizer, new Environment(environment));
  // What leaves in `finally` takes the place of whatever was leaving.
  const { guards, paths: completed } = machine;
  const going = (guard: Guard): Guard => guards.and(guard, completed);
  machine.thrown = guards.or(machine.thrown, going(leaving.thrown));
  machine.returned.push(...leaving.returned.map(({ guard, value }) => ({ guard: going(guard), value })));
  machine.jumps.forEach((target, index) => {
    const { broken = NEVER, continued = NEVER } = leaving.jumps[index] ?? {};
    target.broken = guards.or(target.broken, going(broken));
    target.continued = guards.or(target.continued, going(continued));
  });
  machine.paths = going(resumed);
}

function executeCatching(machine: Machine, statement: Try, environment: Environment, next: Statement | undefined): void {
  const { handler } = statement;
  if (!handler) {
    machine.executeAll(statement.body, new Environment(environment));
    return;
  }
  const before = machine.paths;
  const thrownBefore = machine.thrown;
  const written = new Set<Cell>();
  const { asksOutside } = machine;
  machine.thrown = NEVER;
  machine.asksOutside = false;
  machine.writes.push(written);
  // Any call may throw, and does so on paths that nothing else is known of.
  const fails = machine.guards.failure();
  machine.paths = machine.guards.without(before, fails);
  const act = (): void => machine.executeAll(statement.body, new Environment(environment));
  const isMeant = isMeantToFail(statement, next, machine.run.isTest);
  const succeeds = machine.paths;
  const observations = observedIn(machine, () => {
    if (isMeant) expectingFailure(machine, act);
    else catching(machine, handler, act);
  });
  if (observations.length > 0) {
    // Where it may be left without a failure, an assertion in the handler may be there for its types alone.
    const handled = isMeant ? "asserted" : handledBy(handler, machine.run.isTest) === "lost" ? "lost" : "kept";
    noteHandled(machine, { fails: machine.guards.and(before, fails), succeeds, observations }, handled);
  }
  machine.writes.pop();
  // Whether it does, and with what, is up to the source alone where nothing from outside is asked.
  let caught = thrownValue(machine.fresh());
  if (!machine.asksOutside) {
    machine.guards.settle(fails);
    caught = thrownValue(machine.unknown(`caught@${machine.identity(caught)}`));
  }
  machine.asksOutside ||= asksOutside;
  const after = machine.paths;
  machine.paths = machine.guards.or(machine.thrown, machine.guards.and(before, fails));
  machine.thrown = thrownBefore;
  // How far the body came is not known, so neither is what it wrote.
  for (const cell of written) machine.write(cell, machine.fresh());
  const inside = new Environment(environment);
  if (statement.parameter) machine.bind(statement.parameter, caught, inside, "declare");
  machine.executeAll(handler, inside);
  machine.paths = machine.guards.or(machine.paths, after);
}

/** What is observed while something is done, and was while that was made which it waits for. */
function observedIn(machine: Machine, act: () => void): Observation[] {
  const { awaited } = machine;
  const { observations } = machine.run;
  const first = observations.length;
  const own: Observation[] = [];
  machine.awaited = own;
  act();
  machine.awaited = awaited;
  const observed = [...observations.slice(first), ...own];
  awaited?.push(...own);
  return observed;
}
