import { ALWAYS, type Guard, type Guards, NEVER } from "./guards.ts";
import { identityOf, keyOf } from "./keys.ts";
import type { Machine } from "./machine.ts";
import type { ModuleRun } from "./module-run.ts";
import { mayReach, type Unsettled } from "./unsettled.ts";
import type { Atom, Cell, Environment, ObjectAtom, UnknownAtom, Value } from "./values.ts";
import type { Thing } from "./ways.ts";

/** What an execution reads and writes: variables, members and collections, those of other modules as its own run sees them. */
export abstract class Memory {
  abstract readonly guards: Guards;
  abstract paths: Guard;
  abstract run: ModuleRun;
  abstract module: ModuleRun;
  /** What was written since a loop or a `try` began, innermost last. */
  writes: Set<Cell>[] = [];
  /** What was read of other modules' things, where somebody wants to know. */
  reads: Set<object> | undefined;
  /** Around functions that are called at a time nobody knows: members that may have another value by then, unless written since. */
  unsettled: readonly Unsettled[] = [];
  #isForThisRunAlone = false;

  abstract fresh(): UnknownAtom;
  abstract unknown(key: string): UnknownAtom;
  abstract join(parts: readonly { guard: Guard; value: Value }[]): Value;
  abstract restrict(value: Value): Value;
  /** This, as what an import is read by. */
  protected abstract readonly reader: Machine;

  declare(environment: Environment, name: string, value: Value | undefined): Cell {
    const cell: Cell = { value, birth: this.paths, home: this.run };
    environment.cells.set(name, cell);
    return cell;
  }

  cell(value: Value | undefined): Cell {
    return { value, birth: this.paths, home: this.run };
  }

  read(cell: Cell): Value {
    const own = this.seen(cell);
    if (own.load) return this.restrict(own.load(this.reader));
    if (own === cell && this.mayHoldMore(cell)) return this.unknown(`set-later:${identityOf(cell)}`);
    return own.value === undefined ? this.fresh() : this.restrict(own.value);
  }

  /** A member of an object, which may be read long after it was written. */
  readMember(cell: Cell, name: string, owner: Atom): Value {
    const isStale = this.unsettled.some(({ members, written }) => !written.has(this.seen(cell)) && mayReach(members.get(name), owner));
    return isStale ? this.fresh() : this.read(cell);
  }

  /** Whether code that has not run yet may have put another value in a member's place by now. */
  isUnsettled(name: string, owner: Atom): boolean {
    return this.unsettled.some(({ members }) => mayReach(members.get(name), owner));
  }

  /** What was written to a member of a thing that keeps none itself; undefined where nothing was. */
  writtenMember(thing: Atom, name: string): Value | undefined {
    const { members } = this.run;
    const key = members.size > 0 ? keyOf(thing) : "";
    const cell = members.get(`${key}.${name}`) ?? members.get(`${key}.*`);
    if (cell) return this.readMember(cell, name, thing);
    return thing.kind !== "unknown" && this.isUnsettled(name, thing) ? this.fresh() : undefined;
  }

  /** Writes to a member of a thing that keeps none itself; `*` is every member. `before` is what it was. */
  writeMember(thing: Atom, name: string, value: Value, before: () => Value): void {
    const { members } = this.run;
    const key = keyOf(thing);
    if (name === "*") for (const known of members.keys()) if (known.startsWith(`${key}.`)) members.delete(known);
    let cell = members.get(`${key}.${name}`);
    if (!cell) {
      cell = { value: before(), birth: ALWAYS, home: this.run };
      members.set(`${key}.${name}`, cell);
    }
    this.write(cell, value);
  }

  write(cell: Cell, value: Value): void {
    const own = this.owned(cell);
    for (const log of this.writes) log.add(own);
    const kept = this.guards.without(own.birth, this.paths);
    if (own.value === undefined || kept === NEVER) own.value = value;
    else
      own.value = this.join([
        { guard: this.paths, value },
        { guard: kept, value: own.value },
      ]);
  }

  /** A thing as this run sees it. */
  seen<Seen extends Thing>(thing: Seen): Seen {
    if (thing.home === this.run) return thing;
    if ("kind" in thing ? thing.changedBy?.isReplaced : thing.leftOpen) this.run.readsLeftOpen = true;
    return this.#asItIs(thing);
  }

  #asItIs<Seen extends Thing>(thing: Seen): Seen {
    if (thing.home === this.run) return thing;
    this.reads?.add(thing);
    // Only `owned` fills this map, with a copy of the same type.
    return (this.run.copies.get(thing) as Seen | undefined) ?? thing;
  }

  /** Whether others may have added to a thing, or have given it a value, what this run has not seen. */
  mayHoldMore(thing: Thing): boolean {
    const { home, filledByOthers } = thing;
    if ("isPartial" in thing && thing.isPartial) return true;
    if (home === this.run) return false;
    const { file, called } = this.run;
    if ("changedBy" in thing && thing.changedBy) {
      this.run.readsLeftOpen = true;
      if (thing.changedBy.file !== file) return true;
    }
    // What is called in this run is seen.
    return filledByOthers?.some((functions) => !functions.some((it) => called.has(it))) === true;
  }

  /** Whether a thing may hold what is not listed. */
  isOpen(thing: Exclude<Thing, Cell>): boolean {
    return this.seen(thing).open || this.mayHoldMore(thing);
  }

  /** A thing to change: of another module's thing this run's own copy. */
  owned<Changed extends Thing>(thing: Changed): Changed {
    if (thing.home.file !== this.run.file) this.#noteTouched(thing);
    const seen = this.#asItIs(thing);
    if (seen.home === this.run) return seen;
    const copy = { ...seen, home: this.run };
    if ("properties" in copy) Object.assign(copy, { properties: new Map((copy as unknown as ObjectAtom).properties) });
    this.run.copies.set(thing, copy);
    this.noteSources(copy, [seen]);
    return copy;
  }

  /** Does what the code under way may have done, for all that is known: for what others see of it, it is taken not to have. */
  forThisRunAlone(act: () => void): void {
    const before = this.#isForThisRunAlone;
    this.#isForThisRunAlone = true;
    act();
    this.#isForThisRunAlone = before;
  }

  #noteTouched(thing: Thing): void {
    if (this.#isForThisRunAlone) return;
    const { touched } = this.run;
    const by = touched.get(thing);
    if (by) by.add(this.module.file);
    else touched.set(thing, new Set([this.module.file]));
  }

  /** What a copy of a thing was made of. */
  sources(copy: object): readonly object[] {
    return sourcesOf.get(copy) ?? [];
  }

  noteSources(copy: object, sources: readonly object[]): void {
    sourcesOf.set(copy, sources);
  }
}

const sourcesOf = new WeakMap<object, readonly object[]>();
