import type { TextSink } from "../context.ts";

/** Whether to write in colour: as somebody says it, else to a terminal, unless `NO_COLOR` is set to anything but an empty text (no-color.org). */
export function wantsColour(sink: TextSink, env: NodeJS.ProcessEnv, asked?: boolean): boolean {
  return asked ?? ((sink.isTTY ?? false) && !env.NO_COLOR && env.TERM !== "dumb");
}
