import type { Site } from "../facts/facts.ts";
import { type InstanceOf, mayComeLater, type Write, writesSeenFrom } from "../facts/writes.ts";
import { NEVER } from "./guards.ts";
import { inPromise } from "./in-promises.ts";
import type { Machine } from "./machine.ts";
import { type KnownWrite, knownWrite, mayHaveBeenWritten } from "./sole-writes.ts";
import { atomsOf, type Cell, type FunctionAtom, type Value } from "./values.ts";

/**
 * Executes a function that is called later than where it stands, at a time that the source does not show: a listener, a timer's callback, a test's
 * body, a pipeline's. What else the file writes to until then is not known to it.
 */
export function runLater<Result>(machine: Machine, atom: FunctionAtom, site: Site, act: () => Result): Result {
  const end = beginLater(machine, atom, site, new Set());
  const result = act();
  end();
  return result;
}

/** Calls a promise's callback: the code that follows runs before it, unless it waits. */
export function callLater(machine: Machine, callback: Value, given: readonly Value[], site: Site): Value {
  const call = (): Value => machine.call(callback, given, site);
  if (callback.kind !== "function") return call();
  const run = (): Value => inPromise(machine, () => runLater(machine, callback, site, call));
  return machine.isAwaited ? run() : unwaited(machine, run);
}

/** Does what comes at a time that nothing waits for: what it writes to has the old value or the new one from here on. */
export function unwaited<Result>(machine: Machine, act: () => Result): Result {
  const written = new Set<Cell>();
  machine.writes.push(written);
  const result = apart(machine, act);
  machine.writes.pop();
  for (const cell of written) {
    machine.write(cell, machine.fresh());
    machine.scheduled.add(cell);
  }
  return result;
}

/** Does what the code that follows goes on beside: it is reached even where this throws. */
function apart<Result>(machine: Machine, act: () => Result): Result {
  const { paths, thrown } = machine;
  const result = act();
  machine.rejected = machine.guards.or(machine.rejected, machine.guards.without(paths, machine.paths));
  Object.assign(machine, { paths, thrown });
  return result;
}

/** Evaluates something that is waited for, or is not, before the code around it goes on. */
export function awaiting<Result>(machine: Machine, isAwaited: boolean, act: () => Result): Result {
  const before = machine.isAwaited;
  machine.isAwaited = isAwaited;
  const result = act();
  machine.isAwaited = before;
  return result;
}

/** A call of an asynchronous function that nothing waits for: behind its first `await` the code that follows the call has run. */
export interface PendingCall {
  atom: FunctionAtom;
  site: Site;
  /** What was written to since the call, or since the first `await`. */
  written: Set<Cell>;
  /** Ends what the first `await` began; undefined until then. */
  end: (() => void) | undefined;
  /** The call in which it is made, if nothing waits for that either. */
  parent: PendingCall | undefined;
}

/** Executes the body of an asynchronous function that is called here and that nothing waits for. */
export function runPending<Result>(machine: Machine, atom: FunctionAtom, site: Site, act: () => Result): Result {
  const parent = machine.pending;
  const pending: PendingCall = { atom, site, written: new Set(), end: undefined, parent };
  machine.pending = pending;
  machine.writes.push(pending.written);
  const result = apart(machine, act);
  machine.writes.pop();
  machine.pending = parent;
  if (pending.end) {
    pending.end();
    for (const cell of pending.written) machine.write(cell, machine.fresh());
  }
  return result;
}

/** Passes an `await`. */
export function pass(machine: Machine): void {
  const { pending } = machine;
  // What is waited for may be the very callback that writes.
  for (const cell of machine.scheduled) machine.write(cell, machine.fresh());
  // It may be what was rejected on some paths, too: a check that was begun earlier.
  const held = machine.guards.without(machine.paths, machine.rejected);
  if (held !== NEVER) machine.paths = held;
  if (!pending || pending.end) return;
  const ends: (() => void)[] = [];
  for (let at: PendingCall | undefined = pending; at; at = at.parent) ends.push(beginLater(machine, at.atom, at.site, at.written));
  pending.written.clear();
  pending.end = () => {
    for (const end of ends.toReversed()) end();
  };
}

