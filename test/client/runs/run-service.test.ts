import type { RunEvent, RunFileOptions, RunFileResult } from "@glacier/core/runner";
import { describe, expect, it } from "vitest";
import { type RunNews, RunService } from "../../../client/src/runs/run-service.ts";

const target = { uri: "file:///w/sales.ts", pipeline: "sales" };
const options = { file: "/w/sales.ts", cwd: "/w", coreRoot: "/ext/core" };
const at = "2026-11-22T12:00:00.000Z";
const base = { runId: "r1", at };

const planned: RunEvent = {
  ...base,
  type: "run.started",
  pipeline: "sales",
  steps: [
    { name: "load", task: "load", after: [] },
    { name: "clean", task: "clean", after: ["load"] },
  ],
};
const started = (step: string): RunEvent => ({ ...base, type: "step.started", step, task: step });
const succeeded = (step: string): RunEvent => ({
  ...base,
  type: "step.succeeded",
  step,
  status: "succeeded",
  attempts: 1,
  durationMs: 250,
});

/** A runner that the test drives by hand. */
function fakeRunner() {
  const calls: { options: RunFileOptions; finish(result: RunFileResult): void; fail(error: unknown): void }[] = [];
  const runFile = (given: RunFileOptions): Promise<RunFileResult> =>
    new Promise((resolve, reject) => calls.push({ options: given, finish: resolve, fail: reject }));
  const call = (index: number) => {
    const found = calls[index];
    if (!found) throw new Error(`No call ${index}.`);
    return found;
  };
  return { runFile, call };
}

function setUp() {
  let now = 1000;
  const runner = fakeRunner();
  const service = new RunService(runner.runFile, () => now);
  const news: RunNews[] = [];
  service.onNews((item) => news.push(item));
  const pass = (ms: number): void => {
    now += ms;
  };
  return { service, news, call: runner.call, pass };
}

describe("RunService", () => {
  it("follows a run from its start to its end", async () => {
    const { service, news, call, pass } = setUp();
    const done = service.start(target, options);
    expect(service.active()).toMatchObject([{ status: "starting", startedAt: 1000 }]);

    call(0).options.onEvent?.(planned);
    call(0).options.onEvent?.(started("load"));
    expect(service.runs[0]).toMatchObject({
      status: "running",
      steps: [
        { name: "load", status: "running", startedAt: Date.parse(at) },
        { name: "clean", status: "waiting" },
      ],
    });

    call(0).options.onOutput?.("stdout", "hello\n");
    call(0).options.onEvent?.(succeeded("load"));
    pass(2500);
    call(0).finish({ status: "succeeded", exitCode: 0 });
    expect(await done).toMatchObject({ status: "succeeded", durationMs: 2500 });
    expect(news.map(({ type }) => type)).toEqual(["started", "event", "event", "output", "event", "finished"]);
    expect(service.active()).toEqual([]);
  });

  it("hands the task, its upstream and the settings to the runner", async () => {
    const { service, call } = setUp();
    const done = service.start({ ...target, task: "clean", upstream: true }, { ...options, concurrency: 2, localDir: "/w/data" });
    expect(call(0).options).toMatchObject({
      file: "/w/sales.ts",
      cwd: "/w",
      coreRoot: "/ext/core",
      pipeline: "sales",
      task: "clean",
      upstream: true,
      concurrency: 2,
      localDir: "/w/data",
    });
    call(0).finish({ status: "succeeded", exitCode: 0 });
    await done;
  });

  it("aborts a cancelled run once, and says that it is being cancelled", async () => {
    const { service, news, call } = setUp();
    const done = service.start(target, options);
    const id = service.active()[0]?.id ?? 0;
    call(0).options.onEvent?.(planned);
    call(0).options.onEvent?.(started("load"));
    service.cancel(id);
    service.cancel(id);
    expect(call(0).options.signal?.aborted).toBe(true);
    expect(service.runs[0]).toMatchObject({ cancelling: true, status: "running" });
    call(0).finish({ status: "cancelled", exitCode: 1 });
    expect((await done).steps.map(({ status }) => status)).toEqual(["cancelled", "cancelled"]);
    expect(news.filter(({ type }) => type === "cancelling")).toHaveLength(1);
  });

  it("keeps runs at the same time apart", async () => {
    const { service, call } = setUp();
    const first = service.start(target, options);
    const second = service.start(target, options);
    call(0).options.onEvent?.(planned);
    expect(service.runs.map(({ status }) => status)).toEqual(["running", "starting"]);
    const [, other] = service.runs;
    service.cancel(other?.id ?? 0);
    expect([call(0).options.signal?.aborted, call(1).options.signal?.aborted]).toEqual([false, true]);
    call(1).finish({ status: "cancelled", exitCode: 1 });
    call(0).finish({ status: "succeeded", exitCode: 0 });
    expect([(await first).status, (await second).status]).toEqual(["succeeded", "cancelled"]);
  });

  it("turns a runner that throws into a failed run", async () => {
    const { service, call } = setUp();
    const done = service.start(target, options);
    call(0).fail(new Error("no such executable"));
    expect(await done).toMatchObject({ status: "failed", error: { message: "no such executable" } });
  });

  it("counts a step that was running when the process died as failed", async () => {
    const { service, call } = setUp();
    const done = service.start(target, options);
    call(0).options.onEvent?.(planned);
    call(0).options.onEvent?.(started("load"));
    const error = { name: "GlacierError", code: "TASK_FAILED" as const, message: "the process exited with code 3", retryable: false };
    call(0).finish({ status: "failed", exitCode: 1, error });
    expect((await done).steps).toMatchObject([{ status: "failed", error }, { status: "cancelled" }]);
  });

  it("ignores events that arrive after the end", async () => {
    const { service, call } = setUp();
    const done = service.start(target, options);
    call(0).finish({ status: "succeeded", exitCode: 0 });
    const finished = await done;
    call(0).options.onEvent?.(planned);
    expect(service.runs[0]).toEqual(finished);
  });

  it("aborts every run when the window closes", () => {
    const { service, call } = setUp();
    void service.start(target, options);
    void service.start(target, options);
    service.dispose();
    expect([call(0).options.signal?.aborted, call(1).options.signal?.aborted]).toEqual([true, true]);
  });

  it("forgets the oldest ended runs, never one that is active", async () => {
    const { service, call } = setUp();
    void service.start({ ...target, pipeline: "long" }, options);
    for (let index = 1; index <= 60; index++) {
      const done = service.start(target, options);
      call(index).finish({ status: "succeeded", exitCode: 0 });
      await done;
    }
    expect(service.runs).toHaveLength(50);
    expect(service.runs[0]?.target.pipeline).toBe("long");
    expect(service.runs.at(-1)?.id).toBe(61);
  });
});
