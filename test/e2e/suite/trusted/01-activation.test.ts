import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { ui } from "../support/ui.ts";

describe("activation", () => {
  it("shows the window", async () => {
    await ui.screenshot("first.png");
    assert.ok(vscode.workspace.workspaceFolders?.length);
  });
});
