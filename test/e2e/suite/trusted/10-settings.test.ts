import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { codeOf, findingsIn, readyExtension } from "../support/glacier.ts";
import { ui } from "../support/ui.ts";
import { until } from "../support/until.ts";
import { clearWindow, fileUri, openFile, shootEveryLook } from "../support/window.ts";

const RULE = "config-cloud-mismatch";

describe("glacier.config.json", () => {
  const settings = () => fileUri("glacier.config.json");
  const buckets = () => fileUri("clouds/buckets.ts");
  const severity = () => findingsIn(buckets()).find((finding) => codeOf(finding) === RULE)?.severity;
  const write = (text: string) => vscode.workspace.fs.writeFile(settings(), Buffer.from(text));

  before(readyExtension);
  beforeEach(clearWindow);
  afterEach(async () => {
    await clearWindow();
    await vscode.workspace.fs.delete(settings());
    await until("the severity without settings", () => severity() === vscode.DiagnosticSeverity.Error, severity);
  });

  it("sets how loudly a rule speaks as soon as it is written, and what is left out", async () => {
    await openFile("clouds/buckets.ts");
    await write(`{ "rules": { "${RULE}": "warning" } }`);
    await until("the other severity", () => severity() === vscode.DiagnosticSeverity.Warning, severity);
    await write('{ "exclude": ["clouds"] }');
    await until("the finding to go", () => severity() === undefined, severity);
  });

  it("says what is wrong with it where it is typed, and offers rules and levels", async () => {
    await write(`{\n  "rules": {\n    "config-cloud-mismach": "warning",\n    "${RULE}": "loud"\n  }\n}\n`);
    const { document } = await openFile("glacier.config.json");
    const findings = () => findingsIn(settings()).map(({ range }) => document.getText(range));
    await until(
      "the findings",
      () => findings().some((text) => text.includes("mismach")) && findings().some((text) => text.includes("loud")),
      findings,
    );
    await ui.waitFor({ selector: ".monaco-editor .squiggly-error" });
    await shootEveryLook("settings");
    const at = document.positionAt(document.getText().indexOf('"loud"') + 1);
    const labels = await until("the levels", async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>("vscode.executeCompletionItemProvider", settings(), at);
      const found = list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
      return found.some((label) => label.includes("hint")) && found;
    });
    for (const level of ["off", "hint", "info", "warning", "error"]) assert.ok(labels.includes(`"${level}"`), labels.join(", "));
  });
});
