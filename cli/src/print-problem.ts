import { relative } from "node:path";
import type { StepError } from "@glacier/core/runner";
import type { CommandContext } from "./context.ts";
import { plain } from "./terminal.ts";

/** What of an error is for people to read. */
export type Problem = Pick<StepError, "code" | "message"> & Partial<Pick<StepError, "hint" | "location">>;

/** Prints an error as `CODE: message`, the place it comes from, and what can be done about it. */
export function printProblem({ stderr, cwd }: CommandContext, error: Problem, choices?: readonly string[]): void {
  stderr.write(`${describe(error, cwd)}\n`);
  if (choices?.length) stderr.write(`  there is: ${choices.map(plain).join(", ")}\n`);
}

/** The lines of an error, without colour. */
export function describe(error: Problem, cwd: string): string {
  const lines = [`${error.code}: ${plain(error.message)}`];
  if (error.location) lines.push(`  at ${plain(place(error.location, cwd))}`);
  if (error.hint) lines.push(`  ${plain(error.hint)}`);
  return lines.join("\n");
}

function place({ file, line, column }: NonNullable<StepError["location"]>, cwd: string): string {
  const near = relative(cwd, file);
  return `${near.startsWith("..") ? file : near}:${line}:${column}`;
}
