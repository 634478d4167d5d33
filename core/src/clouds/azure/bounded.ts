/** Runs an action on every item, a few at a time, and gives what failed, in the order of failing. */
export async function failuresOf<Item>(
  items: Iterable<Item>,
  { atOnce, untilFailure = false }: { readonly atOnce: number; readonly untilFailure?: boolean },
  action: (item: Item) => Promise<void>,
): Promise<unknown[]> {
  const failures: unknown[] = [];
  const rest = items[Symbol.iterator]();
  const work = async (): Promise<void> => {
    for (let next = rest.next(); !next.done; next = rest.next()) {
      if (untilFailure && failures.length > 0) return;
      try {
        await action(next.value);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return failures;
}
