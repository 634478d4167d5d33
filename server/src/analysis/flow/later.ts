import type { Site } from "../facts/facts.ts";
import { mayComeLater, writesOf } from "../facts/writes.ts";
import type { Machine } from "./machine.ts";
import type { Cell, FunctionAtom, UnknownAtom, Value } from "./values.ts";

/**
 * Executes a function that is called later than where it stands, at a time that the source does not show: a listener, a timer's callback, a test's
 * body, a pipeline's. What else the file writes to until then is not known to it.
 */
export function runLater<Result>(machine: Machine, atom: FunctionAtom, site: Site, act: () => Result): Result {
  const from = site.file === atom.module.file ? site.node : atom.fact.node;
  const writes = writesOf(atom.module.facts.body).filter((write) => mayComeLater(write, from, atom.fact.node));
  const stand: Stand[] = [];
  const members = new Set<string>();
  for (const { kind, name } of writes) {
    if (kind === "member") members.add(name);
    else hide(machine, atom.environment.find(name), stand);
  }
  const { unsettled } = machine;
  const written = new Set<Cell>();
  machine.unsettled = [...unsettled, { members, written }];
  machine.writes.push(written);
  const result = act();
  machine.writes.pop();
  machine.unsettled = unsettled;
  for (const it of stand) bringBack(machine, it);
  return result;
}

/** Calls a promise's callback: the code that follows runs before it. */
export function callLater(machine: Machine, callback: Value, given: readonly Value[], site: Site): Value {
  const call = (): Value => machine.call(callback, given, site);
  return callback.kind === "function" ? runLater(machine, callback, site, call) : call();
}

/** Something unknown in the place of a variable's value. */
interface Stand {
  cell: Cell;
  value: Value;
  unknown: UnknownAtom;
}

function hide(machine: Machine, cell: Cell | undefined, stand: Stand[]): void {
  // What another module exports has the value that it ends with.
  if (!cell || cell.load) return;
  const own = machine.owned(cell);
  if (own.value === undefined || stand.some((it) => it.cell === own)) return;
  const unknown = machine.fresh();
  stand.push({ cell: own, value: own.value, unknown });
  own.value = unknown;
}

/** The value as it was, except where the function itself has written another. */
function bringBack(machine: Machine, { cell, value, unknown }: Stand): void {
  const now = cell.value;
  if (now === unknown) cell.value = value;
  else if (now?.kind === "choice")
    cell.value = machine.join(now.alternatives.map(({ guard, atom }) => ({ guard, value: atom === unknown ? value : atom })));
}
