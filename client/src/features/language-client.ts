import * as vscode from "vscode";
import { commands } from "../ids.ts";
import type { Feature } from "../services.ts";

/** Diagnostics, quick fixes and whatever else the language server offers. */
export const languageClient: Feature = {
  name: "the language server",
  async start({ context, server }) {
    context.subscriptions.push(vscode.commands.registerCommand(commands.restartServer, () => server.restart()));
    await server.start();
  },
};
