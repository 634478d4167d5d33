import type { GlacierError } from "@glacier/core/resources";
import type { CommandContext } from "../context.ts";
import { printProblem } from "../print-problem.ts";
import { visible } from "../terminal.ts";

/** Does something that may fail for reasons that are not the program's. Prints why, and gives false. */
export async function attempt(context: CommandContext, action: () => Promise<void>): Promise<boolean> {
  const { GlacierError } = await import("@glacier/core/resources");
  try {
    await action();
    return true;
  } catch (error) {
    if (!(error instanceof GlacierError)) throw error;
    printProblem(context, shown(error));
    return false;
  }
}

/** An error as it may be printed: a key in its text may hold anything, line breaks too. Only the problems of a config are several lines. */
export function shown(error: GlacierError): ReturnType<GlacierError["toJSON"]> {
  const json = error.toJSON();
  const message = json.message
    .split(json.code === "CONFIG_INVALID" ? "\n" : /(?!)/)
    .map(visible)
    .join("\n");
  return { ...json, message, hint: json.hint === undefined ? undefined : visible(json.hint) };
}

/** The error code of what failed; undefined for what is no error of Glacier's. */
export async function codeOf(error: unknown): Promise<string | undefined> {
  const { GlacierError } = await import("@glacier/core/resources");
  return error instanceof GlacierError ? error.code : undefined;
}
