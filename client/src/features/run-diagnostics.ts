import * as vscode from "vscode";
import { internal } from "../ids.ts";
import { RunMarks } from "../runs/run-marks.ts";
import { locatedErrors } from "../runs/run-report.ts";
import type { RunState } from "../runs/run-state.ts";
import type { Feature } from "../services.ts";

/** A failed task at its line, until the next run of its pipeline or an edit of that file. */
export const runDiagnostics: Feature = {
  name: "errors of runs",
  start({ context, runs, log }) {
    const collection = vscode.languages.createDiagnosticCollection(internal.runDiagnostics);
    const marked = new RunMarks<Mark>();
    const show = (uri: string): void => {
      const diagnostics = marked.in(uri).map(({ diagnostic }) => diagnostic);
      collection.set(vscode.Uri.parse(uri), diagnostics);
    };
    const replace = (run: RunState, marks: readonly Mark[]): void => {
      for (const uri of marked.replace(keyOf(run), marks)) show(uri);
    };
    const forget = (edited: vscode.Uri): void => {
      if (!collection.has(edited)) return;
      marked.forget(edited.toString());
      show(edited.toString());
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
  uri: string;
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
      return { uri: uri.toString(), diagnostic };
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
