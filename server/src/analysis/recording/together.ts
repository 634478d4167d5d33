import { type Guard, type Guards, NEVER } from "../flow/guards.ts";

/** `always`: on every path of what is around them; `sometimes`: on a path that the source names. */
export type Together = "always" | "sometimes";

/**
 * Whether things happen together on a path that is known to exist. Conditions of several of them may exclude each other in ways that the source does not
 * show, so one of them must stand on the narrowest path, and the others on all of it. `base` are the paths of what is around all of them.
 */
export function together(guards: Guards, base: Guard, parts: readonly Guard[]): Together | undefined {
  // What is tried is meant to succeed; what is done about a failure comes of one.
  const unfailing = parts.map((part) => guards.whereNothingFails(part));
  return togetherOn(guards, guards.whereNothingFails(base), unfailing) ?? togetherOn(guards, base, parts);
}

function togetherOn(guards: Guards, base: Guard, parts: readonly Guard[]): Together | undefined {
  if (base === NEVER) return undefined;
  const inside = parts.map((part) => guards.and(part, base));
  const narrowest = inside.find((one) => one !== NEVER && inside.every((other) => guards.implies(one, other)));
  if (narrowest === undefined) return undefined;
  if (guards.implies(base, narrowest)) return "always";
  const around = new Set(guards.conditions(base));
  // A condition that nobody asks stands for what cannot be known, such as whether a loop goes on.
  const isAsked = guards.conditions(narrowest).every((condition) => around.has(condition) || guards.subjectOf(condition) !== undefined);
  return isAsked ? "sometimes" : undefined;
}

/** One of the things that something may be, on its own paths. */
export interface Side<Item> {
  guard: Guard;
  item: Item;
}

export interface Clashes<Left, Right> {
  /** Whether every way in which the two meet fails. */
  isCertain: boolean;
  pairs: { left: Left; right: Right }[];
}

/**
 * Which of the things on two sides fail together. A pair counts only where one of its sides fails with everything that it can meet: the product of two
 * sets is never taken. Where further conditions stand before they meet, they may be what sorts the sides.
 */
export function clashes<Left, Right>(
  guards: Guards,
  base: Guard,
  lefts: readonly Side<Left>[],
  rights: readonly Side<Right>[],
  fails: (left: Left, right: Right) => boolean,
): Clashes<Left, Right> {
  // Nearly always.
  if (!lefts.some((left) => rights.some((right) => fails(left.item, right.item)))) return { isCertain: false, pairs: [] };
  const pairs = lefts.flatMap((left) =>
    rights.flatMap((right) => {
      const meets = guards.and(guards.and(left.guard, right.guard), base);
      return meets === NEVER ? [] : [{ left, right, isFailing: fails(left.item, right.item) }];
    }),
  );
  const failing = pairs.filter(({ isFailing }) => isFailing);
  const isCertain = failing.length === pairs.length;
  if (!isCertain && asksMore(guards, base, [...lefts, ...rights])) return { isCertain: false, pairs: [] };
  const counted = failing.filter(
    ({ left, right }) =>
      pairs.every((pair) => pair.left !== left || pair.isFailing) || pairs.every((pair) => pair.right !== right || pair.isFailing),
  );
  return {
    isCertain: isCertain && counted.length > 0,
    pairs: counted.map(({ left, right }) => ({ left: left.item, right: right.item })),
  };
}

function asksMore(guards: Guards, base: Guard, sides: readonly Side<unknown>[]): boolean {
  const known = new Set(sides.flatMap(({ guard }) => guards.conditions(guard)));
  return guards.conditions(base).some((condition) => !known.has(condition) && guards.subjectOf(condition) !== undefined);
}
