import { describe, expect, it } from "vitest";
import type { TaskOutput } from "../../../core/src/pipeline/handle.ts";
import { pipeline } from "../../../core/src/pipeline/pipeline.ts";
import { type TaskReference, task } from "../../../core/src/pipeline/task.ts";

const invalid = (message: RegExp | string) =>
  expect.objectContaining({ code: "PIPELINE_INVALID", message: typeof message === "string" ? message : expect.stringMatching(message) });
const run = (body: () => undefined | object | string, options = {}) =>
  pipeline({ name: "p" }, body).run({ checkpoints: false, ...options });

const one = task(function one() {
  return 1;
});
const add = task(function add(a: number, b: number) {
  return a + b;
});

describe("a task", () => {
  it("runs its function when called outside a body", async () => {
    expect(await add(1, 2)).toBe(3);
  });

  it("has the function's name, or the one it is given", () => {
    expect(add.name).toBe("add");
    expect(task({ name: "sum up" }, (a: number) => a).name).toBe("sum up");
  });

  it.each([
    ["without a name", () => task(() => 1), /has no name/],
    ["without a function", () => task({ name: "x" }, undefined as never), /needs a function/],
    ["with an empty name", () => task({ name: " " }, () => 1), /name that is not empty/],
    ["with a line break in its name", () => task({ name: "a\nb" }, () => 1), /control character/],
    ["with an unknown option", () => task({ name: "x", retrys: 1 } as never, () => 1), /no option 'retrys'/],
    ["with a negative number of retries", () => task({ name: "x", retries: -1 }, () => 1), /'retries' must be a whole number/],
    ["with a timeout of nothing", () => task({ name: "x", timeout: 0 }, () => 1), /'timeout' is 0/],
    ["with a timeout that Node's timers cannot wait", () => task({ name: "x", timeout: 2 ** 31 }, () => 1), /'timeout' must be/],
    [
      "with a dependsOn that is no task",
      () => task({ name: "x", dependsOn: [(() => 1) as never] }, () => 1),
      /'dependsOn\[0\]' is not a task/,
    ],
    ["with an executor that is none", () => task({ name: "x", executor: {} as never }, () => 1), /'executor' must be/],
    ["with a distribution by nothing", () => task({ name: "x", distribute: { by: [] } }, () => 1), /'distribute.by' must be/],
  ])("is refused %s", (_, make, message) => {
    expect(make).toThrow(invalid(message));
  });
});

