import * as assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import * as vscode from "vscode";
import { readyExtension } from "../support/glacier.ts";
import { waitForNotification } from "../support/notifications.ts";
import { ui } from "../support/ui.ts";
import { until } from "../support/until.ts";
import { clearWindow, filePath, shootEveryLook } from "../support/window.ts";

const ROW = '[id="workbench.view.extension.glacier"] .monaco-list-row';

describe("the Glacier view", () => {
  const rows = () => ui.texts({ selector: ROW });

  before(async () => {
    await readyExtension();
    await vscode.commands.executeCommand("glacier.explorer.focus");
  });
  after(async () => {
    await clearWindow();
    await vscode.commands.executeCommand("workbench.view.explorer");
  });

  it("shows the providers of the source and their buckets", async () => {
    await ui.waitFor({ selector: ROW, text: "raw" });
    const names = ["lake", "raw_orders.csv", "reports_by-region.parquet", "sales", "orders_2026_", "totals_by-region.parquet"];
    const shown = await rows();
    for (const name of names) {
      assert.ok(
        shown.some((row) => row.startsWith(name)),
        `${name} among ${shown.join(" | ")}`,
      );
    }
  });

  it("shows folders and objects of a local bucket", async () => {
    await ui.click({ selector: ROW, text: "raw_orders.csv" });
    await ui.press("ArrowRight");
    await until("the objects of the bucket", async () => (await rows()).some((row) => row.startsWith("orders.csv84 B · ")), rows);
    await shootEveryLook("explorer");
  });

  it("says so of an object that is too large for an editor", async () => {
    writeFileSync(filePath("lake/raw/large.bin"), Buffer.alloc(21 * 1024 * 1024));
    try {
      await vscode.commands.executeCommand("glacier.explorer.refresh");
      await ui.click({ selector: ROW, text: "large.bin" });
      await waitForNotification("large.bin is 21 MB");
      assert.notEqual(vscode.window.tabGroups.activeTabGroup.activeTab?.label, "large.bin");
      await ui.screenshot("explorer-large.png");
    } finally {
      rmSync(filePath("lake/raw/large.bin"));
      await vscode.commands.executeCommand("notifications.clearAll");
      await vscode.commands.executeCommand("glacier.explorer.refresh");
    }
  });

  it("opens an object", async () => {
    await ui.click({ selector: ROW, text: "orders.csv84 B" });
    const shown = () => vscode.window.activeTextEditor?.document;
    const document = await until("the object in an editor", () => shown()?.uri.scheme === "glacier-object" && shown(), rows);
    assert.match(document.getText(), /^order,region,amount\n1,north,120\n/);
    assert.match(document.uri.path, /orders\.csv$/);
    await ui.screenshot("explorer-object.png");
  });
});
