import * as vscode from "vscode";
import { internal } from "../ids.ts";
import { locatedErrors } from "../runs/run-report.ts";
import type { RunState } from "../runs/run-state.ts";
import type { Feature } from "../services.ts";

/** A failed task at its line, until the next run of its pipeline or an edit of that file. */
export const runDiagnostics: Feature = {
  name: "errors of runs",
  start({ context, runs, log }) {
    const collection = vscode.languages.createDiagnosticCollection(internal.runDiagnostics);
    /** The files that the last run of a pipeline marked, by the pipeline. */
    const marked = new Map<string, vscode.Uri[]>();
    const unmark = (run: RunState): void => {
      for (const uri of marked.get(keyOf(run)) ?? []) collection.delete(uri);
      marked.delete(keyOf(run));
    };
    const mark = async (run: RunState): Promise<void> => {
      const byFile = await diagnosticsOf(run);
      for (const { uri, diagnostics } of byFile) collection.set(uri, [...(collection.get(uri) ?? []), ...diagnostics]);
      marked.set(
        keyOf(run),
        byFile.map(({ uri }) => uri),
      );
    };
    context.subscriptions.push(
      collection,
      runs.onNews((news) => {
        if (news.type === "started") unmark(news.run);
        else if (news.type === "finished" && news.run.status === "failed") {
          mark(news.run).catch((error: unknown) => log.error("The failed task could not be shown in its file.", String(error)));
        }
      }),
      vscode.workspace.onDidChangeTextDocument((change) => {
        if (change.contentChanges.length > 0) collection.delete(change.document.uri);
      }),
    );
  },
};

const keyOf = (run: RunState): string => `${run.target.uri}\n${run.target.pipeline}`;

async function diagnosticsOf(run: RunState): Promise<{ uri: vscode.Uri; diagnostics: vscode.Diagnostic[] }[]> {
  const byFile = new Map<string, vscode.Diagnostic[]>();
  for (const { step, error } of locatedErrors(run)) {
    if (!error.location) continue;
    const { file, line, column } = error.location;
    const hint = error.hint ? `\n${error.hint}` : "";
    const range = await restOfLine(vscode.Uri.file(file), line - 1, column - 1);
    const diagnostic = new vscode.Diagnostic(
      range,
      `${step === undefined ? "" : `${step} failed: `}${error.message}${hint}`,
      vscode.DiagnosticSeverity.Error,
    );
    diagnostic.source = "glacier run";
    diagnostic.code = error.code;
    byFile.set(file, [...(byFile.get(file) ?? []), diagnostic]);
  }
  return [...byFile].map(([file, diagnostics]) => ({ uri: vscode.Uri.file(file), diagnostics }));
}

/** From the place of the error to the end of its line: a stack trace knows no end. */
async function restOfLine(uri: vscode.Uri, line: number, character: number): Promise<vscode.Range> {
  const document = await vscode.workspace.openTextDocument(uri).then(
    (opened) => opened,
    // The file is gone by now; the line is still worth showing.
    () => undefined,
  );
  const end = document && line < document.lineCount ? document.lineAt(line).range.end.character : character + 1;
  return new vscode.Range(line, character, line, Math.max(end, character + 1));
}
