import * as vscode from "vscode";
import { commands, internal, languages } from "../ids.ts";
import { statusLook } from "../language/status-text.ts";
import type { Feature } from "../services.ts";

const SEVERITIES = {
  information: vscode.LanguageStatusSeverity.Information,
  warning: vscode.LanguageStatusSeverity.Warning,
  error: vscode.LanguageStatusSeverity.Error,
} as const;

const ACTIONS = {
  showLogs: { title: "Show logs", command: commands.showLogs },
  restart: { title: "Restart", command: commands.restartServer },
} as const;

/** The language status item: whether the server is reading, ready or gone. */
export const status: Feature = {
  name: "the status item",
  start({ context, server }) {
    const item = vscode.languages.createLanguageStatusItem(
      internal.statusItem,
      languages.map((language) => ({ language })),
    );
    item.name = "Glacier";
    const show = (): void => {
      const look = statusLook(server.status);
      item.text = look.text;
      item.detail = look.detail;
      item.severity = SEVERITIES[look.severity];
      item.busy = look.busy;
      item.command = { ...ACTIONS[look.action] };
    };
    show();
    context.subscriptions.push(item, server.onDidChangeStatus(show));
  },
};
