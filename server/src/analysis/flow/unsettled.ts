import type { InstanceOf } from "../facts/writes.ts";
import { ancestry } from "./operators.ts";
import type { Atom, Cell } from "./values.ts";

/** Members that may have another value by the time that a function is called, unless it has written to them itself. */
export interface Unsettled {
  /** By the member's name. */
  members: ReadonlyMap<string, readonly MemberWrite[]>;
  written: ReadonlySet<Cell>;
}

/** A write to a member of something, or of an instance of a class of the file. */
interface MemberWrite {
  file: string;
  of: InstanceOf | undefined;
}

/** Whether one of the writes may be to a member of a thing. */
export const mayReach = (writes: readonly MemberWrite[] | undefined, thing: Atom): boolean =>
  writes?.some(({ file, of }) => !of || mayBeInstance(thing, file, of)) ?? false;

function mayBeInstance(thing: Atom, file: string, of: InstanceOf): boolean {
  if (thing.kind === "class") return false;
  if (thing.kind !== "object") return of.isDerived;
  if (!thing.class) return thing.open;
  const line = ancestry(thing.class);
  // What a class that the source does not show is derived from nobody knows.
  return line.at(-1)?.parent !== undefined || line.some(({ fact, module }) => fact.node === of.node && module.file === file);
}
