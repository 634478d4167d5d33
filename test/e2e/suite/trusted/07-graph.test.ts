import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { readyExtension } from "../support/glacier.ts";
import { clickLens } from "../support/lenses.ts";
import { ui } from "../support/ui.ts";
import { until } from "../support/until.ts";
import { clearWindow, fileUri, openFile, shootEveryLook } from "../support/window.ts";

const CARD = ".card";

describe("the pipeline graph", () => {
  /** Where the cursor is: the file, and the text of the line. */
  const place = () => {
    const editor = vscode.window.activeTextEditor;
    return editor && `${editor.document.uri.path.split("/").pop()}: ${editor.document.lineAt(editor.selection.active.line).text}`;
  };
  const cards = () => ui.texts({ selector: `${CARD} .name`, inWebview: true });
  const transform = () => ui.attribute({ selector: ".world", name: "style", inWebview: true });

  before(async () => {
    await readyExtension();
    await clickLens("sales.ts", "export const salesByRegion", "Graph");
    await ui.waitFor({ selector: CARD, text: "loadOrders", inWebview: true });
  });
  after(clearWindow);

  it("draws the steps and the buckets of the file's pipeline", async () => {
    const names = await until(
      "all nodes",
      async () => {
        const drawn = await cards();
        return drawn.length >= 5 ? drawn : undefined;
      },
      cards,
    );
    for (const name of ["loadOrders", "sumByRegion", "saveReport", "raw_orders.csv", "reports_by-region.parquet"])
      assert.ok(names.includes(name), `${name} among ${names}`);
    await shootEveryLook("graph");
  });

  it("is laid out in a worker, so that the page answers meanwhile", async () => {
    assert.deepEqual(
      (await ui.workers()).filter((name) => name === "glacier-layout"),
      ["glacier-layout"],
    );
  });

  it("goes to the code of a node that is clicked", async () => {
    await ui.click({ selector: CARD, text: "sumByRegion", inWebview: true });
    await until("the task's code", () => place()?.startsWith("sales.ts: ") && /sumByRegion/.test(place() ?? ""), place);
  });

  it("is walked with the keyboard alone", async () => {
    await openFile("sales.ts");
    await vscode.commands.executeCommand("workbench.action.focusSecondEditorGroup");
    const focused = async (label: string) => (await ui.count({ selector: `${CARD}[aria-label^="${label}"]:focus`, inWebview: true })) === 1;
    // There is nothing below the report: pressing once too often changes nothing.
    await until("the last node to have the keyboard", async () => {
      await ui.press("ArrowDown");
      return focused("bucket reports_by-region.parquet");
    });
    await ui.press("ArrowUp");
    await until("the step above it", () => focused("step saveReport"));
    await ui.screenshot("graph-keyboard.png");
    await ui.press("Enter");
    await until("its code", () => place()?.startsWith("sales.ts:   saveReport(sumByRegion(loadOrders"), place);
  });

  it("follows an edit and keeps the zoom", async () => {
    await ui.wheel({ selector: ".stage", deltaY: -80, key: "Control", inWebview: true });
    const zoomed = await transform();
    const editor = await openFile("sales.ts");
    const text = editor.document.getText();
    const at = editor.document.positionAt(text.indexOf("export const salesByRegion"));
    await editor.edit((edit) => {
      edit.insert(
        at,
        "const auditReport = task(function auditReport(result: pl.LazyDataFrame) {\n  return result.select(pl.len());\n});\n\n",
      );
      const call = editor.document.positionAt(text.indexOf("  saveReport(sumByRegion"));
      edit.insert(call, "  auditReport(loadOrders(orders));\n");
    });
    await until("the new node", async () => (await cards()).includes("auditReport"), cards);
    assert.equal(scaleOf(await transform()), scaleOf(zoomed));
    await ui.screenshot("graph-edited.png");
    await vscode.commands.executeCommand("undo");
    await until("the node to go", async () => !(await cards()).includes("auditReport"), cards);
    assert.equal(editor.document.uri.toString(), fileUri("sales.ts").toString());
  });
});

function scaleOf(style: string | null): string {
  const scale = /scale\(([\d.]+)\)/.exec(style ?? "")?.[1];
  assert.ok(scale, `a scale in "${style}"`);
  return scale;
}
