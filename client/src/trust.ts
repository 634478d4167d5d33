import * as vscode from "vscode";

/** Whether the workspace is trusted; if not, says why it has to be, with a way to trust it. */
export async function requireTrust(reason: string): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  void askForTrust(reason);
  return false;
}

async function askForTrust(reason: string): Promise<void> {
  const manage = "Manage workspace trust";
  const answer = await vscode.window.showWarningMessage(`Glacier is in Restricted Mode. ${reason} It needs a trusted workspace.`, manage);
  if (answer === manage) await vscode.commands.executeCommand("workbench.trust.manage");
}
