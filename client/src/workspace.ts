import * as path from "node:path";
import * as vscode from "vscode";

/** The folder in which a file's pipeline runs: its workspace folder, else its own. Relative paths of a pipeline start there. */
export function folderOf(uri: vscode.Uri): string {
  return vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? path.dirname(uri.fsPath);
}
