// Code lenses as a person finds them: by their words, above the line that they belong to.
import * as vscode from "vscode";
import { ui } from "./ui.ts";
import { until } from "./until.ts";
import { openFile } from "./window.ts";

const LENS = ".codelens-decoration a";

/** Opens the file at the line that contains `text`, and waits until a lens with `title` is painted above it. */
export async function showLens(path: string, text: string, title: string): Promise<void> {
  await findLens(path, text, title);
}

/** What all painted lenses say. */
export const lensTexts = (): Promise<string[]> => ui.texts({ selector: LENS });

/** Clicks the lens with `title` above the line that contains `text`. */
export async function clickLens(path: string, text: string, title: string): Promise<void> {
  const nth = await findLens(path, text, title);
  // By which it is rather than by where it was: what is painted after it may have moved it meanwhile.
  await ui.click({ selector: LENS, text: title, nth });
}

/** @returns which of the lenses with `title` it is */
async function findLens(path: string, text: string, title: string): Promise<number> {
  const editor = await openFile(path);
  const at = editor.document.positionAt(editor.document.getText().indexOf(text));
  editor.selection = new vscode.Selection(at, at);
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenter);
  // Lenses are painted in an editor that has the keyboard.
  await vscode.commands.executeCommand("workbench.action.focusActiveEditorGroup");
  return until(`the lens "${title}" above "${text}"`, () => lensAbove(text, title), lensTexts);
}

async function lensAbove(text: string, title: string): Promise<number | undefined> {
  const line = (await ui.boxes({ selector: ".monaco-editor .view-line", text })).find((box) => box !== null);
  if (!line) return undefined;
  const lenses = await ui.boxes({ selector: LENS, text: title });
  const which = lenses.findIndex((lens) => lens && Math.abs(lens.y + lens.height - line.y) < line.height);
  return which < 0 ? undefined : which;
}
