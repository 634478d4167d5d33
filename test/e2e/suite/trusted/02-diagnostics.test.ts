import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { codeOf, findingsIn, readyExtension } from "../support/glacier.ts";
import { ui } from "../support/ui.ts";
import { until } from "../support/until.ts";
import { clearWindow, fileUri, openFile, shootEveryLook } from "../support/window.ts";

const RULE = "config-cloud-mismatch";

describe("findings", () => {
  const uri = () => fileUri("clouds/buckets.ts");
  const mismatch = () => findingsIn(uri()).find((finding) => codeOf(finding) === RULE && finding.message.startsWith("S3Config"));

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

  it("shows findings of every kind, and mends what is safe at once", async () => {
    const mistakes = fileUri("clouds/mistakes.ts");
    await vscode.workspace.fs.writeFile(mistakes, Buffer.from(MISTAKES));
    try {
      const editor = await openFile("clouds/mistakes.ts");
      const codes = () => findingsIn(mistakes).map(codeOf).toSorted();
      const expected = ["bucket-name", "config-value", "format-extension", "unawaited-io", "unnamed-task", "unused-task"];
      await until("the findings", () => expected.every((code) => codes().includes(code)), codes);
      assert.deepEqual(codes(), expected);
      await vscode.commands.executeCommand("workbench.actions.view.problems");
      await ui.waitFor({ selector: ".markers-panel .monaco-list-row", text: "unnamed-task" });
      await shootEveryLook("findings");
      await vscode.window.showTextDocument(editor.document);
      // TypeScript has fixes of its own, and of two the editor asks which.
      await vscode.commands.executeCommand("editor.action.codeAction", { kind: "source.fixAll.glacier", apply: "first" });
      await until("the fixes", () => editor.document.getText() !== MISTAKES);
      // Whether the path or the format is wrong is for somebody to say.
      const left = () => codes().filter((code) => code !== "unused-task");
      await until("the mended findings to go", () => left().join() === "format-extension", left);
      await vscode.commands.executeCommand("undo");
      await until("the text from before, in one step", () => editor.document.getText() === MISTAKES);
    } finally {
      await clearWindow();
      await vscode.workspace.fs.delete(mistakes);
    }
  });
});

const MISTAKES = `import { type Bucket, Provider, pipeline, task } from "@glacier/core";
import { GcpConfig, GcsConfig } from "@glacier/core/config";

const provider = new Provider({ config: new GcpConfig({ project: "sales" }) });
const raw = provider.bucket("Raw_Orders", {
  path: "2026/orders.csv", // what the till writes
  format: "parquet",
  config: new GcsConfig({ storageClass: "COLDLIN" }),
});

const load = task(async (from: Bucket) => {
  from.scan();
  return from.stat();
});
const spare = task(function spare() {
  return 1;
});

export const orders = pipeline({ name: "orders" }, () => {
  load(raw);
});
`;
