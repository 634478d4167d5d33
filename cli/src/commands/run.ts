import { type RunEvent, type RunFileResult, type RunSettings, runFile } from "@glacier/core/runner";
import { Command, InvalidArgumentError } from "commander";
import type { CommandContext, CommandFactory } from "../context.ts";
import { printProblem } from "../print-problem.ts";
import { JsonProgress } from "../progress/json.ts";
import { LiveProgress } from "../progress/live.ts";
import { PlainProgress } from "../progress/plain.ts";
import type { Progress } from "../progress/progress.ts";

interface RunFlags extends RunSettings {
  json?: boolean;
  local?: string;
}

/** `glacier run FILE` */
export const runCommand: CommandFactory = (context, done) => {
  const command = new Command("run")
    .description("run a pipeline of a file, in a process of its own")
    .argument("<file>", "the TypeScript or JavaScript file")
    .option("--pipeline <name>", "the pipeline (default: the only exported one, else the default export)")
    .option("--task <name>", "run this step only; what it takes from others comes from the last run")
    .option("--upstream", "with --task: also run what it needs")
    .option("--downstream", "with --task: also run what needs it")
    .option("--resume <run>", "take up a run again: what finished from the same code and inputs is not run again")
    .option("--concurrency <n>", "how many steps may run at once (default: no limit)", wholeNumber)
    .option("--json", "print the run's events, one JSON object a line; what the pipeline prints goes to standard error")
    .option("--local <dir>", "run on this folder, whatever cloud the providers name");
  return command.action(async (file: string, flags: RunFlags) => {
    if ((flags.upstream || flags.downstream) && flags.task === undefined) {
      command.error(`error: --${flags.upstream ? "upstream" : "downstream"} needs --task`);
    }
    done(await run(context, file, flags));
  });
};

async function run(context: CommandContext, file: string, { local, json, ...flags }: RunFlags): Promise<0 | 1 | 2> {
  const progress = progressFor(context, file, json === true);
  const cancel = new AbortController();
  const release = context.onInterrupt(() => {
    // The child dies with this process.
    if (cancel.signal.aborted) context.exit(130);
    cancel.abort();
    progress.note("Cancelling. Press Ctrl-C again to kill it.");
  });
  try {
    const result = await runFile({
      ...flags,
      file,
      cwd: context.cwd,
      env: context.env,
      localDir: local,
      signal: cancel.signal,
      onEvent: (event: RunEvent) => progress.event(event),
      onOutput: (stream, text) => progress.output(stream, text),
    });
    progress.end(result);
    if (showsProblem(result)) printProblem(context, result.error, result.choices);
    return result.exitCode;
  } finally {
    release();
  }
}

/** Steps that failed have told their errors; what is left is what no step could tell. */
function showsProblem(result: RunFileResult): result is RunFileResult & { error: NonNullable<RunFileResult["error"]> } {
  const told = result.run?.steps.some(({ error }) => error !== undefined) === true;
  return result.error !== undefined && result.status !== "succeeded" && !told;
}

function progressFor(context: CommandContext, file: string, json: boolean): Progress {
  if (json) return new JsonProgress(context);
  const { stdout, env } = context;
  return stdout.isTTY === true && env.TERM !== "dumb" && env.CI === undefined
    ? new LiveProgress(context, file)
    : new PlainProgress(context);
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("It must be a whole number from 1.");
  return Number(text);
}
