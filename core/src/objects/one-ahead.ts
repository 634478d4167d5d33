/**
 * Asks for an item while the one before it is being used, from the second item on: who wants only the first costs no second request.
 *
 * @param open gives the items; its signal is aborted when nobody wants more, so that no request is left behind
 */
export async function* oneAhead<Item>(
  open: (signal: AbortSignal) => AsyncIterable<Item>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Item, void, undefined> {
  const left = new AbortController();
  const items = open(signal ? AbortSignal.any([signal, left.signal]) : left.signal)[Symbol.asyncIterator]();
  try {
    const first = await items.next();
    if (first.done) return;
    yield first.value;
    let coming = items.next();
    for (;;) {
      const item = await coming;
      if (item.done) return;
      coming = items.next();
      // Nobody may ever ask for it.
      coming.catch(() => undefined);
      yield item.value;
    }
  } finally {
    left.abort();
    // What is under way fails by the signal, and is waited for by nobody.
    void Promise.resolve(items.return?.()).catch(() => undefined);
  }
}
