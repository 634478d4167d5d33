import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { RunEvent } from "../../../core/src/pipeline/events.ts";
import { placeOf, type Ran, runFiles, writeFiles } from "./pipeline-file.ts";

const head = `import { pipeline, task, currentStep } from "@glacier/core";\nimport { writeFileSync } from "node:fs";\nimport { spawn } from "node:child_process";\n`;
/** `work` waits for `fine`, and `after` for `work`. */
const text = (body: string) => `${head}
const fine = task(function fine() { return 1; });
const work = task({ dependsOn: [fine] }, async function work() { ${body} });
const after = task(function after(x: unknown) { return x; });
export const p = pipeline({ name: "p" }, () => { fine(); after(work()); });
`;

/** Whatever happened: one end for each start, none after the run's own. */
function expectWhole(events: readonly RunEvent[]): void {
  const open = new Map<string, number>();
  for (const event of events) {
    if (event.type === "step.started") open.set(event.step, (open.get(event.step) ?? 0) + 1);
    if (event.type === "step.failed" || (event.type === "step.succeeded" && event.status === "succeeded"))
      open.set(event.step, (open.get(event.step) ?? 0) - 1);
  }
  expect([...open.values()].every((count) => count === 0)).toBe(true);
  expect(events.filter(({ type }) => type === "run.started")).toHaveLength(1);
  expect(events.at(-1)?.type).toBe("run.finished");
}

