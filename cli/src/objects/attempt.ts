import type { CommandContext } from "../context.ts";
import { printProblem } from "../print-problem.ts";

/** Does something that may fail for reasons that are not the program's. Prints why, and gives false. */
export async function attempt(context: CommandContext, action: () => Promise<void>): Promise<boolean> {
  const { GlacierError } = await import("@glacier/core/resources");
  try {
    await action();
    return true;
  } catch (error) {
    if (!(error instanceof GlacierError)) throw error;
    printProblem(context, error.toJSON());
    return false;
  }
}

/** The error code of what failed; undefined for what is no error of Glacier's. */
export async function codeOf(error: unknown): Promise<string | undefined> {
  const { GlacierError } = await import("@glacier/core/resources");
  return error instanceof GlacierError ? error.code : undefined;
}
