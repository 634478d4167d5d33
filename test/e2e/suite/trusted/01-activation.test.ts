import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { commands } from "../../../../client/src/ids.ts";
import { EXTENSION_ID, readyExtension } from "../support/glacier.ts";
import { openFile } from "../support/window.ts";

describe("activation", () => {
  it("happens by itself when a TypeScript file is opened", async () => {
    await openFile("sales.ts");
    const { failed } = await readyExtension();
    assert.deepEqual(failed, []);
    assert.equal(vscode.extensions.getExtension(EXTENSION_ID)?.isActive, true);
  });

  it("registers every command of the manifest", async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = Object.values(commands).filter((command) => !registered.has(command));
    assert.deepEqual(missing, []);
  });
});
