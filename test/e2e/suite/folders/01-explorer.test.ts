import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { readyExtension } from "../support/glacier.ts";
import { ui } from "../support/ui.ts";
import { until } from "../support/until.ts";

const ROW = '[id="workbench.view.extension.glacier"] .monaco-list-row';

describe("two folders whose providers have one name and one relative path", () => {
  const rows = () => ui.texts({ selector: ROW });

  before(async () => {
    await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder("east"), "pipeline.ts"));
    await readyExtension();
    await vscode.commands.executeCommand("glacier.explorer.focus");
  });

  it("are shown as two, told apart by where they are declared", async () => {
    await until("both providers", async () => (await rows()).length === 4, rows);
    assert.deepEqual(
      (await rows()).filter((row) => row.startsWith("lake")),
      ["lakethis machine · east/pipeline.ts", "lakethis machine · west/pipeline.ts"],
    );
  });

  for (const [index, name] of ["east", "west"].entries()) {
    it(`have each its own data: ${name}`, async () => {
      // Each row says it twice: the bucket's name, and where it lies.
      await ui.click({ selector: `${ROW} >> text=/^raw$/ >> nth=${2 * index}` });
      await ui.press("ArrowRight");
      await ui.click({ selector: ROW, text: `${name}.csv` });
      const shown = () => vscode.window.activeTextEditor?.document;
      const isShown = () => shown()?.uri.scheme === "glacier-object" && shown()?.uri.path.endsWith(`/${name}.csv`) && shown();
      const document = await until("the object in an editor", isShown, rows);
      assert.equal(document.getText(), `order,region\n1,${name}\n`);
      await ui.screenshot(`folders-${name}.png`);
    });
  }
});

function folder(name: string): vscode.Uri {
  const found = vscode.workspace.workspaceFolders?.find((candidate) => candidate.name === name);
  assert.ok(found, `a workspace folder ${name}`);
  return found.uri;
}
