import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { codeOf, findingsIn, readyExtension } from "../support/glacier.ts";
import { ui } from "../support/ui.ts";
import { until } from "../support/until.ts";
import { clearWindow, fileUri, openFile } from "../support/window.ts";

describe("the language server", () => {
  before(readyExtension);
  beforeEach(clearWindow);

  it("is restarted by its command, and finds what it found before", async () => {
    await openFile("clouds/buckets.ts");
    const mismatch = () => findingsIn(fileUri("clouds/buckets.ts")).some((finding) => codeOf(finding) === "config-cloud-mismatch");
    await until("the finding", mismatch);
    const { server } = await readyExtension();
    const states: string[] = [];
    const listener = server.onDidChangeStatus(({ state }) => states.push(state));
    await vscode.commands.executeCommand("glacier.restartServer");
    await until(
      "the server to be ready again",
      () => states.includes("ready"),
      () => states,
    );
    listener.dispose();
    assert.ok(states.includes("stopped") || states.includes("starting"), states.join(", "));
    await until("the finding, again", mismatch);
    assert.equal(findingsIn(fileUri("clouds/buckets.ts")).length, 1);
  });

  it("is started by the graph page's “Try again” when it is down", async () => {
    const { server } = await readyExtension();
    await openFile("sales.ts");
    await vscode.commands.executeCommand("glacier.showGraph");
    await ui.waitFor({ selector: ".card", text: "loadOrders", inWebview: true });
    await server.stop();
    await ui.waitFor({ selector: ".notice", text: "The language server is not running.", inWebview: true });
    // What was drawn is still worth reading.
    assert.ok((await ui.count({ selector: ".card", inWebview: true })) > 0);
    await ui.screenshot("graph-server-down.png");
    await ui.click({ selector: ".notice button", text: "Try again", inWebview: true });
    await until(
      "the server to be ready again",
      () => server.status.state === "ready",
      () => server.status,
    );
    await ui.waitFor({ selector: ".notice", state: "hidden", inWebview: true });
  });

  it("shows what it does in the Glacier output channel", async () => {
    await vscode.commands.executeCommand("glacier.showLogs");
    await ui.waitFor({ selector: ".panel .view-line", text: "is active" });
    await ui.screenshot("logs.png");
  });
});
