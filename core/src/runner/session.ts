import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { ErrorCode } from "../errors.ts";
import type { RunEvent, StepError } from "../pipeline/events.ts";
import { childEntry, coreRootFor } from "./core-root.ts";
import { deathOf } from "./death.ts";
import type { RunnerOptions } from "./index.ts";
import { OutputOrder } from "./output-order.ts";
import {
  type ChildMessage,
  messageDescriptor,
  type ParentMessage,
  type Printed,
  protocolVersion,
  type RunnerProblem,
  type RunnerRequest,
  type RunReport,
} from "./protocol.ts";
import { RunTracker } from "./run-tracker.ts";
import { isSourceFile } from "./source-file.ts";

/** Milliseconds that a child has between being asked to stop and being killed with everything it started. */
export const cancelGraceMs = 5_000;

/** Milliseconds that a child has to leave by itself once it has answered, for what its `exit` handlers and last prints need. */
const leaveGraceMs = 2_000;

/** The request without what every session adds to it. */
type Wish = RunnerRequest extends infer R ? (R extends RunnerRequest ? Omit<R, "file" | "scratch" | "localDir"> : never) : never;
type Answer<K extends RunnerRequest["kind"]> = Extract<ChildMessage, { type: K }> | Failure;
interface Failure {
  type: "problem";
  problem: RunnerProblem;
  /** The run as far as it came, when the process died under it. */
  run?: RunReport;
}

