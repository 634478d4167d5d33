/**
 * What of all that meets at one place is wrong for certain.
 *
 * Two things that are each one of several may belong together in a way that the source does not show: the product of two sets is never taken. So a pair
 * counts only where one of its sides is wrong with everything that it can meet: whatever the other side turns out to be, that path fails. The place
 * itself is a side as well, and which of several places it is that exclude each other is a choice like any other: what is in order `instead` speaks for
 * its sides.
 */
export function certainlyWrong<Pair, Problem>(
  meeting: Meeting<Pair, Problem>,
  sidesOf: (pair: Pair) => readonly unknown[],
  instead: readonly Meeting<Pair, Problem>[] = [],
): { pair: Pair; problem: Problem }[] {
  const { pairs, wrong } = meeting;
  const all = [...wrong].map(([pair, problem]) => ({ pair, problem }));
  if (wrong.size === pairs.length) return all;
  const inOrder = new Set([meeting, ...instead].flatMap((each) => sidesInOrder(each, sidesOf)));
  return all.filter(({ pair }) => sidesOf(pair).some((side) => !inOrder.has(side)));
}

/** Every way in which things meet at a place, and what is wrong with which of them. */
export interface Meeting<Pair, Problem> {
  pairs: readonly Pair[];
  wrong: ReadonlyMap<Pair, Problem>;
}

const sidesInOrder = <Pair>({ pairs, wrong }: Meeting<Pair, unknown>, sidesOf: (pair: Pair) => readonly unknown[]): unknown[] =>
  pairs.flatMap((pair) => (wrong.has(pair) ? [] : sidesOf(pair)));
