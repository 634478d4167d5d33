import type { FileFacts } from "../analysis/facts/facts.ts";

/** Whether two texts come to the same tree, wherever its nodes lie. */
export function isSameTree(one: FileFacts, other: FileFacts): boolean {
  return (
    one.spans.length === other.spans.length &&
    isEqual(one.body, other.body) &&
    isEqual(one.imports, other.imports) &&
    isEqual(one.exports, other.exports)
  );
}

function isEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null)
    return Number.isNaN(one) && Number.isNaN(other);
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  // Both are plain trees of the same shape so far; a key that is missing reads as undefined and differs.
  return keys.every((key) => key in other && isEqual((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]));
}
