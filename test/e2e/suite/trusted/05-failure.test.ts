import * as assert from "node:assert/strict";
import { existsSync } from "node:fs";
import * as vscode from "vscode";
import { commands } from "../../../../client/src/ids.ts";
import { codeOf, findingsIn, finishedRun, readyExtension } from "../support/glacier.ts";
import { clickLens, lensTexts } from "../support/lenses.ts";
import { clickInNotification, waitForNotification } from "../support/notifications.ts";
import { until } from "../support/until.ts";
import { clearWindow, filePath, fileUri, openFile, shootEveryLook } from "../support/window.ts";

describe("a task that fails", () => {
  const failure = () => findingsIn(fileUri("failing.ts")).find(({ source }) => source === "glacier run");

  before(readyExtension);
  beforeEach(clearWindow);

  it("is shown at the line that threw, with its message, and skips what depends on it", async () => {
    const run = await finishedRun(() => clickLens("failing.ts", "export const checkOrders", "Run pipeline"));
    assert.equal(run.status, "failed");
    assert.deepEqual(
      run.steps.map(({ name, status }) => `${name} ${status}`),
      ["loadOrders succeeded", "checkAmounts failed", "saveChecked skipped"],
    );
    const finding = await until("the failed task in its file", failure);
    const { document } = await openFile("failing.ts");
    assert.match(document.lineAt(finding.range.start.line).text, /throw new Error/);
    assert.match(finding.message, /0 orders have a negative amount/);
    assert.equal(codeOf(finding), "TASK_FAILED");
    assert.equal(existsSync(filePath("lake/reports/checked.parquet")), false);
  });

  it("is shown in a notification that leads to it, on the lenses, and among the problems", async () => {
    await finishedRun(() => clickLens("failing.ts", "export const checkOrders", "Run pipeline"));
    // At once, so that the editor has lost the keyboard before its lenses have heard of the failure.
    await vscode.commands.executeCommand("workbench.actions.view.problems");
    await waitForNotification("check_orders failed");
    await until("the lenses to say so", async () => saysFailed(await lensTexts()), lensTexts);
    await shootEveryLook("run-failed");
    await clickInNotification("check_orders failed", "Go to error");
    const line = () => vscode.window.activeTextEditor?.selection.active.line;
    await until("the cursor at the error", () => line() === failure()?.range.start.line, line);
  });

  it("says that its file is gone, where it was deleted before anybody went to the error", async () => {
    const copy = fileUri("gone.ts");
    const text = Buffer.from(await vscode.workspace.fs.readFile(fileUri("failing.ts"))).toString();
    await vscode.workspace.fs.writeFile(copy, Buffer.from(text.replace("check_orders", "check_gone")));
    const run = await finishedRun(async () => {
      void vscode.commands.executeCommand(commands.runPipeline, { uri: copy.toString(), pipeline: "check_gone" });
    });
    assert.equal(run.status, "failed");
    await vscode.workspace.fs.delete(copy);
    await clickInNotification("check_gone failed", "Go to error");
    await waitForNotification("gone.ts is not there any more");
  });

  it("is shown where its code is by then, when the file is edited while it runs", async () => {
    const editor = await openFile("failing.ts");
    const { runs } = await readyExtension();
    await finishedRun(async () => {
      void vscode.commands.executeCommand(commands.runPipeline, { uri: fileUri("failing.ts").toString(), pipeline: "check_orders" });
      await until("the run to be under way", () => runs.active().length === 1);
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), "// one line\n// and another\n"));
    });
    const finding = await until("the failed task in its file", failure);
    assert.match(editor.document.lineAt(finding.range.start.line).text, /throw new Error/);
  });

  it("is forgotten when the file is edited", async () => {
    await finishedRun(() => clickLens("failing.ts", "export const checkOrders", "Run pipeline"));
    await until("the failed task in its file", failure);
    const editor = await openFile("failing.ts");
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), "// edited\n"));
    await until("the error to go", () => failure() === undefined);
    await vscode.commands.executeCommand("undo");
  });
});

function saysFailed(lenses: string[]): boolean {
  return lenses.some((lens) => lens.includes("Failed")) && !lenses.some((lens) => /Running|Starting|Waiting/.test(lens));
}
