import type { Diagnostic } from "../analysis/diagnostic.ts";
import { digest } from "../digest.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** A file's diagnostics under an id that is the same whenever they are. */
export interface DiagnosticReport {
  resultId: string;
  diagnostics: readonly Diagnostic[];
}

/** The reports of the workspace's files, kept until an edit reaches them: asking again costs nothing. */
export class DiagnosticReports {
  readonly #workspace: Pick<Workspace, "diagnose">;
  readonly #reports = new Map<string, DiagnosticReport>();

  constructor(workspace: Pick<Workspace, "diagnose">) {
    this.#workspace = workspace;
  }

  of(file: string): DiagnosticReport {
    const known = this.#reports.get(file);
    if (known !== undefined) return known;
    const diagnostics = this.#workspace.diagnose(file);
    const report = { resultId: identify(diagnostics), diagnostics };
    this.#reports.set(file, report);
    return report;
  }

  forget(files: Iterable<string>): void {
    for (const file of files) this.#reports.delete(file);
  }

  forgetFolder(folder: string): void {
    for (const file of this.#reports.keys()) if (file.startsWith(`${folder}/`)) this.#reports.delete(file);
  }

  forgetAll(): void {
    this.#reports.clear();
  }
}

/** The id of a report without diagnostics. */
export const nothingFound = "0";

/** From what a reader sees. Fixes are left out: they follow from the rest, and computing them here would cost a keystroke. */
function identify(diagnostics: readonly Diagnostic[]): string {
  if (diagnostics.length === 0) return nothingFound;
  const seen = diagnostics.map(({ range, code, severity, message, docs, related, unnecessary }) => [
    range,
    code,
    severity,
    message,
    docs,
    related,
    unnecessary,
  ]);
  return digest(JSON.stringify(seen));
}
