// Code lenses as a person finds them: by the words above a line. They are painted only in a focused editor.
import * as vscode from "vscode";
import { ui } from "./ui.ts";
import { until } from "./until.ts";
import { openFile } from "./window.ts";

const LENS = ".codelens-decoration a";

/** Opens the file at the line that contains `text`, and waits until a lens with `title` is painted. */
export async function showLens(path: string, text: string, title: string): Promise<void> {
  const editor = await openFile(path);
  const at = editor.document.positionAt(editor.document.getText().indexOf(text));
  editor.selection = new vscode.Selection(at, at);
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenter);
  await ui.click({ selector: ".editor-instance .monaco-editor .view-line", text: "import" }).catch(() => undefined); // scrolled away: the focus is there already
  await until(`the lens "${title}" in ${path}`, async () => (await lensTexts()).some((lens) => lens.includes(title)), lensTexts);
}

/** What all painted lenses say. */
export const lensTexts = (): Promise<string[]> => ui.texts({ selector: LENS });

/** Clicks the lens with `title` that belongs to the declaration that contains `text`. */
export async function clickLens(path: string, text: string, title: string): Promise<void> {
  await showLens(path, text, title);
  await ui.click({ selector: LENS, text: title });
}
