import { resolve } from "node:path";
import type { Message } from "esbuild";
import { PipelineError } from "../errors.ts";
import type { SourceLocation } from "../pipeline/events.ts";

/** A file of the user's that cannot be read, parsed or resolved. */
export class SourceError extends PipelineError {
  readonly location: SourceLocation | undefined;

  constructor(messages: readonly Message[]) {
    const [first, ...more] = messages;
    const others = more.length === 0 ? "" : ` (and ${more.length} more ${more.length === 1 ? "error" : "errors"})`;
    super(`The file cannot be loaded: ${first?.text ?? "esbuild gave no reason"}${others}`, { hint: first?.notes[0]?.text });
    this.location = first?.location ? locationOf(first.location) : undefined;
  }
}

/** esbuild counts columns in bytes, from 0. */
function locationOf({ file, line, column, lineText }: NonNullable<Message["location"]>): SourceLocation {
  const before = Buffer.from(lineText).subarray(0, column).toString();
  return { file: resolve(file), line, column: before.length + 1 };
}
