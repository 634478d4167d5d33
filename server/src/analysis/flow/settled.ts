import type { Site } from "../facts/facts.ts";
import { type Guard, NEVER } from "./guards.ts";
import { makeArrayOf } from "./iteration.ts";
import { noteHandled, thrownValue } from "./kept-failures.ts";
import type { Machine } from "./machine.ts";
import { makeObject } from "./members.ts";
import type { Observation } from "./observations.ts";
import { type ArrayItem, literal, type ObjectAtom, type Value } from "./values.ts";

/** What `Promise.allSettled` tells of the promises that it is given: of each whether it was rejected, which any may be. `observations`: those made in them. */
export function settle(machine: Machine, promises: Value, observations: readonly Observation[], site: Site): Value {
  const { guards, paths } = machine;
  const outcomes = followedIn(machine, promises)?.map((item) => ({ ...item, fails: guards.fresh() }));
  const fails = guards.and(paths, outcomes ? outcomes.reduce<Guard>((sum, it) => guards.or(sum, it.fails), NEVER) : guards.fresh());
  noteHandled(machine, { fails, succeeds: guards.without(paths, fails), observations }, "kept");
  if (!outcomes) return promises;
  return makeArrayOf(
    machine,
    outcomes.map((it) => ({ present: it.present, value: outcomeOf(machine, it.value, it.fails, site) })),
  );
}

/** The promises of a list that is known, if they are few enough to be told apart. Steps' handles stay what they are. */
function followedIn(machine: Machine, promises: Value): readonly ArrayItem[] | undefined {
  if (promises.kind !== "array") return undefined;
  const { items, open } = machine.seen(promises);
  return open || items.length > FOLLOWED || items.some(({ value }) => value.kind === "handle") ? undefined : items;
}

const FOLLOWED = 12;

function outcomeOf(machine: Machine, value: Value, fails: Guard, site: Site): Value {
  return machine.join([
    { guard: fails, value: objectOf(machine, site, { status: literal("rejected"), reason: thrownValue(machine.fresh()) }) },
    { guard: machine.guards.not(fails), value: objectOf(machine, site, { status: literal("fulfilled"), value }) },
  ]);
}

function objectOf(machine: Machine, site: Site, members: Readonly<Record<string, Value>>): ObjectAtom {
  const made = makeObject(machine, site);
  for (const [name, value] of Object.entries(members)) made.properties.set(name, machine.cell(value));
  return made;
}
