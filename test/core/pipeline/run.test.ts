import { beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { AwsConfig, LocalConfig } from "../../../core/src/config/index.ts";
import { GlacierError } from "../../../core/src/errors.ts";
import { currentStep } from "../../../core/src/pipeline/context.ts";
import type { RunEvent, RunResult } from "../../../core/src/pipeline/events.ts";
import type { TaskOutput } from "../../../core/src/pipeline/handle.ts";
import { pipeline } from "../../../core/src/pipeline/pipeline.ts";
import { RunError } from "../../../core/src/pipeline/run.ts";
import type { RunOptions } from "../../../core/src/pipeline/run-options.ts";
import { task } from "../../../core/src/pipeline/task.ts";
import { Provider } from "../../../core/src/provider/provider.ts";
import type { Bucket } from "../../../core/src/resources/bucket.ts";
import { fc, runs } from "../../support/properties.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const value = task(function value(n: number) {
  return n;
});
const fail = task(function fail(): number {
  throw new Error("broken");
});
const never = task(async function never(): Promise<number> {
  return new Promise(() => undefined);
});
const sum = task(function sum(...parts: number[]) {
  return parts.reduce((a, b) => a + b, 0);
});

const selfCaused = new Error("round");
selfCaused.cause = selfCaused;

/** Runs a body without checkpoints and without throwing; the events beside the result. */
async function run(body: () => unknown, options: RunOptions = {}): Promise<RunResult & { events: RunEvent[] }> {
  const events: RunEvent[] = [];
  const result = await pipeline({ name: "p" }, () => void body() as undefined).run({
    checkpoints: false,
    throwOnFailure: false,
    ...options,
    onEvent: (event) => {
      events.push(event);
      return options.onEvent?.(event);
    },
  });
  return { ...result, events };
}

const statuses = ({ steps }: RunResult) => Object.fromEntries(steps.map(({ name, status }) => [name, status]));
const types = (events: readonly RunEvent[]) => events.map((event) => ("step" in event ? `${event.type} ${event.step}` : event.type));

let warnings: MockInstance<typeof process.emitWarning>;
beforeEach(() => {
  warnings = vi.spyOn(process, "emitWarning").mockReturnValue(undefined);
  return () => warnings.mockRestore();
});

