import { filledElsewhere } from "./changed-elsewhere.ts";
import type { Machine } from "./machine.ts";
import type { ModuleRun } from "./module-run.ts";
import { forget } from "./patterns.ts";
import type { ArrayAtom, Cell, MapAtom, ObjectAtom } from "./values.ts";
import { isCell, type Thing } from "./ways.ts";

/**
 * What an imported module, or what that imports, has done to others' things when it was loaded has happened for the code under way too, or may have
 * where that is not sure to come by.
 */
export function takeOver(machine: Machine, imported: ModuleRun, isSure: boolean): void {
  const { run } = machine;
  // Only things are keys, with copies of them as values.
  for (const [thing, copy] of imported.copies as ReadonlyMap<Thing, Thing>) {
    const own = run.copies.get(thing) as Thing | undefined;
    if (own === copy || (own && descends(machine, own, copy))) continue;
    if (!isSure) run.copies.set(thing, unknownLike(machine, own ?? thing));
    else run.copies.set(thing, !own || descends(machine, copy, own) ? copy : merged(machine, thing, own, copy));
  }
  for (const [key, cell] of imported.members) {
    const own = run.members.get(key);
    if (own?.value === cell.value) continue;
    run.members.set(key, { ...cell, ...((own || !isSure) && { value: machine.fresh() }), home: run });
  }
  for (const specifier of imported.mocked) run.mocked.add(specifier);
  if (isSure) for (const [key, value] of imported.prepared) run.prepared.set(key, value);
}

/** Whether a copy of a thing was made of another, whatever came in between. */
const descends = (machine: Machine, copy: Thing, from: Thing): boolean => ancestors(machine, copy).has(from);

function ancestors(machine: Machine, copy: Thing): Set<Thing> {
  // Only things are what copies of things are made of.
  const found = new Set<Thing>(machine.sources(copy) as readonly Thing[]);
  // What is added to a set while it is gone through comes up too.
  for (const each of found) for (const source of machine.sources(each) as readonly Thing[]) found.add(source);
  return found;
}

/** What two modules that know nothing of each other have changed of one thing: what each has added is there; what both have written may have any value. */
function merged(machine: Machine, thing: Thing, first: Thing, second: Thing): Thing {
  const known = ancestors(machine, second);
  const before = [thing, ...ancestors(machine, first)].filter((it) => it === thing || known.has(it));
  const made = { ...first, home: machine.run };
  machine.noteSources(made, [first, second]);
  if (isCell(made)) {
    if (!isCell(second) || second.value !== made.value) made.value = machine.fresh();
  } else if (isCell(second)) return unknownLike(machine, thing);
  else {
    made.open ||= second.open;
    if (made.kind === "map") made.entries = sum(before.flatMap(entriesOf), made.entries, entriesOf(second)) ?? opened(made);
    else if (made.kind === "array") made.items = sum(before.flatMap(itemsOf), made.items, itemsOf(second)) ?? opened(made);
    else made.properties = mergedProperties(machine, before.map(propertiesOf), made.properties, propertiesOf(second));
  }
  return made;
}

function opened(list: MapAtom | ArrayAtom): [] {
  list.open = true;
  return [];
}

type Properties = ObjectAtom["properties"];

function mergedProperties(machine: Machine, before: readonly Properties[], first: Properties, second: Properties): Properties {
  const made = new Map(first);
  const unknown = (): Cell => machine.cell(machine.fresh());
  for (const [name, cell] of second) {
    const own = first.get(name);
    if (own !== cell) made.set(name, own ? unknown() : cell);
  }
  // One of them has deleted it.
  for (const name of before.flatMap((it) => [...it.keys()])) if (!(first.has(name) && second.has(name))) made.set(name, unknown());
  return made;
}

/** What two lists have that are told apart by what they had in common before; undefined where one has less than that. */
function sum<Item>(before: readonly Item[], first: readonly Item[], second: readonly Item[]): Item[] | undefined {
  if (before.some((item) => !first.includes(item) || !second.includes(item))) return undefined;
  return [...first, ...second.filter((item) => !first.includes(item))];
}

const entriesOf = (thing: Thing): MapAtom["entries"] => ("entries" in thing ? thing.entries : []);

const itemsOf = (thing: Thing): ArrayAtom["items"] => ("items" in thing ? thing.items : []);

const propertiesOf = (thing: Thing): Properties => ("properties" in thing ? thing.properties : new Map());

/** A thing that somebody may have changed, or not. */
function unknownLike(machine: Machine, thing: Thing): Thing {
  const { run: home } = machine;
  if (isCell(thing)) return { ...thing, value: machine.fresh(), home };
  if (thing.kind === "map") return { ...thing, entries: [], open: true, home };
  if (thing.kind === "array") return { ...thing, items: [], open: true, home };
  return { ...thing, properties: new Map(), open: true, home };
}

/** After a module was loaded of which nobody knows which it is: what others fill by calling functions of modules may hold more. */
export function forgetFilled(machine: Machine): void {
  machine.forThisRunAlone(() => {
    for (const thing of filledElsewhere(machine.program.imported(machine.run))) forget(machine, thing);
  });
}
