/** Whether source holds an expression to a type, as `satisfies BlobConfig` does: that stays behind when something else takes its place. */
export function isAsserted(text: string, { start, end }: { start: number; end: number }): boolean {
  // What is spelled `<BlobConfig>value` stands before it; an arrow does not count.
  return ASSERTED_BEHIND.test(text.slice(end)) || /(?<!=)>[\s(]*$/.test(text.slice(0, start).slice(-LONGEST));
}

/** Whether it does so by nothing but `as const`, which an array stays true to whatever comes into it. */
export const isConst = (text: string, end: number): boolean => CONST_BEHIND.test(text.slice(end)) && !MORE_BEHIND.test(text.slice(end));

/** Where a value ends together with the `!` behind it, which goes with the value where another takes its place. */
export const endWithNonNull = (text: string, end: number): number => end + (/^!*/.exec(text.slice(end))?.[0].length ?? 0);

/** Where an argument ends together with a type of one word that it is held to, as in `{ … } as any`, which goes with it. */
export const endWithAssertion = (text: string, end: number): number =>
  end + (/^\s+(?:as|satisfies)\s+[\w.]+(?=\s*[,)])/.exec(text.slice(end))?.[0].length ?? 0);

/** Whether nothing but commas and comments lies between two places. */
export const isBlank = (text: string): boolean => new RegExp(`^(?:[\\s,]|${COMMENT})*$`).test(text);

/** Each comment in one way only: a row of slashes, or of comments, would take for ever otherwise. */
export const COMMENT = String.raw`\/\*(?:[^*]|\*(?!\/))*\*\/|\/\/[^\n]*(?:\n|$)`;
const ASSERTED_BEHIND = new RegExp(`^(?:[\\s)!]|${COMMENT})*(?:as|satisfies)\\b`);
const CONST_BEHIND = /^[\s)]*as\s+const\b/;
const MORE_BEHIND = /^[\s)]*as\s+const[\s)]+(?:as|satisfies)\b/;
const LONGEST = 80;
