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
    /** What the last run of each pipeline has marked: several may mark the same file. */
    const marked = new Map<string, readonly Mark[]>();
    const show = (uri: vscode.Uri): void => {
      const here = [...marked.values()].flat().filter((mark) => mark.uri.toString() === uri.toString());
      const diagnostics = here.map(({ diagnostic }) => diagnostic);
      collection.set(uri, diagnostics);
    };
    const replace = (run: RunState, marks: readonly Mark[]): void => {
      const before = marked.get(keyOf(run)) ?? [];
      marked.set(keyOf(run), marks);
      for (const { uri } of [...before, ...marks]) show(uri);
    };
    const forget = (edited: vscode.Uri): void => {
      if (!collection.has(edited)) return;
      for (const [key, marks] of marked) {
        const left = marks.filter(({ uri }) => uri.toString() !== edited.toString());
        marked.set(key, left);
      }
      show(edited);
    };
    context.subscriptions.push(
      collection,
      runs.onNews((news) => {
        if (news.type === "started") replace(news.run, []);
        else if (news.type === "finished" && news.run.status === "failed") {
          marksOf(news.run).then(
            (marks) => replace(news.run, marks),
            (error: unknown) => log.error("The failed task could not be shown in its file.", String(error)),
          );
        }
      }),
      vscode.workspace.onDidChangeTextDocument((change) => {
        if (change.contentChanges.length > 0) forget(change.document.uri);
      }),
    );
  },
};

const keyOf = (run: RunState): string => `${run.target.uri}\n${run.target.pipeline}`;

interface Mark {
  uri: vscode.Uri;
  diagnostic: vscode.Diagnostic;
}

function marksOf(run: RunState): Promise<Mark[]> {
  return Promise.all(
    locatedErrors(run).map(async ({ step, error, location: { file, line, column } }) => {
      const uri = vscode.Uri.file(file);
      const hint = error.hint ? `\n${error.hint}` : "";
      const message = `${step === undefined ? "" : `${step} failed: `}${error.message}${hint}`;
      const diagnostic = new vscode.Diagnostic(await restOfLine(uri, line - 1, column - 1), message, vscode.DiagnosticSeverity.Error);
      diagnostic.source = "glacier run";
      diagnostic.code = error.code;
      return { uri, diagnostic };
    }),
  );
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
