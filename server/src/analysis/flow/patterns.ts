import { type ImportedType, meaningOf } from "../exported-types.ts";
import type { Expression, Pattern, WrittenType } from "../facts/facts.ts";
import { copyProperties } from "./copied-members.ts";
import { ALWAYS, NEVER } from "./guards.ts";
import { noteHandleUse } from "./handles.ts";
import { itemsOf, makeArrayOf } from "./iteration.ts";
import type { BindingMode, Machine } from "./machine.ts";
import { elementAt, forgetMembers, indexed, keyName, makeObject } from "./members.ts";
import { type Atom, atomsOf, type Environment, UNDEFINED, type UnknownAtom, type Value } from "./values.ts";

/** Gives a value to the names and places of a pattern. */
export function bind(machine: Machine, pattern: Pattern, value: Value, environment: Environment, mode: BindingMode): void {
  switch (pattern.kind) {
    case "bind":
      bindName(machine, pattern.name, withTypes(machine, value, pattern, environment), environment, mode);
      return;
    case "place":
      assignPlace(machine, pattern.place, value, environment);
      return;
    case "object-pattern": {
      const object = withTypes(machine, value, pattern, environment);
      const taken = new Set<string>();
      const [first] = pattern.properties;
      if (first)
        noteHandleUse(machine, object, typeof first.key === "string" ? { how: "member", name: first.key } : { how: "items" }, pattern.node);
      for (const { key, target, default: fallback } of pattern.properties) {
        const name = typeof key === "string" ? key : keyName(machine.evaluate(key, environment));
        if (name !== undefined) taken.add(name);
        const found = name === undefined ? machine.fresh() : machine.property(object, name);
        bind(machine, target, orDefault(machine, found, fallback, environment), environment, mode);
      }
      if (pattern.rest) bind(machine, pattern.rest, restOf(machine, object, taken), environment, mode);
      return;
    }
    case "array-pattern": {
      noteHandleUse(machine, value, { how: "items" }, pattern.node);
      const list = machine.over(value, (atom) => listed(machine, atom));
      pattern.items.forEach((item, index) => {
        if (item)
          bind(machine, item.target, orDefault(machine, elementAt(machine, list, index), item.default, environment), environment, mode);
      });
      if (pattern.rest) bind(machine, pattern.rest, sliceOf(machine, list, pattern.items.length), environment, mode);
      return;
    }
  }
}

function bindName(machine: Machine, name: string, value: Value, environment: Environment, mode: BindingMode): void {
  if (mode === "declare") {
    const cell = environment.cells.get(name);
    // A name that waits for its declaration gets its value; one that has a value already belongs to an earlier turn of a loop.
    if (cell && cell.value === undefined && cell.home === machine.run) {
      cell.value = value;
      cell.birth = machine.paths;
    } else machine.declare(environment, name, value);
    return;
  }
  const cell = environment.find(name);
  if (cell && !cell.load) machine.write(cell, value);
  else if (mode === "var") machine.declare(environment, name, value);
}

/** `= default` where nothing was given. */
export function orDefault(machine: Machine, value: Value, fallback: Expression | undefined, environment: Environment): Value {
  if (!fallback) return value;
  const missing = missingOn(machine, value);
  if (missing === NEVER) return value;
  const { reached, result } = machine.within(missing, () => machine.evaluate(fallback, environment));
  if (!reached || !result) return value;
  if (missing === ALWAYS) return result;
  return machine.restrict(
    machine.join([
      { guard: missing, value: result },
      { guard: machine.guards.not(missing), value },
    ]),
  );
}

function missingOn(machine: Machine, value: Value): number {
  if (value.kind === "literal") return value.value === undefined ? ALWAYS : NEVER;
  if (value.kind === "unknown") return machine.conditions.equals(value.key, undefined);
  if (value.kind !== "choice") return NEVER;
  return value.alternatives.reduce(
    (sum, { guard, atom }) => machine.guards.or(sum, machine.guards.and(guard, missingOn(machine, atom))),
    NEVER,
  );
}

