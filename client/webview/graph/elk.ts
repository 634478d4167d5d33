import Elk from "elkjs/lib/elk-api.js";
import elk from "elkjs/lib/elk-worker.min.js";
import type { LayoutEngine } from "./layout.ts";

/** ELK in a worker, so that the page answers while a large graph is laid out; on the page itself where no worker can be started. */
export function startElk(): LayoutEngine {
  let onPage: LayoutEngine | undefined;
  const here = (): LayoutEngine => (onPage ??= new Elk({ workerFactory: standIn }));
  const worker = startWorker();
  if (!worker) return { layout: (graph) => here().layout(graph) };
  // A worker that the browser refuses says so in an event, after it has been made; nothing that it was asked is ever answered.
  let isLost = false;
  worker.addEventListener("error", () => (isLost = true), { once: true });
  const there = new Elk({ workerFactory: () => worker });
  return {
    async layout(graph) {
      if (isLost) return here().layout(graph);
      // For this graph alone: a promise that all of them wait on would hold each for as long as the page lives.
      const { promise: lost, resolve: lose } = Promise.withResolvers<void>();
      const listener = (): void => lose();
      worker.addEventListener("error", listener);
      try {
        return await Promise.race([there.layout(graph), lost.then(() => here().layout(graph))]);
      } finally {
        worker.removeEventListener("error", listener);
      }
    },
  };
}

/** From a blob of the page's own script: a webview may load no worker from a file. */
function startWorker(): Worker | undefined {
  const url = URL.createObjectURL(new Blob([`(${elk})(self, {}, {});`], { type: "text/javascript" }));
  try {
    return new Worker(url, { name: "glacier-layout" });
  } catch {
    // There is another way, and it draws the same picture.
    return undefined;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** What answers as a worker does, in the page's own thread. */
function standIn(): Worker {
  const module: Parameters<typeof elk>[1] = { exports: {} };
  elk(globalThis, module, {});
  if (!module.exports?.Worker) throw new Error("ELK has no stand-in for a worker.");
  return new module.exports.Worker();
}
