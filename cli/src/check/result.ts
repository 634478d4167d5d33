import type { Diagnostic } from "@glacier/server";

/** Something found: by a rule, which has a page, or by the parser. */
export type Finding = Pick<Diagnostic, "file" | "range" | "code" | "severity" | "message" | "related" | "fixes"> &
  Partial<Pick<Diagnostic, "docs">>;

/** What was looked at, and what was found there. */
export interface CheckResult {
  cwd: string;
  /** How many source files there are in the paths. */
  files: number;
  diagnostics: readonly Finding[];
  textOf(file: string): string | undefined;
}
