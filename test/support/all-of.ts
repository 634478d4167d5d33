/** Everything that an iterable gives: `Array.fromAsync`, which the types of the oldest supported Node do not have. */
export async function allOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
