import type { Command } from "commander";

/** What a command sees of the world, so that tests can stand in for it. */
export interface CommandContext {
  cwd: string;
  env: NodeJS.ProcessEnv;
  stdout: TextSink;
  stderr: TextSink;
  /** Writes bytes as they are to standard output; settled when they are on their way, so that a slow reader slows the writer down. */
  writeBytes(bytes: Uint8Array): Promise<void>;
  /** Asks the person at the terminal; absent where nobody is there. */
  ask?: ((question: string) => Promise<string>) | undefined;
  /** Calls back on each Ctrl-C (SIGINT) or SIGTERM. Returns the end of it. */
  onInterrupt(callback: () => void): () => void;
  /** How the process ends where standard output takes no more, as on a full disk. Default: 1. */
  exitCodeWhenUnwritable?: 1 | 2;
  /** Leaves at once, for the second Ctrl-C. */
  exit(code: number): never;
}

/** The part of a stream that commands write to. */
export interface TextSink {
  write(text: string): unknown;
  /** Whether a person looks at it. */
  isTTY?: boolean;
  /** Its width in characters; absent where it has none. */
  columns?: number;
  /** Its height in lines; absent where it has none. */
  rows?: number;
}

/** Makes one subcommand. The command reports its exit code instead of leaving. */
export type CommandFactory = (context: CommandContext, done: (exitCode: 0 | 1 | 2) => void) => Command;

/** The real process. */
export function processContext(): CommandContext {
  // `glacier run ... | head` closes the pipe: that ends the command, and is no crash of it. Nor is a full disk behind `>`.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === undefined) throw error;
    if (error.code !== "EPIPE") process.stderr.write(`The output cannot be written (${error.code}).\n`);
    process.exit(error.code === "EPIPE" ? 1 : (context.exitCodeWhenUnwritable ?? 1));
  });
  // Nobody reads what a pipeline prints beside its result: that is no reason to end the run.
  process.stderr.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  const context: CommandContext = {
    cwd: process.cwd(),
    env: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    writeBytes: (bytes) =>
      new Promise((resolve, reject) => {
        process.stdout.write(bytes, (error) => (error ? reject(error) : resolve()));
      }),
    ask: process.stdin.isTTY && process.stderr.isTTY ? ask : undefined,
    onInterrupt(callback) {
      process.on("SIGINT", callback).on("SIGTERM", callback);
      return () => process.off("SIGINT", callback).off("SIGTERM", callback);
    },
    exit: (code) => process.exit(code),
  };
  return context;
}

async function ask(question: string): Promise<string> {
  const { createInterface } = await import("node:readline/promises");
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  // It takes Ctrl-C for itself.
  lines.once("SIGINT", () => process.exit(130));
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}
