import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { readyExtension } from "../support/glacier.ts";
import { ui } from "../support/ui.ts";
import { until } from "../support/until.ts";
import { clearWindow, fileUri, openFile, shootEveryLook } from "../support/window.ts";

const TITLE = "What would it take to run this on another cloud?";

describe("what it would take to run on another cloud", () => {
  before(readyExtension);
  beforeEach(clearWindow);

  it("is offered at a provider, and at nothing else", async () => {
    const { document } = await openFile("clouds/provider.ts");
    const isOfferedAt = async (offset: number): Promise<boolean | undefined> => {
      const at = document.positionAt(offset);
      const kind = vscode.CodeActionKind.Refactor.value;
      const question = ["vscode.executeCodeActionProvider", document.uri, new vscode.Range(at, at), kind] as const;
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(...question).then(undefined, (error: Error) => {
        // The editor takes its question back when one more extension starts that has an answer.
        if (error.name !== "Canceled") throw error;
      });
      return actions?.some(({ title }) => title === TITLE);
    };
    await until("the action at the provider", () => isOfferedAt(document.getText().indexOf("new Provider") + 2));
    const elsewhere = await until("an answer", async () => {
      const isOffered = await isOfferedAt(0);
      return isOffered === undefined ? undefined : { isOffered };
    });
    assert.equal(elsewhere.isOffered, false);
  });

  it("asks which cloud, and shows a page that leads to the places", async () => {
    await openFile("clouds/provider.ts");
    // It ends when the page is there, after the choice below.
    const shown = vscode.commands.executeCommand("glacier.showPortability");
    await ui.click({ selector: ".quick-input-list .monaco-list-row", text: "AWS" });
    await shown;
    await ui.waitFor({ selector: "h1", text: "What it would take to run this on AWS", inWebview: true });
    await shootEveryLook("portability");
    await ui.click({ selector: "a", text: "clouds/provider.ts:6", inWebview: true });
    const place = () => ({
      file: vscode.window.activeTextEditor?.document.uri.toString(),
      line: vscode.window.activeTextEditor?.selection.active.line,
    });
    await until("the place", () => place().file === fileUri("clouds/provider.ts").toString() && place().line === 5, place);
  });

  it("applies the preferred fixes, and says what is left", async () => {
    const before = (await openFile("clouds/buckets.ts")).document.getText();
    void vscode.commands.executeCommand("glacier.showPortability");
    await ui.click({ selector: ".quick-input-list .monaco-list-row", text: "Google Cloud" });
    await ui.click({ selector: "button", text: "Apply Preferred Fixes", inWebview: true });
    await until("the summary after it", async () =>
      (await ui.texts({ selector: ".summary", inWebview: true })).some((text) => text.includes("nothing else stands in the way")),
    );
    const { document } = await openFile("clouds/buckets.ts");
    assert.notEqual(document.getText(), before);
    await vscode.commands.executeCommand("undo");
    await until("the text from before", () => document.getText() === before);
  });
});
