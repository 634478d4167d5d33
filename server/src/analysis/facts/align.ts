import type { FileFacts, NodeId, Statement } from "./facts.ts";

/** New facts of a file in the terms of its old ones, and the statements in which they differ. */
export interface Alignment {
  /** Statements that are what they were are the old ones, with the numbers that they had; only their places are new. */
  facts: FileFacts;
  before: readonly Statement[];
  after: readonly Statement[];
  unchanged: readonly Statement[];
}

/**
 * Finds what an edit has changed of a file's top level. The new facts are used up: their statements get other numbers. Undefined where it imports or exports something else, also as a type, or where the statements that
 * have changed find no room among the numbers of those that they take the place of.
 */
export function alignFacts(old: FileFacts, now: FileFacts): Alignment | undefined {
  if (
    old.imports.length !== now.imports.length ||
    !isEqual([old.exports, old.requests, old.mocks, old.types], [now.exports, now.requests, now.mocks, now.types], 0)
  )
    return undefined;
  if (!old.imports.every((it, index) => isEqual(it, now.imports[index], undefined))) return undefined;
  const isSame = (before: number, after: number): boolean =>
    isEqual(old.body[before], now.body[after], startOf(old, before) - startOf(now, after));
  const shorter = Math.min(old.body.length, now.body.length);
  let prefix = 0;
  while (prefix < shorter && isSame(prefix, prefix)) prefix++;
  let suffix = 0;
  while (suffix < shorter - prefix && isSame(old.body.length - 1 - suffix, now.body.length - 1 - suffix)) suffix++;
  const [oldEnd, nowEnd] = [old.body.length - suffix, now.body.length - suffix];
  const before = old.body.slice(prefix, oldEnd);
  const after = now.body.slice(prefix, nowEnd);
  const shift = startOf(old, prefix) - startOf(now, prefix);
  if (before.length + after.length > 0) {
    const room = startOf(old, oldEnd) - startOf(old, prefix);
    const needed = after.length === 0 ? 0 : startOf(now, nowEnd) - startOf(now, prefix) - NODE_GAP;
    if (needed > room || !isApart(old, prefix, oldEnd) || !isApart(now, prefix, nowEnd)) return undefined;
  }
  for (const statement of after) renumber(statement, shift);
  const body = before.length + after.length === 0 ? old.body : [...old.body.slice(0, prefix), ...after, ...old.body.slice(oldEnd)];
  const starts = [
    ...old.starts.slice(0, prefix),
    ...now.starts.slice(prefix, nowEnd).map((start) => start + shift),
    ...old.starts.slice(oldEnd),
  ];
  const facts = { ...now, imports: old.imports, exports: old.exports, body, starts, spans: placesOf(old, now, starts) };
  return { facts, before, after, unchanged: [...old.body.slice(0, prefix), ...old.body.slice(oldEnd)] };
}

/** How many numbers are left free behind a statement, for what comes into it. */
export const NODE_GAP = 16;

/** The first number of a statement; behind the last one, that of what would come next. */
const startOf = ({ starts }: FileFacts, statement: number): NodeId => starts[statement] ?? 0;

/** Whether statements share no numbers with those around them, and no import lies between them. */
function isApart(facts: FileFacts, from: number, to: number): boolean {
  if (from > 0 && startOf(facts, from - 1) === startOf(facts, from)) return false;
  if (to > from && startOf(facts, to - 1) === startOf(facts, to)) return false;
  return facts.imports.every(({ node }) => node < startOf(facts, from) || startOf(facts, to) <= node);
}

/** Where the nodes of the new text lie, by the numbers that they go by from now on. */
function placesOf(old: FileFacts, now: FileFacts, starts: readonly NodeId[]): Int32Array {
  const spans = new Int32Array(old.spans.length);
  for (let index = 0; index < now.body.length; index++) {
    const [start, own] = [starts[index] ?? 0, startOf(now, index)];
    const length = Math.min(startOf(now, index + 1) - own, (starts[index + 1] ?? 0) - start);
    spans.set(now.spans.subarray(2 * own, 2 * (own + length)), 2 * start);
  }
  const move = (to: NodeId, from: NodeId): void => spans.set(now.spans.subarray(2 * from, 2 * from + 2), 2 * to);
  for (const [index, { node, bindings }] of old.imports.entries()) {
    const same = now.imports[index];
    if (!same) continue;
    move(node, same.node);
    for (const [at, binding] of bindings.entries()) move(binding.node, same.bindings[at]?.node ?? same.node);
  }
  return spans;
}

/** Whether two trees are the same but for their numbers, which differ by `shift`; undefined: by anything. */
export function isEqual(one: unknown, other: unknown, shift: number | undefined): boolean {
  if (one === other && typeof one !== "object") return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null)
    return one === other || (Number.isNaN(one) && Number.isNaN(other));
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  // Both are plain trees of the same shape so far; a key that is missing reads as undefined and differs.
  const [left, right] = [one as Record<string, unknown>, other as Record<string, unknown>];
  return keys.every((key) => {
    if (key === "node" && typeof left.node === "number") return shift === undefined || left.node === Number(right.node) + shift;
    return key in right && isEqual(left[key], right[key], shift);
  });
}

function renumber(part: unknown, shift: number): void {
  if (shift === 0 || typeof part !== "object" || part === null) return;
  const node = part as Record<string, unknown>;
  if (typeof node.node === "number") node.node += shift;
  for (const inner of Object.values(node)) renumber(inner, shift);
}
