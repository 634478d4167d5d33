/** More at once would only wait, for Node's few threads for file work or for connections, and hold memory. */
const AT_ONCE = 16;

/**
 * Runs an action on every item, a few at a time, and gives the results in the order of the items. When one fails, no further one is begun, and
 * the error is thrown when those under way have ended, so that the caller can clean up after them.
 */
export async function mapBounded<Item, Result>(items: readonly Item[], action: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = new Array(items.length);
  const rest = items.entries();
  const failures: unknown[] = [];
  const work = async (): Promise<void> => {
    for (const [index, item] of rest) {
      if (failures.length > 0) return;
      try {
        results[index] = await action(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, work));
  if (failures.length > 0) throw failures[0];
  return results;
}
