import type { Fix } from "../analysis/diagnostic.ts";

/** The fixes that there are, of which the first is the one that fix-all takes. */
export const preferFirst = (fixes: readonly (Fix | undefined)[]): Fix[] =>
  fixes.filter((fix) => fix !== undefined).map((fix, index) => (index === 0 ? { ...fix, preferred: true } : fix));
