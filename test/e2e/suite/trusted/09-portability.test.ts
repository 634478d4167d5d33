import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { readyExtension } from "../support/glacier.ts";
import { ui } from "../support/ui.ts";
import { until } from "../support/until.ts";
import { clearWindow, fileUri, openFile } from "../support/window.ts";

const TITLE = "What would it take to run this on another cloud?";

describe("what it would take to run on another cloud", () => {
  before(readyExtension);
  beforeEach(clearWindow);

  it("is offered at a provider, and at nothing else", async () => {
    const { document } = await openFile("clouds/provider.ts");
    const titlesAt = async (offset: number): Promise<string[]> => {
      const at = document.positionAt(offset);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        "vscode.executeCodeActionProvider",
        document.uri,
        new vscode.Range(at, at),
        vscode.CodeActionKind.Refactor.value,
      );
      return actions.map(({ title }) => title);
    };
    assert.ok((await titlesAt(document.getText().indexOf("new Provider") + 2)).includes(TITLE));
    assert.ok(!(await titlesAt(0)).includes(TITLE));
  });

  it("asks which cloud, and shows a page with links", async () => {
    await openFile("clouds/provider.ts");
    // It ends when the page is shown, after the choice below.
    const shown = vscode.commands.executeCommand("glacier.showPortability");
    await ui.click({ selector: ".quick-input-list .monaco-list-row", text: "AWS" });
    await shown;
    await until("the page", () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).some(({ label }) => label.includes("On aws.md")));
    await ui.screenshot("portability.png");
    const uri = vscode.Uri.from({ scheme: "glacier-portability", path: "/On aws.md", query: JSON.stringify({ target: "aws" }) });
    const page = (await vscode.workspace.openTextDocument(uri)).getText();
    assert.match(page, /^# What it would take to run this on AWS$/m);
    assert.ok(page.includes(`${fileUri("clouds/provider.ts").toString()}#L`), page);
  });
});
