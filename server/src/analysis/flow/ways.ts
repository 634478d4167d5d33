import type { ModuleRun } from "./module-run.ts";
import { ancestry } from "./operators.ts";
import { type ArrayAtom, type Atom, atomsOf, type Cell, type Environment, type MapAtom, type ObjectAtom, type Value } from "./values.ts";

/** What modules make and others can change. */
export type Thing = Cell | ObjectAtom | ArrayAtom | MapAtom;

export const isCell = (thing: Thing): thing is Cell => "birth" in thing && !("kind" in thing);

/** A way that leads to a thing from what its module declares, by which it is known again when the module is executed anew. */
export interface Way {
  way: string;
  /** The files whose code has the thing for itself: that of its class, or of the function that keeps it. */
  owners: ReadonlySet<string>;
}

/** The things that a module has made and that can still be reached, with a way to each: the same as long as the module is. */
export function waysIn(run: ModuleRun): ReadonlyMap<Thing, Way> {
  const known = ways.get(run);
  if (known) return known;
  const found = new Map<Thing, Way>();
  const queue: { value: Value; way: string; owners: ReadonlySet<string> }[] = [];
  const note = (thing: Thing, way: string, owners: ReadonlySet<string>): boolean => {
    if (thing.home !== run || found.has(thing) || found.size >= THINGS_LIMIT) return false;
    found.set(thing, { way, owners });
    return true;
  };
  const noteCell = (cell: Cell, way: string, owners: ReadonlySet<string>): void => {
    // What it holds is another thing, and one may be written to where the other is filled.
    if (!cell.load && note(cell, `${way}=`, owners) && cell.value) queue.push({ value: cell.value, way, owners });
  };
  const noteObject = (object: ObjectAtom, way: string, around: ReadonlySet<string>): void => {
    const owners = object.class
      ? new Set(ancestry(object.class).map(({ module }) => module.file))
      : new Set([...around, object.origin.site.file]);
    if (!note(object, way, owners)) return;
    for (const [name, cell] of object.properties) noteCell(cell, `${way}.${name}`, owners);
    for (const accessors of [object.getters, object.setters])
      for (const [name, { environment, module }] of accessors ?? []) noteKept(environment, `${way}.${name}`, module);
  };
  const noteAtom = (atom: Atom, way: string, owners: ReadonlySet<string>): void => {
    if (atom.kind === "object") noteObject(atom, way, owners);
    else if (atom.kind === "class" && atom.statics.home === run) noteObject(atom.statics, way, new Set([atom.module.file]));
    else if (atom.kind === "provider" && atom.own) noteObject(atom.own, way, owners);
    else if (atom.kind === "array" && note(atom, way, owners))
      for (const [index, { value }] of atom.items.entries()) queue.push({ value, way: `${way}[${index}]`, owners });
    else if (atom.kind === "map" && note(atom, way, owners))
      for (const [index, { value }] of atom.entries.entries()) queue.push({ value, way: `${way}{${index}}`, owners });
    else if (atom.kind === "function") noteKept(atom.environment, way, atom.module);
  };
  /** What calls have left to the functions that they have made. */
  const noteKept = (environment: Environment, way: string, module: ModuleRun): void => {
    const owners = new Set([module.file]);
    let depth = 0;
    for (let at: Environment | undefined = environment; at && at !== module.environment; at = at.parent, depth++)
      for (const [name, cell] of at.cells) noteCell(cell, `${way}(${depth})${name}`, owners);
  };
  // The variables themselves are written to by the module's own code alone.
  for (const [name, { load, value }] of run.environment.cells)
    if (!load && value) queue.push({ value, way: name, owners: new Set([run.file]) });
  for (const [index, { atom }] of run.instances.entries()) queue.push({ value: atom, way: `new ${index}`, owners: new Set() });
  // What is added to a list while it is gone through comes up too.
  for (const { value, way, owners } of queue)
    for (const [index, atom] of atomsOf(value).entries()) noteAtom(atom, index === 0 ? way : `${way}|${index}`, owners);
  ways.set(run, found);
  return found;
}

const ways = new WeakMap<ModuleRun, ReadonlyMap<Thing, Way>>();

/** No module that people write makes more. */
const THINGS_LIMIT = 5_000;
