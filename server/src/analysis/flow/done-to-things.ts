import type { OutsideEffect } from "./effects.ts";

/** What is done to a thing by all that do anything to it. */
export interface DoneToThing extends Pick<OutsideEffect, "kind" | "isOwn"> {
  /** The file of the module that does it; undefined where several do. */
  by: string | undefined;
}

/** By the ways to the things of one module. */
export type DoneToThings = ReadonlyMap<string, DoneToThing>;

/** What modules do to another one's things. */
export function together(byModule: ReadonlyMap<string, readonly OutsideEffect[]>): DoneToThings {
  const found = new Map<string, DoneToThing>();
  for (const [by, effects] of byModule) for (const { way, kind, isOwn } of effects) add(found, way, { kind, isOwn, by });
  return found;
}

/** What is done by either. */
export function sum(first: DoneToThings, second: DoneToThings): DoneToThings {
  const found = new Map(first);
  for (const [way, done] of second) add(found, way, done);
  return found;
}

/** Whether all of something is also done by others, so that to add it to that changes nothing. */
export const includes = (all: DoneToThings, some: DoneToThings): boolean =>
  [...some].every(([way, done]) => {
    const known = all.get(way);
    return known !== undefined && isSame(known, joined(known, done));
  });

function add(found: Map<string, DoneToThing>, way: string, done: DoneToThing): void {
  const known = found.get(way);
  found.set(way, known ? joined(known, done) : done);
}

const joined = (one: DoneToThing, other: DoneToThing): DoneToThing => ({
  kind: one.kind === other.kind ? one.kind : "replaced",
  isOwn: one.isOwn && other.isOwn,
  by: one.by === other.by ? one.by : undefined,
});

const isSame = (one: DoneToThing, other: DoneToThing): boolean =>
  one.kind === other.kind && one.isOwn === other.isOwn && one.by === other.by;
