// Code lenses as a person finds them: by their words, above the line that they belong to.
import * as vscode from "vscode";
import { type Box, ui } from "./ui.ts";
import { until } from "./until.ts";
import { openFile } from "./window.ts";

const LENS = ".codelens-decoration a";

/** Opens the file at the line that contains `text`, and waits until a lens with `title` is painted above it. */
export async function showLens(path: string, text: string, title: string): Promise<Box> {
  const editor = await openFile(path);
  const at = editor.document.positionAt(editor.document.getText().indexOf(text));
  editor.selection = new vscode.Selection(at, at);
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenter);
  // Lenses are painted in an editor that has the keyboard.
  await vscode.commands.executeCommand("workbench.action.focusActiveEditorGroup");
  return until(`the lens "${title}" above "${text}"`, () => lensAbove(text, title), lensTexts);
}

/** What all painted lenses say. */
export const lensTexts = (): Promise<string[]> => ui.texts({ selector: LENS });

/** Clicks the lens with `title` above the line that contains `text`. */
export async function clickLens(path: string, text: string, title: string): Promise<void> {
  const { x, y, width, height } = await showLens(path, text, title);
  await ui.clickAt({ x: x + width / 2, y: y + height / 2 });
}

async function lensAbove(text: string, title: string): Promise<Box | undefined> {
  const [line] = await painted(".monaco-editor .view-line", text);
  if (!line) return undefined;
  return (await painted(LENS, title)).find(({ y, height }) => Math.abs(y + height - line.y) < line.height);
}

async function painted(selector: string, text: string): Promise<Box[]> {
  return (await ui.boxes({ selector, text })).filter((box) => box !== null);
}
