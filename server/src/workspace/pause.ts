/** Gives way to the event loop when some time has passed since it last did. */
export function makePause(signal: AbortSignal | undefined): () => Promise<void> {
  let last = performance.now();
  return async () => {
    signal?.throwIfAborted();
    if (performance.now() - last < CHUNK_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    last = performance.now();
    signal?.throwIfAborted();
  };
}

const CHUNK_MS = 12;