/** An unknown value takes the classes of Glacier that its written type names, for itself and for its members. */
function withTypes(machine: Machine, value: Value, written: WrittenType, environment: Environment): Value {
  if (value.kind !== "unknown" || !(written.type || written.parts || written.typesOf)) return value;
  const { type, isThere, typesOf } = meaningOf(written, (name) => meantType(machine, name, environment));
  const named = !type && !value.type && written.type !== undefined && { written: { name: written.type, environment } };
  return {
    ...value,
    ...(type && !value.type && { type, ...(isThere && { isThere }) }),
    ...(typesOf && { typesOf }),
    ...named,
  } satisfies UnknownAtom;
}

/** What a written type says, in the names that types have in Glacier. */
function meantType(machine: Machine, type: string, environment: Environment): ImportedType | undefined {
  const [first = "", second] = type.split(".");
  const cell = environment.find(first);
  // What is imported for its type alone is not loaded.
  if (cell?.load && cell === machine.module.environment.cells.get(first))
    return machine.program.importedType(machine, type, machine.module);
  const value = cell?.value;
  if (value?.kind !== "glacier") return undefined;
  if (second === undefined) return { type: value.name, isThere: true };
  return value.name === "*" ? { type: second, isThere: true } : undefined;
}

function assignPlace(machine: Machine, place: Expression, value: Value, environment: Environment): void {
  if (place.kind === "member") assignMember(machine, place, value, environment);
  else if (place.kind === "index") {
    const object = machine.evaluate(place.object, environment);
    const name = keyName(machine.evaluate(place.index, environment));
    if (name !== undefined) machine.setProperty(object, name, value);
    else {
      forget(machine, object);
      forgetMembers(machine, object);
    }
  }
}

function assignMember(machine: Machine, place: Expression & { kind: "member" }, value: Value, environment: Environment): void {
  if (place.object.kind !== "index") {
    machine.setProperty(machine.evaluate(place.object, environment), place.name, value);
    return;
  }
  const { object, index } = place.object;
  const holder = machine.evaluate(object, environment);
  noteHandleUse(machine, holder, { how: "items" }, place.object.node);
  const key = machine.evaluate(index, environment);
  const item = indexed(machine, holder, key);
  machine.setProperty(item, place.name, value);
  // It may be any of those that are there.
  if (item.kind === "unknown")
    for (const each of atomsOf(holder).flatMap((atom) => valuesIn(machine, atom)))
      machine.within(machine.guards.fresh(), () => machine.setProperty(each, place.name, value));
}

function valuesIn(machine: Machine, atom: Atom): Value[] {
  if (atom.kind === "array") return machine.seen(atom).items.map((item) => item.value);
  if (atom.kind !== "object") return [];
  return [...machine.seen(atom).properties.values()].map((cell) => machine.read(cell));
}

/** After a write under a name that is not known, anything may have any value. */
export function forget(machine: Machine, value: Value): void {
  machine.over(value, (atom) => {
    if (atom.kind === "object") {
      const own = machine.owned(atom);
      own.open = true;
      for (const cell of own.properties.values()) machine.write(cell, machine.fresh());
    } else if (atom.kind === "array") {
      const own = machine.owned(atom);
      own.items = [];
      own.open = true;
    } else if (atom.kind === "map") {
      const own = machine.owned(atom);
      own.entries = [];
      own.open = true;
    }
    return UNDEFINED;
  });
}

/** What a pattern goes through, as a list where all of it is known: a thing is asked for its items once. */
function listed(machine: Machine, atom: Atom): Value {
  if (atom.kind !== "map" && atom.kind !== "object") return atom;
  const { items, open } = itemsOf(machine, atom);
  return open || machine.mayHoldMore(atom) ? atom : makeArrayOf(machine, items);
}

function restOf(machine: Machine, value: Value, taken: ReadonlySet<string>): Value {
  return machine.over(value, (atom) => {
    const rest = makeObject(machine, machine.site(0));
    copyProperties(machine, rest, atom);
    for (const name of taken) rest.properties.delete(name);
    return rest;
  });
}

function sliceOf(machine: Machine, value: Value, from: number): Value {
  return machine.over(value, (atom) => {
    const { items, open } = itemsOf(machine, atom);
    return !open && items.slice(0, from).every(({ present }) => machine.guards.implies(machine.paths, present))
      ? makeArrayOf(machine, items.slice(from))
      : machine.partOf(atom);
  });
}
