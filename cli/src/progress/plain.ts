import type { RunEvent } from "@glacier/core/runner";
import type { CommandContext } from "../context.ts";
import { eventLines } from "./event-lines.ts";
import type { Progress } from "./progress.ts";

/** A line for each thing that happened, for pipes, logs and simple terminals. */
export class PlainProgress implements Progress {
  private readonly context: CommandContext;
  /** Whether what the pipeline printed last did not end its line. */
  private midLine = false;

  constructor(context: CommandContext) {
    this.context = context;
  }

  event(event: RunEvent): void {
    for (const { verb, text } of eventLines(event, this.context.cwd)) this.line(`${verb.padEnd(9)} ${text}`);
  }

  output(stream: "stdout" | "stderr", text: string): void {
    this.context[stream].write(text);
    if (stream === "stdout" && text !== "") this.midLine = !text.endsWith("\n");
  }

  note(text: string): void {
    this.context.stderr.write(`${text}\n`);
  }

  end(): void {
    if (this.midLine) this.context.stdout.write("\n");
  }

  private line(text: string): void {
    this.context.stdout.write(`${this.midLine ? "\n" : ""}${text}\n`);
    this.midLine = false;
  }
}
