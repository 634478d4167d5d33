import * as assert from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import * as vscode from "vscode";
import { codeOf, findingsIn, readyExtension } from "../support/glacier.ts";
import { clickLens } from "../support/lenses.ts";
import { clickInNotification, waitForNotification } from "../support/notifications.ts";
import { ui } from "../support/ui.ts";
import { until } from "../support/until.ts";
import { clearWindow, filePath, fileUri, openFile, shootEveryLook } from "../support/window.ts";

describe("in Restricted Mode", () => {
  before(readyExtension);
  beforeEach(clearWindow);

  it("is what this window is in", () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it("still reports what is wrong", async () => {
    await openFile("clouds/buckets.ts");
    const finding = await until("the finding", () => findingsIn(fileUri("clouds/buckets.ts"))[0]);
    assert.equal(codeOf(finding), "config-cloud-mismatch");
  });

  it("refuses to run, says why, and offers to manage trust", async () => {
    rmSync(filePath("lake/reports"), { recursive: true, force: true });
    await clickLens("sales.ts", "export const salesByRegion", "Run pipeline");
    await waitForNotification("Restricted Mode");
    await shootEveryLook("restricted-run");
    const { runs } = await readyExtension();
    assert.deepEqual(runs.runs, []);
    assert.equal(existsSync(filePath("lake/reports")), false);
    await clickInNotification("Restricted Mode", "Manage workspace trust");
    await ui.waitFor({ selector: ".workspace-trust-editor" });
  });

  it("shows providers and buckets, and says that browsing needs trust", async () => {
    await vscode.commands.executeCommand("glacier.explorer.focus");
    const row = '[id="workbench.view.extension.glacier"] .monaco-list-row';
    await ui.click({ selector: row, text: "raw" });
    await ui.press("ArrowRight");
    await ui.waitFor({ selector: row, text: "trusted workspace" });
    await ui.screenshot("restricted-explorer.png");
  });

  it("draws the graph", async () => {
    await clickLens("sales.ts", "export const salesByRegion", "Graph");
    await ui.waitFor({ selector: ".card", text: "sumByRegion", inWebview: true });
    assert.equal(await ui.count({ selector: ".run-action", inWebview: true }), 0);
    await ui.screenshot("restricted-graph.png");
  });
});
