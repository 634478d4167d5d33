import * as vscode from "vscode";
import { codeOf, findingsIn, readyExtension } from "../support/glacier.ts";
import { ui } from "../support/ui.ts";
import { until } from "../support/until.ts";
import { clearWindow, fileUri } from "../support/window.ts";

const PROBLEM = ".markers-panel .monaco-list-row";

// What the README shows: a finding with the places that it follows from, lenses above a pipeline, and its graph.
describe("the picture of the editor", () => {
  before(readyExtension);
  before(clearWindow);

  it("is taken", async () => {
    await ui.resize({ width: 1280, height: 900 });
    const look = vscode.workspace.getConfiguration("editor");
    await look.update("fontSize", 13, vscode.ConfigurationTarget.Global);
    await look.update("wordWrap", "on", vscode.ConfigurationTarget.Global);
    await look.update("scrollBeyondLastLine", false, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand("workbench.action.closeSidebar");
    await vscode.commands.executeCommand("workbench.actions.view.problems");
    await ui.waitFor({ selector: ".markers-panel" });
    await vscode.commands.executeCommand("workbench.action.focusActiveEditorGroup");
    // The editors', at the cost of the panel.
    for (let step = 0; step < 2; step++) await vscode.commands.executeCommand("workbench.action.increaseViewHeight");
    await vscode.commands.executeCommand("vscode.setEditorLayout", {
      orientation: 0,
      groups: [{ groups: [{ size: 0.47 }, { size: 0.53 }], size: 0.62 }, { size: 0.38 }],
    });
    await open("buckets.ts", vscode.ViewColumn.One, 0);
    await until("the finding", () => findingsIn(fileUri("buckets.ts")).some((finding) => codeOf(finding) === "config-cloud-mismatch"));
    await open("pipeline.ts", vscode.ViewColumn.Two);
    await vscode.commands.executeCommand("glacier.showGraph");
    await ui.waitFor({ selector: ".card", text: "sumByRegion", inWebview: true });
    await vscode.commands.executeCommand("workbench.actions.view.problems");
    await ui.click({ selector: PROBLEM, text: "config-cloud-mismatch", position: { x: 140, y: 10 } });
    await ui.waitFor({ selector: PROBLEM, text: "The Azure provider is created here" });
    await vscode.commands.executeCommand("workbench.action.focusSecondEditorGroup");
    await until("the lenses above the end of the file", async () => {
      await open("pipeline.ts", vscode.ViewColumn.Two);
      return (await ui.count({ selector: ".codelens-decoration a", text: "Run pipeline" })) > 0;
    });
    await ui.screenshot("editor.png");
  });
});

/** Opens a file at a line, by default its last. */
async function open(path: string, viewColumn: vscode.ViewColumn, line?: number): Promise<void> {
  const document = await vscode.workspace.openTextDocument(fileUri(path));
  const editor = await vscode.window.showTextDocument(document, { viewColumn, preview: false });
  const at = new vscode.Position(line ?? document.lineCount - 1, 0);
  editor.selection = new vscode.Selection(at, at);
  editor.revealRange(new vscode.Range(at, at));
}
