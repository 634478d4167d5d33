/// <reference path="../../../client/webview/graph/elk-worker.d.ts" />
import { afterEach, expect, test, vi } from "vitest";
import { startElk } from "../../../client/webview/graph/elk.ts";

/** A worker that answers nothing, and knows who listens to it. */
class SilentWorker extends EventTarget {
  static made: SilentWorker[] = [];
  static answers = true;
  listeners = 0;
  constructor() {
    super();
    SilentWorker.made.push(this);
  }
  override addEventListener(...given: Parameters<EventTarget["addEventListener"]>): void {
    this.listeners++;
    super.addEventListener(...given);
  }
  override removeEventListener(...given: Parameters<EventTarget["removeEventListener"]>): void {
    this.listeners--;
    super.removeEventListener(...given);
  }
}

vi.mock("elkjs/lib/elk-worker.min.js", () => ({
  default: (_: unknown, module: { exports: object }) => Object.assign(module.exports, { Worker: class {} }),
}));
vi.mock("elkjs/lib/elk-api.js", () => ({
  default: class {
    readonly #by: unknown;
    constructor({ workerFactory }: { workerFactory: () => unknown }) {
      this.#by = workerFactory();
    }
    layout(graph: object): Promise<object> {
      const isThere = this.#by instanceof SilentWorker;
      return isThere && !SilentWorker.answers
        ? Promise.withResolvers<object>().promise
        : Promise.resolve({ ...graph, by: isThere ? "worker" : "page" });
    }
  },
}));

afterEach(() => {
  vi.unstubAllGlobals();
  SilentWorker.made = [];
  SilentWorker.answers = true;
});

test("nothing is left on the worker by a graph that has been laid out", async () => {
  vi.stubGlobal("Worker", SilentWorker);
  const engine = startElk();
  const before = SilentWorker.made[0]?.listeners ?? 0;
  const done = [engine.layout({ id: "a" }), engine.layout({ id: "b" })];
  expect(SilentWorker.made[0]?.listeners).toBe(before + 2);
  expect(await Promise.all(done)).toEqual([
    { id: "a", by: "worker" },
    { id: "b", by: "worker" },
  ]);
  expect(SilentWorker.made[0]?.listeners).toBe(before);
});

test("a worker that is refused leaves what it was asked, and all that comes later, to the page", async () => {
  vi.stubGlobal("Worker", SilentWorker);
  SilentWorker.answers = false;
  const engine = startElk();
  const asked = engine.layout({ id: "a" });
  SilentWorker.made[0]?.dispatchEvent(new Event("error"));
  expect(await asked).toEqual({ id: "a", by: "page" });
  expect(await engine.layout({ id: "b" })).toEqual({ id: "b", by: "page" });
});
