import type { Range } from "@glacier/server/protocol";
import * as vscode from "vscode";

/** A range of the protocol as the editor's. */
export function toRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** Opens a document at a range, in the column that shows it already if there is one. */
export async function openAt(uri: vscode.Uri, range: Range, options: vscode.TextDocumentShowOptions = {}): Promise<vscode.TextEditor> {
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri.toString());
  const column = shown?.viewColumn;
  const selection = toRange(range);
  return vscode.window.showTextDocument(uri, {
    ...(column === undefined ? {} : { viewColumn: column }),
    ...options,
    // The name, not the whole declaration: a selection of forty lines hides what was meant.
    selection: new vscode.Range(selection.start, selection.start),
  });
}
