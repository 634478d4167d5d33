import type { FileFacts, NodeId, Statement } from "./facts.ts";

/** The statements of a file's top level that a node may stand in: one, but where one of the source has become several. */
export function statementsAt({ body, starts }: FileFacts, node: NodeId): readonly Statement[] {
  let [low, high] = [0, body.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= node) low = middle + 1;
    else high = middle;
  }
  const start = starts[low - 1];
  let first = low;
  while (first > 0 && starts[first - 1] === start) first--;
  return body.slice(first, low);
}
