import { UNKNOWN_VALUE } from "@glacier/core/config";
import { keyOfSite } from "./facts/site-key.ts";
import { type Guard, type Guards, NEVER } from "./flow/guards.ts";
import type { Written } from "./flow/written.ts";
import { hasHoles } from "./partly-known.ts";

/** One thing that a value may come to: plain data, {@link UNKNOWN_VALUE} where the source does not show it. */
export interface Case {
  guard: Guard;
  value: unknown;
  /** For each choice inside that was taken, which of its alternatives. */
  picks: readonly Pick[];
}

/** An alternative of a choice. */
export type Pick = Written;

/** All that a written value may come to on the paths of a guard. Where that is too much, what there is to choose from is unknown. */
export function casesOf(guards: Guards, written: Written, within: Guard): Case[] {
  const only = onlyCaseOf(written);
  if (only) return [{ guard: within, value: only.value, picks: [] }];
  const all = expand(guards, written, within, CASE_LIMIT, true);
  if (all) return all;
  return [{ guard: within, value: withoutChoices(written, true), picks: [] }];
}

/** What a written value comes to on all paths; undefined where there is something to choose from, which hardly ever is. */
export const onlyCaseOf = (written: Written): { value: unknown } | undefined =>
  holdsChoice(written) ? undefined : { value: withoutChoices(written, true) };

/** More cases than these are not told apart. */
const CASE_LIMIT = 96;

function holdsChoice(written: Written): boolean {
  if (written.kind === "array") return written.items.some(holdsChoice);
  if (written.kind !== "object") return written.kind === "choice";
  for (const value of written.fields.values()) if (holdsChoice(value)) return true;
  return false;
}

/** Of an open object only the outermost is looked into: whoever asks for it knows that fields may be missing. */
function expand(guards: Guards, written: Written, within: Guard, limit: number, isOutermost: boolean): Case[] | undefined {
  switch (written.kind) {
    case "choice": {
      const cases: Case[] = [];
      for (const { guard, value } of written.alternatives) {
        const met = guards.and(guard, within);
        if (met === NEVER) continue;
        const inner = isStandIn(value, written.alternatives)
          ? [{ guard: met, value: UNKNOWN_VALUE, picks: [] }]
          : expand(guards, value, met, limit - cases.length, isOutermost);
        if (!inner || cases.length + inner.length > limit) return undefined;
        cases.push(...inner.map((it) => ({ ...it, picks: [value, ...it.picks] })));
      }
      return cases;
    }
    case "object": {
      if (written.isOpen && !isOutermost) return [{ guard: within, value: UNKNOWN_VALUE, picks: [] }];
      const entries = [...written.fields];
      const combined = combine(
        guards,
        entries.map(([, value]) => value),
        within,
        limit,
      );
      return combined?.map(({ guard, values, picks }) => ({
        guard,
        value: Object.fromEntries(entries.map(([name], index) => [name, values[index]])),
        picks,
      }));
    }
    case "array":
      return combine(guards, written.items, within, limit)?.map(({ guard, values, picks }) => ({ guard, value: values, picks }));
    default:
      return [{ guard: within, value: plain(written), picks: [] }];
  }
}

/** `process.env.NAME ?? ""` satisfies the compiler: nobody means the empty text. */
const isStandIn = (value: Written, alternatives: readonly { value: Written }[]): boolean =>
  value.kind === "literal" && value.value === "" && alternatives.some((it) => it.value.kind === "unknown" || hasHoles(it.value));

/** Every way in which several values meet. */
function combine(
  guards: Guards,
  parts: readonly Written[],
  within: Guard,
  limit: number,
): { guard: Guard; values: unknown[]; picks: Pick[] }[] | undefined {
  let found: { guard: Guard; values: unknown[]; picks: Pick[] }[] = [{ guard: within, values: [], picks: [] }];
  for (const part of parts) {
    const next: typeof found = [];
    for (const { guard, values, picks } of found) {
      const cases = expand(guards, part, guard, limit, false);
      if (!cases || next.length + cases.length > limit) return undefined;
      for (const one of cases) next.push({ guard: one.guard, values: [...values, one.value], picks: [...picks, ...one.picks] });
    }
    found = next;
  }
  return found;
}

function plain(written: Written): unknown {
  switch (written.kind) {
    case "literal":
      return written.value;
    case "function":
      // A check tells functions from data, and looks no further.
      return () => undefined;
    default:
      return UNKNOWN_VALUE;
  }
}

function withoutChoices(written: Written, isOutermost = false): unknown {
  if (written.kind === "object" && (isOutermost || !written.isOpen)) {
    const fields: [string, unknown][] = [];
    for (const [name, value] of written.fields) fields.push([name, withoutChoices(value)]);
    return Object.fromEntries(fields);
  }
  if (written.kind === "array") return written.items.map((item) => withoutChoices(item));
  return plain(written);
}

/** A field of a written object, on whichever paths. */
export function fieldOf(written: Written, name: string): Written {
  switch (written.kind) {
    case "choice":
      return { kind: "choice", alternatives: written.alternatives.map(({ guard, value }) => ({ guard, value: fieldOf(value, name) })) };
    case "object":
      return written.fields.get(name) ?? (written.isOpen ? { kind: "unknown" } : { kind: "literal", value: undefined });
    case "literal":
      return { kind: "literal", value: undefined };
    default:
      return { kind: "unknown" };
  }
}

/** The alternatives that a case is of, to compare by: the same literal at the same place is one. */
export const sidesOfCase = ({ picks }: Case): unknown[] => picks.map((pick) => siteKey(pick) ?? pick);

const siteKey = (written: Written): string | undefined =>
  written.kind === "literal" && written.site ? keyOfSite(written.site) : undefined;

/** The part of a written value that a path leads to, in one of its cases. */
export function partAt(written: Written, path: readonly (string | number)[], picks: readonly Pick[]): Written | undefined {
  if (written.kind === "choice") {
    const taken = written.alternatives.find(({ value }) => picks.includes(value));
    return taken && partAt(taken.value, path, picks);
  }
  const [key, ...rest] = path;
  if (key === undefined) return written;
  const inner =
    written.kind === "object" ? written.fields.get(String(key)) : written.kind === "array" ? written.items[Number(key)] : undefined;
  return inner && partAt(inner, rest, picks);
}
