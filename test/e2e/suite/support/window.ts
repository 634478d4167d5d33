// The editor, its files and its look, through VS Code's API.
import { join } from "node:path";
import * as vscode from "vscode";
import { ui } from "./ui.ts";
import { until } from "./until.ts";

/** The URI of a file of the fixture workspace. */
export function fileUri(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error("no workspace folder is open");
  return vscode.Uri.joinPath(folder.uri, path);
}

/** The same, as a path on disk. */
export const filePath = (path: string): string => join(fileUri(".").fsPath, path);

/** Opens a file of the workspace in the first column and puts the keyboard into it. */
export async function openFile(path: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(fileUri(path));
  return vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, preview: false });
}

/** An empty window: no editors, no panel, no notifications; unsaved changes are dropped. */
export async function clearWindow(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    if (!document.isDirty || !vscode.workspace.getWorkspaceFolder(document.uri)) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.files.revert");
  }
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  await vscode.commands.executeCommand("workbench.action.closePanel");
  await vscode.commands.executeCommand("notifications.clearAll");
}

const SIZES = { wide: { width: 1400, height: 900 }, narrow: { width: 900, height: 700 } } as const;
const THEMES = { dark: "Default Dark Modern", light: "Default Light Modern" } as const;

/** Takes `<name>-dark-wide.png` and the three other looks, and leaves the window dark and wide. */
export async function shootEveryLook(name: string): Promise<void> {
  for (const theme of ["light", "dark"] as const) {
    await setTheme(theme);
    for (const size of ["narrow", "wide"] as const) {
      await ui.resize(SIZES[size]);
      await ui.screenshot(`${name}-${theme}-${size}.png`);
    }
  }
}

async function setTheme(theme: keyof typeof THEMES): Promise<void> {
  const kind = { dark: vscode.ColorThemeKind.Dark, light: vscode.ColorThemeKind.Light }[theme];
  await vscode.workspace.getConfiguration("workbench").update("colorTheme", THEMES[theme], vscode.ConfigurationTarget.Global);
  await until(`the ${theme} theme`, () => vscode.window.activeColorTheme.kind === kind);
}