describe("a body", () => {
  it("passes outputs on, inside arrays and plain objects too", async () => {
    const collect = task(function collect(parts: { list: number[]; deep: { value: number } }) {
      return parts;
    });
    const result = await run(() => collect({ list: [one(), 2], deep: { value: add(one(), one()) } }));
    expect(result.outputs.collect).toEqual({ list: [1, 2], deep: { value: 2 } });
  });

  it("makes a step of each call, numbered from the second on, also for two tasks of one name", async () => {
    const other = task({ name: "one" }, () => "other");
    const { steps } = await run(() => void [one(), one(), other()] as never);
    expect(steps.map(({ name, task: of }) => [name, of])).toEqual([
      ["one", "one"],
      ["one#2", "one"],
      ["one#3", "one"],
    ]);
  });

  it("is called once for a run", async () => {
    let calls = 0;
    await run(() => {
      calls++;
      return one();
    });
    expect(calls).toBe(1);
  });

  it("inlines the steps of a pipeline it calls, and gets what that one returns", async () => {
    const inner = pipeline({ name: "inner" }, (start: number) => add(start, 1));
    const result = await run(() => add(inner(1), inner(10)));
    expect(result.outputs).toEqual({ "inner/add": 2, "inner/add#2": 11, add: 13 });
  });

  it("may not inline itself", async () => {
    const self: { p?: () => undefined } = {};
    const p = pipeline({ name: "self" }, () => self.p?.());
    self.p = p as never;
    await expect(p.run()).rejects.toThrow(invalid(/inlines itself/));
  });

  it("may not be async", async () => {
    const body = (async () => {
      await one();
    }) as never;
    await expect(run(body)).rejects.toThrow(invalid(/is async/));
    expect(() => pipeline({ name: "p" }, body).graph()).toThrow(invalid(/is async/));
  });

  it("may not use a handle as data", async () => {
    await expect(run(() => ({ x: (one() as unknown as number[]).map((x) => x) }))).rejects.toThrow(
      invalid(/output of step 'one' was used as data \(its 'map'/),
    );
    await expect(run(() => `${one()}`)).rejects.toThrow(invalid(/used as data/));
    await expect(run(() => [...(one() as unknown as number[])])).rejects.toThrow(invalid(/used as data/));
  });

  it("may not take a handle of another body, nor of its own former call", async () => {
    let leaked: TaskOutput<number> | undefined;
    const p = pipeline({ name: "p" }, () => {
      const mine = one();
      add(leaked ?? mine, 1);
      leaked = mine;
    });
    p.graph();
    await expect(p.run()).rejects.toThrow(invalid(/of another run of a pipeline's body/));
    expect(() => add(leaked as never, 1)).toThrow(invalid(/outside its pipeline's body/));
  });

  it("fails the step in which a leaked handle is used", async () => {
    let leaked: unknown;
    const peek = task(function peek() {
      return (leaked as number[]).length;
    });
    await expect(
      run(() => {
        leaked = one();
        return peek();
      }),
    ).rejects.toThrow(invalid(/Step 'peek' failed: .*handle/));
  });

  it("that throws is told with its own message, and a GlacierError stays what it is", async () => {
    await expect(run(() => JSON.parse("{"))).rejects.toThrow(invalid(/body of pipeline 'p' threw: .*JSON/));
  });

  it("may not run another pipeline", async () => {
    const inner = pipeline({ name: "inner" }, () => one());
    await expect(
      run(() => {
        void inner.run();
        return undefined;
      }),
    ).rejects.toThrow(invalid(/'inner' was run in the body of another/));
  });

  it("needs its arguments to run", async () => {
    const p = pipeline({ name: "p" }, (x: number) => add(x, 1));
    await expect(p.run(undefined as never)).rejects.toThrow(invalid(/takes 1 argument\(s\), and got 0/));
    expect((await p.run({ args: [1], checkpoints: false })).outputs).toEqual({ add: 2 });
  });
});

describe("a pipeline", () => {
  it.each([
    ["without a name", () => pipeline({} as never, () => undefined), /must be a name/],
    ["without options", () => pipeline((() => undefined) as never, undefined as never), /options must be an object/],
    ["without a body", () => pipeline({ name: "p" }, undefined as never), /has no body/],
    ["with an unknown option", () => pipeline({ name: "p", desciption: "" } as never, () => undefined), /no option 'desciption'/],
    ["called outside a body", () => pipeline({ name: "p" }, () => undefined)(), /called outside the body/],
  ])("is refused %s", (_, make, message) => {
    expect(make).toThrow(invalid(message));
  });

  it.each([
    [{ concurrency: 0 }, /'concurrency'/],
    [{ concurency: 1 }, /no option 'concurency'/],
    [{ only: [] }, /'only'/],
    [{ upstream: true }, /need 'only'/],
    [{ signal: {} }, /'signal'/],
    [{ only: ["nothing"] }, /no step or task 'nothing'/],
    [{ checkpoints: { lazyFrames: "all" } }, /lazyFrames/],
  ])("refuses to run with %j", async (options, message) => {
    await expect(run(() => one(), options)).rejects.toThrow(invalid(message));
  });

  it("waits for all steps of a task it depends on", async () => {
    const seen: string[] = [];
    const first = task(async function first(n: number) {
      await new Promise((resolve) => setTimeout(resolve, 5 * n));
      seen.push(`first ${n}`);
    });
    const last = task({ name: "last", dependsOn: [first] }, () => seen.push("last"));
    await run(() => void [last(), first(2), first(1)] as never);
    expect(seen).toEqual(["first 1", "first 2", "last"]);
  });

  it("refuses a dependsOn of a task that is not in it", async () => {
    const last = task({ name: "last", dependsOn: [add] }, () => 1);
    await expect(run(() => last())).rejects.toThrow(invalid(/'last' depends on task 'add', which is not in pipeline 'p'/));
  });

  it("refuses a cycle before anything runs", async () => {
    let ran = false;
    const dependsOn: TaskReference[] = [];
    const first = task({ name: "first", dependsOn }, () => {
      ran = true;
    });
    const second = task({ name: "second", dependsOn: [first] }, () => undefined);
    dependsOn.push(second);
    const p = pipeline({ name: "p" }, () => void [first(), second()] as never);
    await expect(p.run()).rejects.toThrow(invalid(/first → second → first/));
    expect(() => p.graph()).toThrow(invalid(/first → second → first/));
    expect(ran).toBe(false);
  });
});
