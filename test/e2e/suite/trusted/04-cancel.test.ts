import * as assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { commands } from "../../../../client/src/ids.ts";
import { finishedRun, readyExtension } from "../support/glacier.ts";
import { clickLens } from "../support/lenses.ts";
import { clickInNotification, waitForNotification } from "../support/notifications.ts";
import { query } from "../support/parquet.ts";
import { ui } from "../support/ui.ts";
import { until } from "../support/until.ts";
import { clearWindow, filePath, fileUri, shootEveryLook } from "../support/window.ts";

describe("cancelling a run", () => {
  const parts = () => filePath("lake/endless/parts");
  const written = () => (existsSync(parts()) ? readdirSync(parts()).filter(isPart).length : 0);
  const pid = () => Number(readFileSync(filePath("slow.pid"), "utf8"));

  before(readyExtension);
  beforeEach(() => {
    for (const path of ["slow.pid", "slow.pause", "never.txt", "lake/endless"]) rmSync(filePath(path), { recursive: true, force: true });
  });
  beforeEach(clearWindow);

  it("shows progress while it runs, ends its process, and leaves nothing half-written", async () => {
    const run = await finishedRun(async () => {
      await clickLens("slow.ts", "export const endless", "Run pipeline");
      await until("three parts to be written", () => written() >= 3);
      await waitForNotification("Running endless");
      await ui.waitFor({ selector: ".codelens-decoration a", text: "0 of 2 steps" });
      // Pictures take long on a machine that writes with all its cores, and every part is read again below.
      writeFileSync(filePath("slow.pause"), "");
      await shootEveryLook("running");
      const before = written();
      rmSync(filePath("slow.pause"));
      await until("it to write on", () => written() > before);
      await ui.click({ selector: ".codelens-decoration a", text: "Cancel" });
    });
    assert.equal(run.status, "cancelled", JSON.stringify(run, null, 1));
    await until("the run's process to end", () => !isAlive(pid()));
    assert.equal(existsSync(filePath("never.txt")), false);
    const left = readdirSync(filePath("lake/endless"), { recursive: true, encoding: "utf8" }).filter((path) => path !== "parts");
    assert.deepEqual(
      left.filter((path) => !isPart(path)),
      [],
      "only whole parts are left",
    );
    for (const part of left) {
      const [row] = await query(`SELECT count(*)::INTEGER AS rows FROM '${join(filePath("lake/endless"), part)}'`);
      assert.equal(row?.rows, 200_000, part);
    }
  });

  it("is offered while it runs; a second run of the same pipeline is asked about first", async () => {
    const { runs } = await readyExtension();
    const target = { uri: fileUri("slow.ts").toString(), pipeline: "endless" };
    const run = await finishedRun(async () => {
      void vscode.commands.executeCommand(commands.runPipeline, target);
      await until("the run to be under way", () => existsSync(filePath("slow.pid")));
      void vscode.commands.executeCommand(commands.runPipeline, target);
      await waitForNotification("endless is running already");
      await ui.screenshot("run-twice.png");
      assert.equal(runs.active().length, 1);
      await vscode.commands.executeCommand("notifications.clearAll");
      await vscode.commands.executeCommand(commands.cancelRun);
    });
    assert.equal(run.status, "cancelled");
    assert.equal(runs.runs.at(-1), run);
  });

  it("can be asked for in the notification", async () => {
    const run = await finishedRun(async () => {
      await clickLens("slow.ts", "export const endless", "Run pipeline");
      await until("the run to be under way", () => existsSync(filePath("slow.pid")));
      await clickInNotification("Running endless", "Cancel");
    });
    assert.equal(run.status, "cancelled");
    await until("the run's process to end", () => !isAlive(pid()));
  });
});

const isPart = (path: string): boolean => path.endsWith(".parquet");

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}
