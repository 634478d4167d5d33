import type { RunEvent, RunFileResult } from "@glacier/core/runner";
import type { CommandContext } from "../context.ts";
import type { Progress } from "./progress.ts";

/** Events as JSON lines, for programs. Standard output holds nothing else. */
export class JsonProgress implements Progress {
  private readonly context: CommandContext;

  constructor(context: CommandContext) {
    this.context = context;
  }

  event(event: RunEvent): void {
    this.line(event);
  }

  output(_: "stdout" | "stderr", text: string): void {
    this.context.stderr.write(text);
  }

  note(text: string): void {
    this.context.stderr.write(`${text}\n`);
  }

  /** A run that never started has no events; its error is the only line then. */
  end({ run, error, choices }: RunFileResult): void {
    if (!run && error) this.line({ type: "error", at: new Date().toISOString(), error, choices });
  }

  private line(value: object): void {
    this.context.stdout.write(`${JSON.stringify(value)}\n`);
  }
}
