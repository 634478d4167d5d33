import type { Diagnostic } from "@glacier/server";

/** What was looked at, and what was found there. */
export interface CheckResult {
  cwd: string;
  /** How many source files there are in the paths. */
  files: number;
  diagnostics: readonly Diagnostic[];
  textOf(file: string): string | undefined;
}
