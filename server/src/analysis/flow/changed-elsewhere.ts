import type { ClassFact, FileFacts, NodeId } from "../facts/facts.ts";
import { type MemberChange, memberChanges } from "../facts/member-changes.ts";
import { writesOutside } from "../facts/writes.ts";
import type { ModuleRun } from "./module-run.ts";
import { ancestry } from "./operators.ts";
import { type Atom, atomsOf, type Cell, type ObjectAtom, type Value } from "./values.ts";

/**
 * What functions of modules change that another one calls nowhere, but that others may have called before: `register(…)` of a registry, whether that
 * is kept in a variable, a member or an instance's field.
 */
export function changedElsewhere(modules: readonly ModuleRun[], called: ReadonlySet<NodeId>): (Cell | Atom)[] {
  const instances = modules.flatMap((module) => module.instances.map(({ atom }) => atom));
  return modules.flatMap((module) =>
    changesIn(module.facts).flatMap((change) =>
      change.functions.some((node) => called.has(node)) ? [] : changedBy(change, module, instances),
    ),
  );
}

/** Of these what is filled, whoever calls what. */
export const filledElsewhere = (modules: readonly ModuleRun[]): Atom[] =>
  changedElsewhere(modules, new Set()).flatMap((thing) => ("kind" in thing ? [thing] : []));

/** A change of a variable, of a member, or of the collection that one of them holds, inside of functions. */
type Change = Omit<MemberChange, "node">;

function changedBy({ root, path, change }: Change, module: ModuleRun, instances: readonly ObjectAtom[]): (Cell | Atom)[] {
  const variable = typeof root === "string" ? module.environment.cells.get(root) : undefined;
  if (variable?.load) return [];
  const start = typeof root === "string" ? valuesOf(variable) : ownersOf(root, module, instances);
  const below = (names: readonly string[]): Atom[] =>
    names.reduce((atoms, name) => atoms.flatMap((atom) => valuesOf(memberOf(atom, name))), start);
  if (change === "filled") return below(path);
  const last = path.at(-1);
  if (last === undefined) return variable ? [variable] : [];
  const holders = below(path.slice(0, -1));
  // An object that is no instance may have got members that it had not.
  return holders.flatMap((holder): (Cell | Atom)[] | Cell =>
    holder.kind === "object" && !holder.class ? [holder] : (memberOf(holder, last) ?? []),
  );
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

const cache = new WeakMap<FileFacts["body"], readonly Change[]>();

function changesIn(facts: FileFacts): readonly Change[] {
  const known = cache.get(facts.body);
  if (known) return known;
  const found = findChanges(facts);
  cache.set(facts.body, found);
  return found;
}

function findChanges({ body }: FileFacts): Change[] {
  const variables = writesOutside(body).flatMap(({ kind, name, functions, scope }): Change[] =>
    kind === "variable" && !scope ? [{ root: name, path: [], functions: functions.map(({ first }) => first), change: "given" }] : [],
  );
  return [...variables, ...memberChanges(body)].filter(({ functions }) => functions.length > 0);
}
