import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { codeOf, findingsIn, readyExtension } from "../support/glacier.ts";
import { ui } from "../support/ui.ts";
import { until } from "../support/until.ts";
import { clearWindow, fileUri, openFile, shootEveryLook } from "../support/window.ts";

const RULE = "config-cloud-mismatch";

describe("findings", () => {
  const uri = () => fileUri("clouds/buckets.ts");
  const mismatch = () => findingsIn(uri()).find((finding) => codeOf(finding) === RULE);

  before(readyExtension);
  beforeEach(clearWindow);

  it("reports a config of the wrong cloud where it is written, and leads to the provider in another file", async () => {
    const editor = await openFile("clouds/buckets.ts");
    const finding = await until("the finding", mismatch, () => vscode.languages.getDiagnostics(uri()));
    assert.equal(editor.document.getText(finding.range), "new S3Config({ versioning: true })");
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Error);
    const related = finding.relatedInformation?.map(({ location }) => location.uri.toString()) ?? [];
    assert.ok(related.includes(fileUri("clouds/provider.ts").toString()), `related: ${related.join(", ")}`);
    assert.equal(findingsIn(uri()).length, 1);
  });

  it("says nothing about files that are fine", async () => {
    for (const path of ["sales.ts", "slow.ts", "failing.ts", "clouds/pipeline.ts", "clouds/provider.ts"]) {
      await openFile(path);
      assert.deepEqual(
        findingsIn(fileUri(path)).filter((finding) => finding.severity <= vscode.DiagnosticSeverity.Warning),
        [],
        path,
      );
    }
  });

  it("underlines it and lists it among the problems", async () => {
    await openFile("clouds/buckets.ts");
    await until("the finding", mismatch);
    await ui.waitFor({ selector: ".monaco-editor .squiggly-error" });
    await vscode.commands.executeCommand("workbench.actions.view.problems");
    await ui.waitFor({ selector: ".markers-panel .monaco-list-row", text: RULE });
    await shootEveryLook("finding");
  });

  it("takes a quick fix from the menu, and the finding is gone", async () => {
    const editor = await openFile("clouds/buckets.ts");
    const finding = await until("the finding", mismatch);
    const before = editor.document.getText();
    editor.selection = new vscode.Selection(finding.range.start, finding.range.start);
    await vscode.commands.executeCommand("editor.action.quickFix");
    await ui.waitFor({ selector: ".action-widget .monaco-list-row", text: "BlobConfig" });
    await ui.screenshot("quick-fix.png");
    await ui.click({ selector: ".action-widget .monaco-list-row.action", text: "BlobConfig" });
    await until("the edit", () => editor.document.getText() !== before);
    await until(
      "the finding to go",
      () => mismatch() === undefined,
      () => findingsIn(uri()),
    );
    assert.match(editor.document.getText(), /new BlobConfig\(\{ versioning: true \}\)/);
    await vscode.commands.executeCommand("undo");
    await until("the finding to come back", mismatch);
  });

  it("follows edits in the other file", async () => {
    const editor = await openFile("clouds/provider.ts");
    await until("the finding", mismatch);
    const text = editor.document.getText();
    const whole = new vscode.Range(editor.document.positionAt(0), editor.document.positionAt(text.length));
    const onAws = text
      .replace("AzureConfig }", "AwsConfig }")
      .replace(/new AzureConfig\(\{.*?\}\)/, 'new AwsConfig({ region: "eu-central-1" })');
    await editor.edit((edit) => edit.replace(whole, onAws));
    await until(
      "the finding to go",
      () => mismatch() === undefined,
      () => findingsIn(uri()),
    );
    await vscode.commands.executeCommand("undo");
    await until("the finding to come back", mismatch);
  });
});