/** Starts a child, asks it one thing, and sees to its end: nothing it started and no file of the runner's is left behind. Never rejects. */
export async function openSession<W extends Wish>(
  options: RunnerOptions,
  wish: W,
  onEvent?: (event: RunEvent) => void,
): Promise<Answer<W["kind"]>> {
  const cwd = resolve(options.cwd ?? process.cwd());
  const file = resolve(cwd, options.file);
  const missing = problemWithFile(file, options.file);
  if (missing) return { type: "problem", problem: missing };
  if (options.signal?.aborted) return failure("CANCELLED", "Cancelled before it started.");
  let root: string;
  try {
    root = coreRootFor(file, options.coreRoot);
  } catch (error) {
    return failure("PIPELINE_INVALID", error instanceof Error ? error.message : String(error));
  }

  const scratch = mkdtempSync(join(tmpdir(), "glacier-"));
  try {
    // The kinds agree: what is added to a wish is what it was stripped of.
    const request = {
      ...wish,
      file,
      scratch,
      localDir: options.localDir === undefined ? undefined : resolve(cwd, options.localDir),
    } as unknown as RunnerRequest;
    const answer = await converse(options, { cwd, entry: childEntry(root), request }, new RunTracker(onEvent));
    return answer as Answer<W["kind"]>;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

interface Start {
  cwd: string;
  entry: string;
  request: RunnerRequest;
}

function converse(options: RunnerOptions, { cwd, entry, request }: Start, tracker: RunTracker): Promise<ChildMessage | Failure> {
  const { promise, resolve: settle } = Promise.withResolvers<ChildMessage | Failure>();
  const posix = process.platform !== "win32";
  // A process group of its own on POSIX, so that a kill reaches what user code started, and Ctrl-C in a terminal reaches the parent alone.
  const child = spawn(options.execPath ?? process.execPath, ["--enable-source-maps", entry], {
    cwd,
    env: { ...(options.env ?? process.env), ELECTRON_RUN_AS_NODE: "1" },
    stdio: ["ignore", "pipe", "pipe", "pipe", "ipc"],
    detached: posix,
    windowsHide: true,
  });

  let answer: Exclude<ChildMessage, { type: "event" | "exiting" }> | undefined;
  let exiting: Extract<ChildMessage, { type: "exiting" }> | undefined;
  let stderrTail = "";
  let killTimer: NodeJS.Timeout | undefined;
  const kill = () => killTree(child, posix);
  const killAfter = (ms: number) => {
    clearTimeout(killTimer);
    killTimer = setTimeout(kill, ms);
  };
  const cancel = () => {
    tell(child, { type: "cancel" });
    killAfter(cancelGraceMs);
  };
  // A parent that leaves takes its child with it, even one that spins and reads no message.
  process.once("exit", kill);
  options.signal?.addEventListener("abort", cancel, { once: true });

  const order = new OutputOrder((stream, text) => {
    if (stream === "stderr") stderrTail = (stderrTail + text).slice(-4_000);
    options.onOutput?.(stream, text);
  });
  child.stdout?.on("data", (bytes: Buffer) => order.output("stdout", bytes));
  child.stderr?.on("data", (bytes: Buffer) => order.output("stderr", bytes));
  readLines(child.stdio[messageDescriptor] as NodeJS.ReadableStream, (line) => {
    const message = parseMessage(line);
    order.message({ printed: message?.printed, tell: () => (message ? takeMessage(message) : options.onOutput?.("stderr", `${line}\n`)) });
  });
  const takeMessage = (message: ChildMessage): void => {
    if (message.type === "event") tracker.take(message.event);
    else if (message.type === "exiting") exiting = message;
    else {
      answer = message;
      killAfter(leaveGraceMs);
    }
  };

  let spawnError: Error | undefined;
  child.once("error", (error) => {
    spawnError = error;
    if (child.pid === undefined) finish(null, null);
  });
  // What user code left running keeps the pipes open: it ends with the child, and then `close` comes.
  child.once("exit", kill);
  child.once("close", finish);
  tell(child, { type: "request", protocol: protocolVersion, request });
  return promise;

  function finish(code: number | null, signal: NodeJS.Signals | null): void {
    order.end();
    clearTimeout(killTimer);
    process.removeListener("exit", kill);
    options.signal?.removeEventListener("abort", cancel);
    if (answer) {
      // A process that gave up in the middle of a run leaves steps open.
      settle(answer.type === "problem" ? { ...answer, run: tracker.close("failed", answer.problem.error) } : answer);
      return;
    }
    const cancelled = options.signal?.aborted === true && exiting === undefined;
    const { hasStarted, running } = tracker;
    const error = deathOf({ code, signal, exiting, spawnError, stderrTail, cancelled, hasStarted, running });
    const run = tracker.close(cancelled ? "cancelled" : "failed", error);
    settle({ type: "problem", problem: { kind: "failure", error }, run });
  }
}

function tell(child: ChildProcess, message: ParentMessage): void {
  // A child that is gone answers with its exit; the failed send says nothing more.
  if (child.connected) child.send(message, () => undefined);
}

function killTree(child: ChildProcess, posix: boolean): void {
  if (child.pid === undefined) return;
  if (!posix) {
    // `taskkill /T` is what Windows has for a process and its descendants.
    if (child.exitCode === null)
      spawn("taskkill", ["/pid", String(child.pid), "/T", "/F"], { stdio: "ignore", windowsHide: true }).on("error", () => child.kill());
    return;
  }
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    // ESRCH: nobody of the group is left. EPERM: macOS says so of a group that consists of zombies.
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}

function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") onLine(line);
  });
}

function parseMessage(line: string): (ChildMessage & { printed?: Printed }) | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && "type" in value ? (value as ChildMessage & { printed?: Printed }) : undefined;
  } catch {
    // User code may write to the descriptor too; its text is shown as its output.
    return undefined;
  }
}

function problemWithFile(file: string, asGiven: string): RunnerProblem | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isFile() && isSourceFile(file)) return undefined;
  const hint = "Name a TypeScript or JavaScript file that exports a pipeline.";
  if (stat?.isFile())
    return { kind: "usage", error: plainError("PIPELINE_INVALID", `'${asGiven}' is no TypeScript or JavaScript file.`, hint) };
  const message = stat ? `'${asGiven}' is a folder, not a pipeline file.` : `There is no file '${asGiven}'.`;
  return { kind: "usage", error: plainError("NOT_FOUND", message, hint) };
}

function failure(code: ErrorCode, message: string): Failure {
  return { type: "problem", problem: { kind: "failure", error: plainError(code, message) } };
}

function plainError(code: ErrorCode, message: string, hint?: string): StepError {
  return { name: "GlacierError", code, message, hint, retryable: false };
}