describe("a run", () => {
  it("runs every step once, after all it waits for, and independent ones at once", async () => {
    const graphs = fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 15 });
    await fc.assert(
      fc.asyncProperty(graphs, async (rows) => {
        const log: string[] = [];
        // A step ends only when every step of its depth has started: were independent ones not run at once, none would ever end.
        const depths: number[] = [];
        for (const [index, row] of rows.entries())
          depths.push(index === 0 ? 0 : Math.max(0, ...row.map((n) => (depths[n % index] ?? 0) + 1)));
        const barriers = depths.map((depth) => ({
          left: depths.filter((other) => other === depth).length,
          ...Promise.withResolvers<void>(),
        }));
        const step = task(async function step(index: number, _inputs: number[]) {
          log.push(`start ${index}`);
          const barrier = barriers[depths.indexOf(depths[index] ?? 0)];
          if (barrier && --barrier.left === 0) barrier.resolve();
          await barrier?.promise;
          log.push(`end ${index}`);
          return index;
        });
        const { status } = await run(() => {
          const handles: TaskOutput<number>[] = [];
          for (const [index, row] of rows.entries())
            handles.push(step(index, index === 0 ? [] : row.map((n) => handles[n % index] as TaskOutput<number>)));
        });
        expect(status).toBe("succeeded");
        expect(log.toSorted()).toEqual(rows.flatMap((_, index) => [`end ${index}`, `start ${index}`]).toSorted());
        for (const [index, row] of rows.entries()) {
          if (index > 0) for (const n of row) expect(log.indexOf(`end ${n % index}`)).toBeLessThan(log.indexOf(`start ${index}`));
        }
      }),
      { numRuns: runs(40) },
    );
  });

  it("runs no more steps at once than asked", async () => {
    let now = 0;
    let most = 0;
    const busy = task(async function busy(_: number) {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 2));
      now--;
    });
    await run(() => Array.from({ length: 12 }, (_, index) => busy(index)), { concurrency: 3 });
    expect(most).toBe(3);
  });

  it("rejects with the result, when a step fails, and keeps what was thrown as the cause", async () => {
    const error = await pipeline({ name: "p" }, () => fail())
      .run({ checkpoints: false })
      .then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
    expect(error).toBeInstanceOf(RunError);
    expect(error).toMatchObject({
      code: "TASK_FAILED",
      message: "Step 'fail' failed: broken",
      cause: { message: "broken" },
      result: { status: "failed", pipeline: "p", outputs: {} },
    });
  });

  it("skips what waits for a failed step, and finishes the rest", async () => {
    const result = await run(() => [sum(value(1), value(2)), sum(sum(fail(), value(3)), value(4))]);
    expect(statuses(result)).toEqual({
      value: "succeeded",
      "value#2": "succeeded",
      sum: "succeeded",
      fail: "failed",
      "value#3": "succeeded",
      "sum#2": "skipped",
      "value#4": "succeeded",
      "sum#3": "skipped",
    });
    expect(result.outputs).toEqual({ value: 1, "value#2": 2, sum: 3, "value#3": 3, "value#4": 4 });
    expect(result.events).toContainEqual(
      expect.objectContaining({ type: "step.skipped", step: "sum#3", reason: "dependency", because: "sum#2" }),
    );
    expect(result.steps.find(({ name }) => name === "fail")).toMatchObject({
      attempts: 1,
      error: { name: "Error", code: "TASK_FAILED", message: "broken" },
    });
    expect(result.steps.find(({ name }) => name === "sum#2")).toMatchObject({ attempts: 0, startedAt: null });
  });

  it.each([
    ["undefined", undefined, /not an Error was thrown: undefined/],
    ["an object", { secret: 1 }, /not an Error was thrown: \{"secret":1\}/],
    ["an error without a message", new RangeError(), /RangeError without a message/],
    [
      "an object whose getters throw",
      new Proxy(
        {},
        {
          get: () => {
            throw new Error("no");
          },
          getPrototypeOf: () => {
            throw new Error("no");
          },
          ownKeys: () => {
            throw new Error("no");
          },
        },
      ),
      /cannot be shown/,
    ],
    [
      "an error whose parts throw",
      Object.defineProperty(new Error("readable"), "stack", {
        get: () => {
          throw new Error("no");
        },
      }),
      /^readable$/,
    ],
    [
      "an error with a cause",
      new Error("outer", { cause: new Error("inner", { cause: "text" }) }),
      /^outer\nCaused by: inner\nCaused by: text$/,
    ],
    ["an error that repeats its cause", new Error("outer: inner", { cause: new Error("inner") }), /^outer: inner$/],
    ["several errors at once", new AggregateError([new Error("a"), new Error("b")], "both"), /^both\nCaused by: a\nCaused by: b$/],
    ["an error that is its own cause", selfCaused, /^round$/],
    ["a cause that holds a secret", new Error("outer", { cause: new Error("AccountKey=Zm9vYmFy==") }), /AccountKey=\[redacted\]$/],
    ["a very long text", new Error("x".repeat(1e6)), /990000 more characters/],
  ])("tells of %s that was thrown", async (_, thrown, message) => {
    const throws = task({ name: "throws", retries: 1, retryDelay: 0 }, () => {
      throw thrown;
    });
    const { steps, events } = await run(() => throws());
    expect(steps[0]?.error).toMatchObject({ code: "TASK_FAILED", message: expect.stringMatching(message) });
    expect(JSON.stringify(events).length).toBeLessThan(100_000);
  });

  it("keeps the code of a GlacierError in the step", async () => {
    const missing = task({ name: "missing" }, () => {
      throw new GlacierError("NOT_FOUND", "no such object", { hint: "look" });
    });
    const result = await run(() => missing());
    expect(result.steps[0]?.error).toMatchObject({ code: "NOT_FOUND", message: "no such object", hint: "look" });
    expect(result.events.at(-1)).toMatchObject({ type: "run.finished", status: "failed", error: { code: "TASK_FAILED", hint: "look" } });
  });

  it("keeps the code of a GlacierError that another copy of the package made", async () => {
    // A query makes it a module of its own, which types do not know.
    const copy = "../../../core/src/errors.ts?copy";
    const other: typeof import("../../../core/src/errors.ts") = await import(copy);
    expect(other.GlacierError).not.toBe(GlacierError);
    let calls = 0;
    const missing = task({ name: "missing", retries: 2, retryDelay: 0 }, () => {
      calls++;
      throw new other.ConfigMismatchError("of another cloud", { hint: "look" });
    });
    const { steps } = await run(() => missing());
    expect({ calls, error: steps[0]?.error }).toMatchObject({ calls: 1, error: { code: "CONFIG_MISMATCH", hint: "look" } });
  });

  it("passes over a thousand steps, at once and one after the other", async () => {
    const { status, outputs } = await run(() => {
      let last = value(0);
      for (let i = 0; i < 1_000; i++) last = sum(last, value(1));
    });
    expect(status).toBe("succeeded");
    expect(outputs["sum#1000"]).toBe(1_000);
    expect(warnings).not.toHaveBeenCalled();
  });

  it("goes on when a listener throws or rejects, and says so", async () => {
    const { status } = await run(() => value(1), {
      onEvent: (event) => {
        if (event.type === "run.started") throw new Error("thrown");
        return Promise.reject(new Error("rejected")) as never;
      },
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(status).toBe("succeeded");
    expect(warnings.mock.calls.map(([text]) => text)).toEqual(
      expect.arrayContaining([expect.stringContaining("thrown"), expect.stringContaining("rejected")]),
    );
  });
});