const statuses = (ran: Ran) => Object.fromEntries((ran.run?.steps ?? []).map(({ name, status }) => [name, status]));
const untilFile = (file: string) => vi.waitFor(() => expect(existsSync(file)).toBe(true), { timeout: 20_000, interval: 20 });
/** The process runs, and is no zombie that only waits to be reaped. */
const alive = (pid: number) => {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

describe("a task that takes its process with it", () => {
  it.each([
    ["calls process.exit", "/*here*/process.exit(0);", /^Step 'work' called process\.exit\(0\), which/],
    [
      "calls process.exit where nobody waits",
      "setTimeout(() => process.exit(3), 10); await new Promise((r) => setTimeout(r, 5000));",
      /^Step 'work' called process\.exit\(3\), which/,
    ],
    [
      "is killed by a signal",
      "process.kill(process.pid, 'SIGSEGV'); await new Promise((r) => setTimeout(r, 5000));",
      /was ended by SIGSEGV while 'work' ran/,
    ],
    ["aborts", "process.abort();", /was ended by SIGABRT while 'work' ran/],
    ["runs out of memory", "const all: unknown[] = []; for (;;) all.push(new Array(1e5).fill({}));", /ran out of memory while 'work' ran/],
    [
      "lets a rejection go",
      "void Promise.reject(new Error('lost')); await new Promise((r) => setTimeout(r, 5000));",
      /An error that nothing caught: lost/,
    ],
    [
      "throws in a timer",
      "setTimeout(() => { throw new Error('late'); }, 1); await new Promise((r) => setTimeout(r, 5000));",
      /An error that nothing caught: late/,
    ],
    ["waits for what never comes", "await new Promise(() => undefined);", /waits for something that never comes/],
    ["ends Node by another way", "Reflect.apply(process.reallyExit, process, [0]);", /ended with exit code 0 while 'work' ran/],
  ])("fails the run when it %s", async (_, body, message) => {
    const env = { ...process.env, NODE_OPTIONS: "--max-old-space-size=64" };
    const ran = await runFiles(text(body), body.includes("1e5") ? { env } : {});
    expect(statuses(ran)).toEqual({ fine: "succeeded", work: "failed", after: "skipped" });
    expect(ran.run?.steps.find(({ name }) => name === "work")?.error).toMatchObject({
      code: "TASK_FAILED",
      message: expect.stringMatching(message),
    });
    expect(ran).toMatchObject({ status: "failed", exitCode: 1, error: { code: "TASK_FAILED" } });
    if (body.includes("/*here*/")) expect(ran.error?.location).toEqual({ file: ran.file, ...placeOf("/*here*/process.", text(body)) });
    expectWhole(ran.events);
  });
});

describe("a task that never gives the thread back", () => {
  it("is ended with its process and all it started, some time after its timeout", async () => {
    const folder = writeFiles({
      // Without a pause before it spins, in which its time could be over.
      "pipeline.ts": text(`const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });
        writeFileSync("pid", String(child.pid));
        for (;;) ;`).replace("dependsOn: [fine]", "dependsOn: [fine], timeout: 300, retries: 3"),
    });
    const { runIn } = await import("./pipeline-file.ts");
    const ran = await runIn(folder);
    expect(ran).toMatchObject({
      status: "failed",
      exitCode: 1,
      error: {
        code: "TASK_TIMEOUT",
        message: expect.stringContaining("timeout of 300 ms, and never waited"),
        location: { file: ran.file },
      },
    });
    expect(statuses(ran)).toEqual({ fine: "succeeded", work: "failed", after: "skipped" });
    expectWhole(ran.events);
    await expect.poll(() => alive(Number(readFileSync(join(folder, "pid"), "utf8")))).toBe(false);
  });

  it("takes no step with it that may take as long as it likes", async () => {
    const spin = (ms: number) => `const until = Date.now() + ${ms}; while (Date.now() < until) ;`;
    const ran = await runFiles(`${head}
      const long = task(async function long() { ${spin(5_000)} return "work of five seconds"; });
      const short = task({ timeout: 100 }, async function short() { await new Promise((r) => setTimeout(r, 60_000)); });
      export const p = pipeline({ name: "p" }, () => { short(); long(); });`);
    expect(statuses(ran)).toEqual({ short: "failed", long: "succeeded" });
    expect(ran.run?.outputs).toEqual({ long: "work of five seconds" });
    expectWhole(ran.events);
  });

  it("is only late, when it gives it back in time", async () => {
    // Late, and long before its process is ended for it.
    const late = "const until = Date.now() + 200; while (Date.now() < until) ;";
    const ran = await runFiles(text(late).replace("dependsOn: [fine]", "dependsOn: [fine], timeout: 100"));
    expect(ran.error).toMatchObject({ code: "TASK_TIMEOUT", message: "Step 'work' took longer than its timeout of 100 ms." });
    expectWhole(ran.events);
  });
});

describe("cancelling", () => {
  it("ends the running steps, and runs no others", async () => {
    const controller = new AbortController();
    const ran = await runFiles(text(`await new Promise((r) => { setTimeout(r, 60_000); });`), {
      signal: controller.signal,
      onEvent: (event) => {
        if (event.type !== "step.started" || event.step !== "work") return;
        controller.abort();
        controller.abort();
      },
    });
    expect(ran).toMatchObject({ status: "cancelled", exitCode: 1, error: { code: "CANCELLED" } });
    expect(statuses(ran)).toMatchObject({ work: "cancelled", after: "skipped" });
    expectWhole(ran.events);
  });

  it("kills a task that spins, and everything it started", async () => {
    const controller = new AbortController();
    const folder = writeFiles({ "pipeline.ts": "" });
    const [pidFile, spinFile] = [join(folder, "pid"), join(folder, "spins")];
    const ran = await runFiles(
      text(`const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });
        writeFileSync(${JSON.stringify(pidFile)}, String(child.pid));
        setTimeout(() => { writeFileSync(${JSON.stringify(spinFile)}, ""); for (;;) ; }, 50); await new Promise(() => {});`),
      {
        signal: controller.signal,
        onEvent: (event) => {
          if (event.type === "step.started" && event.step === "work") void untilFile(spinFile).then(() => controller.abort());
        },
      },
    );
    expect(ran).toMatchObject({ status: "cancelled", exitCode: 1, error: { code: "CANCELLED" } });
    expect(statuses(ran)).toMatchObject({ work: "cancelled", after: "skipped" });
    expectWhole(ran.events);
    await expect.poll(() => alive(Number(readFileSync(pidFile, "utf8")))).toBe(false);
  });

  it("before the start starts nothing", async () => {
    const ran = await runFiles(text(""), { signal: AbortSignal.abort() });
    expect(ran).toMatchObject({ status: "cancelled", exitCode: 1, run: undefined, events: [], error: { code: "CANCELLED" } });
  });

  it.each([
    ["and spins", "for (;;) ;", /did not stop when asked/],
    ["and waits", "await new Promise((r) => setTimeout(r, 60_000));", /^Cancelled before anything ran\.$/],
  ])("while the file is being loaded %s ends that too", async (_, body, message) => {
    const controller = new AbortController();
    const ran = await runFiles(`console.log("loading"); ${body}`, { signal: controller.signal, onOutput: () => controller.abort() });
    expect(ran).toMatchObject({ status: "cancelled", exitCode: 1, run: undefined, error: { code: "CANCELLED" } });
    expect(ran.error?.message).toMatch(message);
  });
});

describe("a parent that dies", () => {
  it.each(["await new Promise((r) => { setTimeout(r, 60_000); });", "for (;;) ;"])(
    "takes a child with it, and all that started, whose task does: %s",
    async (body) => {
      const folder = writeFiles({
        "pipeline.ts": text(`const inner = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
          writeFileSync("inner", String(inner.pid)); writeFileSync("pid", String(process.pid)); ${body}`),
      });
      const runner = new URL("../../../core/dist/runner/index.js", import.meta.url).href;
      const script = `const { runFile } = await import(${JSON.stringify(runner)}); await runFile({ file: "pipeline.ts" });`;
      const parent = spawn(process.execPath, ["--input-type=module", "-e", script], { cwd: folder, stdio: "ignore" });
      const pidIn = (name: string) => Number(readFileSync(join(folder, name), "utf8"));
      await vi.waitFor(() => expect(existsSync(join(folder, "pid")) && pidIn("pid")).toBeGreaterThan(0), { timeout: 20_000, interval: 20 });
      const all = [pidIn("pid"), pidIn("inner")];
      expect(all.map(alive)).toEqual([true, true]);
      parent.kill("SIGKILL");
      await once(parent, "exit");
      await vi.waitFor(() => expect(all.map(alive)).toEqual([false, false]), { timeout: 15_000, interval: 100 });
    },
  );
});

describe("a run", () => {
  it("goes on when a listener throws", async () => {
    const warnings = vi.spyOn(process, "emitWarning").mockReturnValue(undefined);
    const ran = await runFiles(text("return 1;"), {
      onEvent: () => {
        throw new Error("listener");
      },
    });
    expect(ran.status).toBe("succeeded");
    expect(warnings).toHaveBeenCalledWith(expect.stringContaining("listener"), "GlacierWarning");
  });

  it("shows no credential, neither of the environment nor one that looks like one", async () => {
    const ran = await runFiles(
      text(
        `throw new Error("denied for " + process.env.MY_SECRET_KEY + " at https://acct.blob.core.windows.net/c?sig=abc%2Fdef AccountKey=Zm9vYmFy==;");`,
      ),
      {
        env: { ...process.env, MY_SECRET_KEY: "correct horse battery" },
      },
    );
    const all = JSON.stringify([ran.events, ran.run, ran.error]);
    expect(all).toContain("denied for [redacted]");
    expect(all).not.toMatch(/correct horse|abc%2Fdef|Zm9vYmFy/);
  });

  it("may be one of two at once in one folder", async () => {
    const folder = writeFiles({ "pipeline.ts": text("return 1;") });
    const { runIn } = await import("./pipeline-file.ts");
    const [a, b] = await Promise.all([runIn(folder), runIn(folder)]);
    expect([a?.status, b?.status]).toEqual(["succeeded", "succeeded"]);
    expect(a?.run?.runId).not.toBe(b?.run?.runId);
  });
});
