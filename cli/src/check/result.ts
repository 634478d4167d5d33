import type { Diagnostic } from "@glacier/server";

/** What was looked at, and what was found there. */
export interface CheckResult {
  cwd: string;
  /** How many source files there are in the paths. */
  files: number;
  /** What is reported. */
  diagnostics: readonly Diagnostic[];
  textOf(file: string): string | undefined;
  /** Where findings of before are hidden. */
  baseline?: BaselineOutcome;
}

export interface BaselineOutcome {
  /** Findings that stand in it. */
  hidden: readonly Diagnostic[];
  /** How many of its entries are findings no more. */
  gone: number;
}
