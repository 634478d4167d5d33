import type { DoneToThing } from "./done-to-things.ts";
import type { Machine } from "./machine.ts";
import type { ModuleRun } from "./module-run.ts";
import { ancestry } from "./operators.ts";
import { knownWrite, mayHaveBeenWritten, placesOf } from "./sole-writes.ts";
import { type ArrayAtom, atomsOf, type Cell, type MapAtom, type ObjectAtom, type Value } from "./values.ts";
import { isCell, type Thing, waysIn } from "./ways.ts";

/** What was done to a thing: it was given another value, something was added to it, or what it holds may be something else. */
type Kind = "written" | "filled" | "replaced";

/** What a run has done to a thing that another module has made. */
export interface Effect {
  kind: Kind;
  /** The files whose code has done it. */
  by: ReadonlySet<string>;
}

/** The same, with the thing by the way that leads to it: so it is known again when its module is executed anew. */
export interface OutsideEffect {
  /** The file of the module that has made the thing. */
  home: string;
  way: string;
  kind: Kind;
  /** Code of the thing's own class, or of the function that keeps it, alone has done it. */
  isOwn: boolean;
}

/** Notes what code has done to others' things; to be called while the run still has what it has made of them. */
export function noteEffects(run: ModuleRun): void {
  for (const [thing, by] of run.touched) {
    const copy = run.copies.get(thing) as Thing | undefined;
    // Of what this run takes for unknown from the start it is seen before that what is done to it.
    if (!copy || (run.changing.has(thing) && !isCell(thing))) continue;
    if (isCell(thing)) {
      if (isCell(copy) && isOther(copy.value, thing)) noteEffect(run, thing, "written", by);
    } else if (!isCell(copy)) {
      const kind = kindOf(thing, copy);
      if (kind) noteEffect(run, thing, kind, by);
    }
  }
  run.touched.clear();
}

/** Notes what one of its other executions has done for a run as well. */
export function takeEffects({ effects, readsLeftOpen }: ModuleRun, run: ModuleRun): void {
  run.readsLeftOpen ||= readsLeftOpen;
  for (const [thing, { kind, by }] of effects) noteEffect(run, thing, kind, by);
}

function noteEffect({ effects }: ModuleRun, thing: Thing, kind: Kind, by: ReadonlySet<string>): void {
  // Numbers are counted up everywhere, and no cloud hangs on them.
  const value = isCell(thing) && valueBefore(thing);
  if (value && value.kind === "literal" && typeof value.value === "number") return;
  const before = effects.get(thing);
  effects.set(thing, { kind: before && before.kind !== kind ? "replaced" : kind, by: new Set([...(before?.by ?? []), ...by]) });
}

function kindOf(thing: Holder, copy: Holder): Kind | undefined {
  const isOpened = copy.open && !thing.open;
  if (thing.kind === "object")
    return isOpened || (copy.kind === "object" && [...copy.properties.keys()].some((name) => !thing.properties.has(name)))
      ? "filled"
      : undefined;
  const [before, now] = [listOf(thing), listOf(copy)];
  if (isOpened || before.some((item, index) => item !== now[index])) return "replaced";
  return now.length > before.length ? "filled" : undefined;
}

type Holder = ObjectAtom | ArrayAtom | MapAtom;

/** What a thing has for all that its own module does: to write that is no effect, whatever else others may have written. */
const valueBefore = ({ leftOpen, value }: Cell): Value | undefined => (leftOpen ? leftOpen.before : value);

function isOther(value: Value | undefined, thing: Cell): boolean {
  const before = valueBefore(thing);
  if (!(thing.leftOpen && thing.value && value && before)) return !isSame(value, before);
  if (value === thing.value || before.kind === "choice") return value !== thing.value;
  const kept = new Set(atomsOf(thing.value));
  return atomsOf(value).some((atom) => !kept.has(atom) && !isSame(atom, before));
}

const isSame = (left: Value | undefined, right: Value | undefined): boolean =>
  left === right || (left?.kind === "literal" && right?.kind === "literal" && left.value === right.value);

const listOf = (thing: Holder): readonly unknown[] => (thing.kind === "array" ? thing.items : thing.kind === "map" ? thing.entries : []);

/** What runs have done to others' things, by the ways to these. `homes` gives the run that has made a thing as it is now. */
export function outsideEffects(runs: readonly ModuleRun[], homes: (file: string) => ModuleRun | undefined): OutsideEffect[] {
  // What a test does to things it does for itself.
  return runs.flatMap(({ effects, isTest }) =>
    (isTest ? [] : [...effects]).flatMap(([thing, { kind, by }]): OutsideEffect[] => {
      const home = homes(thing.home.file);
      const place = home && waysIn(home).get(thing);
      if (!place) return [];
      const isOwn = [...by].every((file) => file === thing.home.file || place.owners.has(file));
      // What its own functions add is looked up where somebody reads it; and so is what they give it in the place of nothing.
      if (isOwn && (kind === "filled" || (isCell(thing) && !holdsGlacier(valueBefore(thing))))) return [];
      return [{ home: thing.home.file, way: place.way, kind, isOwn }];
    }),
  );
}

const holdsGlacier = (value: Value | undefined): boolean =>
  value !== undefined && atomsOf(value).some(({ kind }) => kind === "provider" || kind === "config" || kind === "resource");

/** What others do to a module's things at a time that nobody knows, by the ways to these, once it has been executed. */
export function leaveOpen(machine: Machine, effects: ReadonlyMap<string, DoneToThing>): void {
  const { run } = machine;
  const found = [...waysIn(run)].flatMap(([thing, { way }]) => {
    const done = effects.get(way);
    return done ? [{ thing, done }] : [];
  });
  const cells = new Set<object>(found.flatMap(({ thing }) => (isCell(thing) ? [thing] : [])));
  const places = placesOf([run, ...classModules(run)], cells);
  for (const { thing, done } of found) {
    if (!isCell(thing)) {
      thing.changedBy = { file: done.by, isReplaced: done.kind === "replaced" };
      if (thing.changedBy.isReplaced) blur(machine, thing);
      continue;
    }
    const place = done.isOwn ? places.get(thing) : undefined;
    const written = place && knownWrite(machine, place);
    if (!thing.value) continue;
    thing.leftOpen = { before: thing.value };
    thing.value = mayHaveBeenWritten(machine, thing.value, written ?? unknownWrite(machine));
  }
}

const unknownWrite = (machine: Machine) => ({ value: machine.fresh(), isDone: machine.guards.fresh() });

function blur(machine: Machine, thing: Holder): void {
  const blurred = <Item extends { value: Value }>(item: Item): Item => ({
    ...item,
    value: mayHaveBeenWritten(machine, item.value, unknownWrite(machine)),
  });
  if (thing.kind === "array") {
    thing.items = thing.items.map(blurred);
    thing.open = true;
  } else if (thing.kind === "map") thing.entries = thing.entries.map(blurred);
}

/** The modules whose classes a run has made instances of. */
function classModules({ instances }: ModuleRun): ModuleRun[] {
  return [...new Set(instances.flatMap(({ atom }) => (atom.class ? ancestry(atom.class).map(({ module }) => module) : [])))];
}
