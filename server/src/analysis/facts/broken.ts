import type { FileFacts } from "./facts.ts";

/** Where a text that was never seen whole begins to be guessed at: at the first statement with a syntax error. Undefined for one that can be read. */
export function brokenFrom({ syntaxError, sections }: Pick<FileFacts, "syntaxError" | "sections">): number | undefined {
  if (!syntaxError) return undefined;
  const broken = sections.find(({ end }) => syntaxError.start <= end) ?? sections.at(-1);
  return Math.min(broken?.start ?? 0, syntaxError.start);
}
