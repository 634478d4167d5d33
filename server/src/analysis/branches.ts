import { type Guard, type Guards, NEVER } from "./flow/guards.ts";
import type { FactoryCall } from "./flow/observations.ts";
import type { Branch } from "./flow/values.ts";

/** The sides of branches that make something that meets at a call the one of several that it is, in the order in which they are taken. */
export function decidingBranches(guards: Guards, { guard, branches }: FactoryCall, of: Guard): Branch[] {
  const meets = guards.and(of, guard);
  const own = new Set(guards.conditions(of));
  const told = new Set<string>();
  const all = [...branches].toReversed().flatMap((known) => [...known]);
  return all.flatMap(([truth, { site, outcome }]) => {
    const conditions = guards.conditions(truth);
    // What the call itself stands in, or cannot be reached by, tells nothing of what meets there.
    if (!conditions.some((it) => own.has(it)) || guards.implies(guard, truth) || guards.and(guard, truth) === NEVER) return [];
    const side = guards.implies(meets, truth) ? outcome : guards.and(meets, truth) === NEVER ? opposite(outcome) : undefined;
    const about = conditions.sort((one, other) => one - other).join();
    if (side === undefined || told.has(about)) return [];
    told.add(about);
    return [{ site, outcome: side }];
  });
}

const opposite = (outcome: Branch["outcome"]): boolean | undefined => (typeof outcome === "boolean" ? !outcome : undefined);