describe("a bucket that a step is given", () => {
  it("is loaded before the run's clock starts, and fails no step that leaves it alone", async () => {
    const local = new Provider({ config: new LocalConfig({ basePath: temporaryFolder() }) });
    const cloud = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
    const log: string[] = [];
    for (const provider of [local, cloud]) {
      const load = provider.getAdapter.bind(provider);
      vi.spyOn(provider, "getAdapter").mockImplementation(async (bucket) => {
        log.push(`${provider.cloud} ${bucket.name}`);
        return load(bucket);
      });
    }
    const look = task(function look(places: { from: Bucket; to: Bucket[] }) {
      return places.to.length;
    });
    const result = await run(() => look({ from: local.bucket("a"), to: [cloud.bucket("b")] }), {
      onEvent: ({ type }) => void log.push(type),
    });
    expect(result.outputs).toEqual({ look: 1 });
    expect(log.slice(0, 3)).toEqual(["local a", "aws b", "run.started"]);
  });

  it("is left alone when its step is not run", async () => {
    const local = new Provider({ config: new LocalConfig({ basePath: temporaryFolder() }) });
    const load = vi.spyOn(local, "getAdapter");
    const use = task(function use(bucket: Bucket) {
      return bucket.name;
    });
    await run(() => [use(local.bucket("a")), value(1)], { only: ["value"] });
    expect(load).not.toHaveBeenCalled();
  });
});

describe("retries", () => {
  const flaky = (failures: number, options = {}) => {
    let calls = 0;
    return task({ name: "flaky", retryDelay: 0, ...options }, () => {
      if (++calls <= failures) throw new Error(`failure ${calls}`);
      return `call ${calls}`;
    });
  };

  it("try again as often as asked, and tell each time", async () => {
    const { steps, outputs, events } = await run(() => flaky(2, { retries: 2 })());
    expect(outputs).toEqual({ flaky: "call 3" });
    expect(steps[0]).toMatchObject({ status: "succeeded", attempts: 3 });
    expect(steps[0]?.error).toBeUndefined();
    expect(types(events)).toEqual([
      "run.started",
      "step.started flaky",
      "step.retrying flaky",
      "step.retrying flaky",
      "step.succeeded flaky",
      "run.finished",
    ]);
  });

  it("end with the last failure", async () => {
    const { steps } = await run(() => flaky(3, { retries: 2 })());
    expect(steps[0]).toMatchObject({ status: "failed", attempts: 3, error: { message: "failure 3" } });
  });

  it("wait twice as long each time, up to a minute", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const { delayAfter } = await import("../../../core/src/pipeline/attempt.ts");
      expect([1, 2, 3, 10].map((failed) => delayAfter(failed, 1_000))).toEqual([1_000, 2_000, 4_000, 60_000]);
      expect(delayAfter(1, 90_000)).toBe(90_000);
    } finally {
      vi.useRealTimers();
    }
  });

  it("do not happen for what stays wrong", async () => {
    let calls = 0;
    const wrong = task({ name: "wrong", retries: 3, retryDelay: 0 }, () => {
      calls++;
      throw new GlacierError("CONFIG_MISMATCH", "wrong");
    });
    await run(() => wrong());
    expect(calls).toBe(1);
  });
});

