import type { FileFacts, NodeId } from "../facts/facts.ts";
import { ancestorsOf } from "../facts/find.ts";
import { type Code, expressionsIn } from "../facts/walk.ts";
import { writesOutside } from "../facts/writes.ts";
import type { ModuleRun } from "./module-run.ts";
import { type Atom, atomsOf } from "./values.ts";

/** What functions of a module change that another one calls nowhere, but that others may have called before: `register(…)` of a registry. */
export function changedElsewhere({ facts, environment }: ModuleRun, called: ReadonlySet<NodeId>): object[] {
  return changesIn(facts).flatMap(({ name, functions, isFilled }): object[] => {
    const cell = functions.some((node) => called.has(node)) ? undefined : environment.cells.get(name);
    if (!cell || cell.load) return [];
    return isFilled ? (cell.value ? atomsOf(cell.value) : []) : [cell];
  });
}

/** Of these what is filled, whoever calls what. */
export const filledElsewhere = ({ facts, environment }: ModuleRun): Atom[] =>
  changesIn(facts).flatMap(({ name, isFilled }) => {
    const value = isFilled ? environment.cells.get(name)?.value : undefined;
    return value ? atomsOf(value) : [];
  });

/** A change of a variable, or of the collection that it holds, inside of functions. */
interface Change {
  name: string;
  functions: readonly NodeId[];
  isFilled: boolean;
}

const cache = new WeakMap<FileFacts["body"], readonly Change[]>();

function changesIn(facts: FileFacts): readonly Change[] {
  const known = cache.get(facts.body);
  if (known) return known;
  const found = findChanges(facts);
  cache.set(facts.body, found);
  return found;
}

function findChanges(facts: FileFacts): Change[] {
  const given = writesOutside(facts.body).flatMap(({ kind, name, functions, scope }): Change[] =>
    kind === "variable" && !scope ? [{ name, functions: functions.map(({ first }) => first), isFilled: false }] : [],
  );
  const filled = filledIn(facts.body).map(({ name, node }): Change => {
    const functions = ancestorsOf(facts, node).flatMap((it) => ("parameters" in it ? [it.node] : []));
    return { name, functions, isFilled: true };
  });
  return [...given, ...filled].filter(({ functions }) => functions.length > 0);
}

/** The names, as written, of what a part of a file's facts adds to or takes from, and where it does. */
export function filledIn(root: Code): { name: string; node: NodeId }[] {
  const calls = expressionsIn(root, "call").flatMap(({ node, callee }) =>
    callee.kind === "member" && FILLS.has(callee.name) ? [{ node, object: callee.object }] : [],
  );
  const assignments = expressionsIn(root, "assign").flatMap(({ node, target }) =>
    target.kind === "place" && (target.place.kind === "member" || target.place.kind === "index")
      ? [{ node, object: target.place.object }]
      : [],
  );
  return [...calls, ...assignments].flatMap(({ node, object }) => (object.kind === "name" ? [{ name: object.name, node }] : []));
}

const FILLS: ReadonlySet<string> = new Set(["set", "add", "delete", "clear", "push", "unshift", "pop", "shift", "splice"]);
