import type { ClassFact, FileFacts, FunctionFact } from "../facts/facts.ts";
import { type MemberChange, memberChanges } from "../facts/member-changes.ts";
import { USE } from "../facts/mentions.ts";
import { mentionsOf } from "../facts/noting.ts";
import { once } from "../facts/once.ts";
import { writesOutside } from "../facts/writes.ts";
import type { ModuleRun } from "./module-run.ts";
import { ancestry } from "./operators.ts";
import { type ArrayAtom, type Atom, atomsOf, type Cell, type MapAtom, type ObjectAtom, type Value } from "./values.ts";

/**
 * What functions of modules change that another one calls nowhere, but that others may have called before: `register(…)` of a registry, whether that
 * is kept in a variable, a member or an instance's field.
 */
export const changedElsewhere = (modules: readonly ModuleRun[], called: ReadonlySet<FunctionFact | ClassFact>): Thing[] =>
  changesOf(modules).flatMap(({ thing, functions }) => (functions.some((it) => called.has(it)) ? [] : [thing]));

/** Of what functions change what is filled, whoever calls what. */
export const filledElsewhere = (modules: readonly ModuleRun[]): Atom[] =>
  changesOf(modules).flatMap(({ thing }) => ("kind" in thing ? [thing] : []));

/** Marks what a module has made and others may fill, once the module has been executed. */
export function markFilledByOthers(module: ModuleRun, classes: readonly ModuleRun[]): void {
  if (module.facts.exports.length === 0) return;
  for (const { thing, functions } of [...changesOf([module, ...classes]), ...keptByFunctions(module)]) {
    const made = "kind" in thing ? (isFillable(thing) ? thing : undefined) : isEmpty(thing) ? thing : undefined;
    if (made?.home === module) made.filledByOthers = [...(made.filledByOthers ?? []), functions];
  }
}

/** The variables that calls have left to the functions that they have made, and that these give values to. */
function keptByFunctions({ closures, environment }: ModuleRun): { thing: Thing; functions: Change["functions"] }[] {
  const kept: { thing: Thing; functions: Change["functions"] }[] = [];
  for (const { atom } of closures) {
    for (const name of mentionsOf(atom.fact).words(USE.writtenOutside)) {
      const cell = atom.environment.find(name);
      if (cell && !cell.load && cell !== environment.cells.get(name)) kept.push({ thing: cell, functions: [atom.fact] });
    }
  }
  return kept;
}

/** What has members, or is a variable or a member itself. */
type Thing = Cell | Atom;

function changesOf(modules: readonly ModuleRun[]): { thing: Thing; functions: Change["functions"] }[] {
  const instances = modules.flatMap((module) => module.instances.map(({ atom }) => atom));
  return modules.flatMap((module) => {
    const changes = changesIn(module.facts.body);
    // Nearly always.
    if (changes.length === 0) return [];
    const closures = Map.groupBy(module.closures, ({ atom }) => atom.fact);
    return changes.flatMap((change) => {
      const { functions } = change;
      const innermost = functions.at(-1);
      const made = (innermost && closures.get(innermost)) ?? [];
      return changedBy(change, module, made, instances).map((thing) => ({ thing, functions }));
    });
  });
}

const isFillable = (thing: Atom): thing is MapAtom | ArrayAtom | ObjectAtom =>
  thing.kind === "map" || thing.kind === "array" || (thing.kind === "object" && !thing.class);

const isEmpty = ({ value }: Cell): boolean => value?.kind === "literal" && (value.value === undefined || value.value === null);

/** A change of a variable, of a member, or of the collection that one of them holds, inside of functions. */
type Change = Omit<MemberChange, "node">;

function changedBy(
  { root, path, change }: Change,
  module: ModuleRun,
  closures: ModuleRun["closures"],
  instances: readonly ObjectAtom[],
): Thing[] {
  const variables = typeof root === "string" ? variablesOf(root, module, closures) : [];
  const start = typeof root === "string" ? variables.flatMap(valuesOf) : ownersOf(root, module, instances);
  const below = (names: readonly string[]): Atom[] =>
    names.reduce((atoms, name) => atoms.flatMap((atom) => valuesOf(memberOf(atom, name))), start);
  if (change === "filled") return below(path);
  const last = path.at(-1);
  if (last === undefined) return variables;
  const holders = below(path.slice(0, -1));
  // An object that is no instance may have got members that it had not.
  return holders.flatMap((holder): Thing[] | Thing =>
    holder.kind === "object" && !holder.class ? [holder] : (memberOf(holder, last) ?? []),
  );
}

/** The module's variable of a name, and those around the functions that mention it. */
function variablesOf(name: string, { environment }: ModuleRun, closures: ModuleRun["closures"]): Cell[] {
  const found = new Set([environment, ...closures.map(({ atom }) => atom.environment)].flatMap((it) => it.find(name) ?? []));
  return [...found].filter(({ load }) => !load);
}

const valuesOf = (cell: Cell | undefined): Atom[] => (cell?.value ? atomsOf(cell.value) : []);

function memberOf(atom: Atom, name: string): Cell | undefined {
  if (atom.kind === "object") return atom.properties.get(name);
  if (atom.kind === "class") return atom.statics.properties.get(name);
  return atom.kind === "provider" ? atom.own?.properties.get(name) : undefined;
}

/** What `this` is in a class's methods. */
function ownersOf({ of, isStatic }: Exclude<Change["root"], string>, module: ModuleRun, instances: readonly ObjectAtom[]): Atom[] {
  const isIt = ({ fact, module: { file } }: { fact: ClassFact; module: ModuleRun }): boolean => fact.node === of && file === module.file;
  if (!isStatic) return instances.filter((it) => it.class && ancestry(it.class).some(isIt));
  const declared: Value[] = [...module.environment.cells.values()].flatMap(({ load, value }) => (load || !value ? [] : [value]));
  return declared.flatMap(atomsOf).filter((atom) => atom.kind === "class" && isIt(atom));
}

const changesIn = once((body: FileFacts["body"]): readonly Change[] => {
  const variables = writesOutside(body).flatMap(({ kind, name, functions, scope }): Change[] =>
    kind === "variable" && !scope ? [{ root: name, path: [], functions: functions.map(({ fact }) => fact), change: "given" }] : [],
  );
  return [...variables, ...memberChanges(body)].filter(({ functions }) => functions.length > 0);
});
