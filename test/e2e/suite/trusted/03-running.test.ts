import * as assert from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import * as vscode from "vscode";
import { finishedRun, readyExtension } from "../support/glacier.ts";
import { clickLens, lensTexts, showLens } from "../support/lenses.ts";
import { waitForNotification } from "../support/notifications.ts";
import { query } from "../support/parquet.ts";
import { ui } from "../support/ui.ts";
import { until } from "../support/until.ts";
import { clearWindow, filePath, openFile, shootEveryLook } from "../support/window.ts";

describe("running a pipeline in a workspace without node_modules", () => {
  const report = () => filePath("lake/reports/by-region.parquet");

  before(readyExtension);
  beforeEach(() => rmSync(filePath("lake/reports"), { recursive: true, force: true }));
  beforeEach(clearWindow);

  it("offers Run and Graph above a pipeline, and Run above each of its tasks", async () => {
    await showLens("sales.ts", "export const salesByRegion", "Run pipeline");
    const lenses = await lensTexts();
    for (const title of ["Run pipeline", "Graph", "Run task", "Run with upstream"]) {
      assert.ok(
        lenses.some((lens) => lens.includes(title)),
        `${title} among ${lenses.join(" | ")}`,
      );
    }
    await shootEveryLook("lenses");
  });

  it("writes real Parquet through the core that the extension brings along", async () => {
    assert.equal(existsSync(filePath("node_modules")), false);
    const run = await finishedRun(() => clickLens("sales.ts", "export const salesByRegion", "Run pipeline"));
    assert.equal(run.status, "succeeded", JSON.stringify(run, null, 1));
    assert.deepEqual(
      run.steps.map(({ name, status }) => `${name} ${status}`),
      ["loadOrders succeeded", "sumByRegion succeeded", "saveReport succeeded"],
    );
    assert.deepEqual(await query(`SELECT region, amount::INTEGER AS amount, orders::INTEGER AS orders FROM '${report()}'`), [
      { region: "north", amount: 160, orders: 2 },
      { region: "south", amount: 100, orders: 2 },
      { region: "west", amount: 20, orders: 2 },
    ]);
  });

  it("says how it went: in a notification, on the lens and in the output", async () => {
    await finishedRun(() => clickLens("sales.ts", "export const salesByRegion", "Run pipeline"));
    await until("the lens to say so", async () => (await lensTexts()).some((lens) => lens.startsWith("✓")), lensTexts);
    await vscode.commands.executeCommand("glacier.showRunOutput");
    await ui.waitFor({ selector: ".panel .view-line", text: "writing the report" });
    await waitForNotification("sales_by_region succeeded");
    await shootEveryLook("run-succeeded");
  });

  it("runs what the editor shows: saves first what is not saved yet", async () => {
    const { runs } = await readyExtension();
    const printed: string[] = [];
    const listener = runs.onNews((news) => news.type === "output" && printed.push(news.text));
    const editor = await openFile("sales.ts");
    const before = editor.document.getText();
    try {
      await replaceAll(editor, before.replace("writing the report", "writing what was typed last"));
      assert.equal(editor.document.isDirty, true);
      await finishedRun(() => clickLens("sales.ts", "export const salesByRegion", "Run pipeline"));
      assert.equal(editor.document.isDirty, false);
      assert.match(printed.join(""), /writing what was typed last/);
    } finally {
      listener.dispose();
      await replaceAll(editor, before);
      await editor.document.save();
    }
  });

  it("runs one task with everything it needs", async () => {
    const run = await finishedRun(() => clickLens("sales.ts", "const saveReport", "Run with upstream"));
    assert.equal(run.status, "succeeded", JSON.stringify(run, null, 1));
    assert.equal(existsSync(report()), true);
  });

  it("runs one task alone", async () => {
    const run = await finishedRun(() => clickLens("sales.ts", "const loadOrders", "Run task"));
    assert.equal(run.status, "succeeded", JSON.stringify(run, null, 1));
    assert.deepEqual(
      run.steps.filter(({ status }) => status === "succeeded").map(({ name }) => name),
      ["loadOrders"],
    );
    assert.equal(existsSync(report()), false);
  });
});

async function replaceAll(editor: vscode.TextEditor, text: string): Promise<void> {
  const { document } = editor;
  const whole = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
  assert.ok(await editor.edit((builder) => builder.replace(whole, text)));
}
