import type { Diagnostic, Effect, PortabilityReport } from "@glacier/server";

/** What was looked at, and what was found there. */
export interface CheckResult {
  cwd: string;
  /** How many source files there are in the paths. */
  files: number;
  /** What is reported; where a move to another cloud was asked about, what it would come to there. */
  diagnostics: readonly Reported[];
  textOf(file: string): string | undefined;
  /** The same as people may see it, without the secrets. */
  shownTextOf(file: string): string | undefined;
  /** Whether a text that a fix would write holds one of those. */
  holdsSecret(text: string): boolean;
  /** Where findings of before are hidden. */
  baseline?: BaselineOutcome;
  /** Where a move to another cloud was asked about. */
  move?: Omit<PortabilityReport, "findings">;
}

export type Reported = Diagnostic & { effect?: Effect };

export interface BaselineOutcome {
  /** Findings that stand in it. */
  hidden: readonly Diagnostic[];
  /** How many of its entries are findings no more. */
  gone: number;
}
