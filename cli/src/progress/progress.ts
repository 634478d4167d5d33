import type { RunEvent, RunFileResult } from "@glacier/core/runner";

/** Shows a run while it runs. */
export interface Progress {
  event(event: RunEvent): void;
  /** What the pipeline's own code prints. */
  output(stream: "stdout" | "stderr", text: string): void;
  /** Something to tell the one who waits. */
  note(text: string): void;
  end(result: RunFileResult): void;
}
