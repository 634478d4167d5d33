import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { readyExtension } from "../support/glacier.ts";
import { ui } from "../support/ui.ts";
import { until } from "../support/until.ts";
import { clearWindow, shootEveryLook } from "../support/window.ts";

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
    const shown = (await rows()).join("\n");
    for (const name of ["lake", "sales", "orders", "totals"]) assert.match(shown, new RegExp(`\\b${name}\\b`));
  });

  it("shows folders and objects of a local bucket", async () => {
    await ui.click({ selector: ROW, text: "orders.csv" });
    await ui.press("ArrowRight");
    await until("the objects of the bucket", async () => (await rows()).some((row) => row.includes("archive")), rows);
    await shootEveryLook("explorer");
  });

  it("opens an object", async () => {
    await ui.click({ selector: ROW, filter: ".label-description", text: /^orders\.csv/.source });
    const shown = () => vscode.window.activeTextEditor?.document;
    const document = await until("the object in an editor", () => shown()?.uri.scheme === "glacier-object" && shown());
    assert.match(document.getText(), /^order,region,amount\n1,north,120\n/);
    assert.equal(vscode.window.activeTextEditor?.document.uri.path.endsWith("orders.csv"), true);
  });
});