/** From here until what is given is called, code runs at a later time. What it wrote to itself it finds as it left it, unless code that is sure to follow wrote too. */
function beginLater(machine: Machine, atom: FunctionAtom, site: Site, own: ReadonlySet<Cell>): () => void {
  const from = site.file === atom.module.file ? site.node : atom.fact.node;
  const writes = writesSeenFrom(atom.module.facts, atom.fact.node).filter((write) => mayComeLater(write, from, atom.fact.node));
  const stand: Stand[] = [];
  const members = new Map<string, { file: string; of: InstanceOf | undefined }[]>();
  for (const write of writes) {
    if (write.kind === "member") members.set(write.name, [...(members.get(write.name) ?? []), { file: atom.module.file, of: write.of }]);
    else {
      const written = (): KnownWrite | undefined => knownWrite(machine, { module: atom.module, kind: "variable", name: write.name });
      hide(machine, atom.environment.find(write.name), stand, isSureToFollow(write, from) ? undefined : own, written);
    }
  }
  const { unsettled } = machine;
  const written = new Set<Cell>(own);
  machine.unsettled = [...unsettled, { members, written }];
  machine.writes.push(written);
  return () => {
    machine.writes.splice(machine.writes.indexOf(written), 1);
    machine.unsettled = unsettled;
    for (const it of stand) bringBack(machine, it);
  };
}

/** After a call of a function that is not followed: what it writes to, itself or in functions that it makes, may have any value. */
export function forgetWritesOf(machine: Machine, atom: FunctionAtom): void {
  const members = new Map<string, { file: string; of: InstanceOf | undefined }[]>();
  for (const { kind, name, functions, scope, of } of writesSeenFrom(atom.module.facts, atom.fact.node)) {
    const isItsOwn = functions.some(({ first }) => first === atom.fact.node);
    if (!isItsOwn || scope?.first === atom.fact.node) continue;
    if (kind === "member") members.set(name, [...(members.get(name) ?? []), { file: atom.module.file, of }]);
    const cell = kind === "variable" ? atom.environment.find(name) : undefined;
    if (cell && !cell.load) machine.write(cell, machine.fresh());
  }
  if (members.size > 0) machine.unsettled = [...machine.unsettled, { members, written: watchWrites(machine) }];
}

/** What is written to from here on. */
function watchWrites(machine: Machine): Set<Cell> {
  const written = new Set<Cell>();
  // Whoever watches for a while only takes the last one away again.
  machine.writes.unshift(written);
  return written;
}

const isSureToFollow = ({ at, functions }: Write, from: number): boolean =>
  at > from && functions.every(({ first, last }) => first <= from && from <= last);

/** What is written in the meantime in the place of a variable's value, as far as that is known. */
interface Stand {
  cell: Cell;
  value: Value;
  written: Value;
  /** What the variable is read as. */
  shown: Value;
}

function hide(
  machine: Machine,
  cell: Cell | undefined,
  stand: Stand[],
  kept: ReadonlySet<Cell> | undefined,
  ofWrite: () => KnownWrite | undefined,
): void {
  // What another module exports has the value that it ends with.
  if (!cell || cell.load) return;
  const own = machine.owned(cell);
  if (own.value === undefined || kept?.has(own) || stand.some((it) => it.cell === own)) return;
  const known = ofWrite();
  const written = known?.value ?? machine.fresh();
  const shown = known ? mayHaveBeenWritten(machine, own.value, known) : written;
  stand.push({ cell: own, value: own.value, written, shown });
  own.value = shown;
}

/** The value as it was, except where the function itself has written another. */
function bringBack(machine: Machine, { cell, value, written, shown }: Stand): void {
  const now = cell.value;
  const stood = atomsOf(written);
  if (now === shown) cell.value = value;
  else if (now?.kind === "choice")
    cell.value = machine.join(now.alternatives.map(({ guard, atom }) => ({ guard, value: stood.includes(atom) ? value : atom })));
}
