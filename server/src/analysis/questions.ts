import type { Guard, Guards } from "./flow/guards.ts";
import type { Written } from "./flow/written.ts";

/**
 * Whether the source asks about a value, in a way that cannot be followed, before it comes to a point: whoever asks `isStorageClass(name)` may well have
 * sorted out what does not fit.
 */
export function isAskedAbout(guards: Guards, guard: Guard, value: Written | undefined): boolean {
  if (value?.kind !== "literal" || value.value === undefined || value.value === null || value.value === "") return false;
  const text = JSON.stringify(value.value);
  return guards.conditions(guard).some((condition) => guards.subjectOf(condition)?.split(TOKENS).includes(text));
}

/** What stands between the literals of a key. */
const TOKENS = /(?<=^|[(,{ ])(?=[^(,{ ])|(?=[),} ])/;