describe("a timeout", () => {
  it("ends an attempt, tells its signal, and counts anew for the next", async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const slow = task({ name: "slow", timeout: 20, retries: 1, retryDelay: 0 }, async () => {
      const first = signals.push(currentStep()?.signal) === 1;
      if (first) await new Promise(() => undefined);
      return "in time";
    });
    const { outputs, events } = await run(() => slow());
    expect(outputs).toEqual({ slow: "in time" });
    expect(signals.map((signal) => signal?.aborted)).toEqual([true, false]);
    expect(events.find(({ type }) => type === "step.retrying")).toMatchObject({ error: { code: "TASK_TIMEOUT" } });
  });

  it("fails the run with a code of its own", async () => {
    const slow = task({ name: "slow", timeout: 5 }, () => new Promise(() => undefined));
    await expect(pipeline({ name: "p" }, () => slow()).run({ checkpoints: false })).rejects.toMatchObject({
      code: "TASK_TIMEOUT",
      result: { steps: [{ error: { code: "TASK_TIMEOUT" } }] },
    });
  });
});

describe("an abort", () => {
  it("before the start runs nothing", async () => {
    const result = await run(() => sum(value(1)), { signal: AbortSignal.abort(new Error("why")) });
    expect(result.status).toBe("cancelled");
    expect(statuses(result)).toEqual({ value: "skipped", sum: "skipped" });
    expect(types(result.events)).toEqual(["run.started", "step.skipped value", "step.skipped sum", "run.finished"]);
    await expect(
      pipeline({ name: "p" }, () => value(1)).run({ checkpoints: false, signal: AbortSignal.abort("why") }),
    ).rejects.toMatchObject({ code: "CANCELLED", cause: "why" });
  });

  it("ends what runs at once, skips the rest, and nothing is told afterwards", async () => {
    const controller = new AbortController();
    let late: (() => void) | undefined;
    const stubborn = task(async function stubborn() {
      const step = currentStep();
      late = () => step?.progress({ message: "late" });
      await new Promise(() => undefined);
    });
    const result = await run(() => [sum(never()), stubborn(), value(1)], {
      signal: controller.signal,
      onEvent: (event) => {
        if (event.type === "step.succeeded") setTimeout(() => controller.abort(), 5);
      },
    });
    late?.();
    controller.abort();
    expect(statuses(result)).toEqual({ never: "cancelled", sum: "skipped", stubborn: "cancelled", value: "succeeded" });
    expect(result).toMatchObject({ status: "cancelled", steps: [{ error: { code: "CANCELLED" } }, {}, {}, {}] });
    expect(result.events.at(-1)).toMatchObject({ type: "run.finished", status: "cancelled", error: { code: "CANCELLED" } });
  });

  it("interrupts the wait before a retry", async () => {
    const controller = new AbortController();
    const flaky = task({ name: "flaky", retries: 5, retryDelay: 60_000 }, () => {
      throw new Error("again");
    });
    const result = await run(() => flaky(), {
      signal: controller.signal,
      onEvent: ({ type }) => void (type === "step.retrying" && controller.abort()),
    });
    expect(statuses(result)).toEqual({ flaky: "cancelled" });
  });

  it("after the last step changes nothing", async () => {
    const controller = new AbortController();
    const { status } = await run(() => value(1), {
      signal: controller.signal,
      onEvent: ({ type }) => void (type === "step.succeeded" && controller.abort()),
    });
    expect(status).toBe("succeeded");
  });
});

describe("currentStep", () => {
  it("knows the step and attempt, and tells progress within 0 and 1", async () => {
    const reporting = task(async function reporting() {
      await Promise.resolve();
      currentStep()?.progress({ fraction: 7 });
      return [currentStep()?.step, currentStep()?.attempt];
    });
    const { outputs, events } = await run(() => reporting());
    expect(outputs).toEqual({ reporting: ["reporting", 1] });
    expect(events.find(({ type }) => type === "step.progress")).toMatchObject({ step: "reporting", fraction: 1 });
    expect(currentStep()).toBeUndefined();
  });

  it("tells of progress only numbers and texts, and no secret", async () => {
    const reporting = task(function reporting() {
      currentStep()?.progress({ fraction: Number.NaN, message: { toJSON: () => 1n } as never });
      currentStep()?.progress({ fraction: "1" as never, message: "at https://a.example/b?sig=abc%2Fdef" });
    });
    const { events } = await run(() => reporting());
    const progress = events.flatMap((event) => (event.type === "step.progress" ? [[event.fraction, event.message]] : []));
    expect(progress).toEqual([
      [undefined, undefined],
      [undefined, "at https://a.example/b?sig=[redacted]"],
    ]);
    expect(warnings).not.toHaveBeenCalled();
  });
});
