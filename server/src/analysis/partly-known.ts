import type { Written } from "./flow/written.ts";

/** Stands in a text for a part that the source does not show. No text that somebody writes holds it, since it is no character. */
export const HOLE = "\uffff";

/** A text as a message shows it. */
export const shownText = (text: string): string => JSON.stringify(text).replaceAll(HOLE, "…");

/** The same value, in which a text that is known in part is a text with {@link HOLE}s. */
export function withHoles(written: Written): Written {
  if (written.kind === "choice")
    return { kind: "choice", alternatives: written.alternatives.map(({ guard, value }) => ({ guard, value: withHoles(value) })) };
  return written.kind === "unknown" && written.texts ? { kind: "literal", value: written.texts.join(HOLE) } : written;
}

export const hasHoles = (written: Written): boolean =>
  written.kind === "literal" && typeof written.value === "string" && written.value.includes(HOLE);

/**
 * The problem of a text that it has whatever stands in its holes: what is wrong with the known parts stays wrong. So it is the same with fillers of several
 * lengths, all of which are long enough to raise no question of their own.
 */
export function problemOf<Problem extends { says: string }>(
  text: string,
  find: (text: string) => Problem | undefined,
): Problem | undefined {
  const holes = text.split(HOLE).length - 1;
  if (holes === 0) return find(text);
  const known = text.length - holes * HOLE.length;
  const fillers = ["a".repeat(Math.max(1, SHORTEST_NAME - known)), "b1c", "d".repeat(20)];
  const [first, ...others] = fillers.map((filler) => find(text.replaceAll(HOLE, filler)));
  return first && others.every((other) => other?.says === first.says) ? first : undefined;
}

/** No name has to be longer. */
const SHORTEST_NAME = 3;
