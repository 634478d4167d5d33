import * as path from "node:path";
import { runFile } from "@glacier/core/runner";
import * as vscode from "vscode";
import { Connections } from "./explorer/connections.ts";
import { codeLenses } from "./features/code-lenses.ts";
import { explorer } from "./features/explorer.ts";
import { graphPreview } from "./features/graph-preview.ts";
import { languageClient } from "./features/language-client.ts";
import { objectDocuments } from "./features/object-documents.ts";
import { portability } from "./features/portability.ts";
import { runDiagnostics } from "./features/run-diagnostics.ts";
import { runOutput } from "./features/run-output.ts";
import { status } from "./features/status.ts";
import { taskRunner } from "./features/task-runner.ts";
import { commands } from "./ids.ts";
import { LanguageServer } from "./language/language-server.ts";
import { RunService } from "./runs/run-service.ts";
import type { Feature, Services } from "./services.ts";

/** In the order of their start. The language client comes last: the others listen before it speaks. */
const features: readonly Feature[] = [
  status,
  codeLenses,
  runOutput,
  runDiagnostics,
  taskRunner,
  objectDocuments,
  explorer,
  graphPreview,
  portability,
  languageClient,
];

/** What the extension gives to others; the end-to-end tests drive it by this. */
export interface GlacierExtension {
  /** The names of the features that failed to start. */
  failed: readonly string[];
  server: LanguageServer;
  runs: RunService;
}

let started: Services | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<GlacierExtension> {
  const log = vscode.window.createOutputChannel("Glacier", { log: true });
  const server = new LanguageServer(context.asAbsolutePath(path.join("dist", "server", "main.mjs")), log);
  const runs = new RunService(runFile);
  context.subscriptions.push(
    log,
    server,
    runs,
    vscode.commands.registerCommand(commands.showLogs, () => log.show()),
  );
  const services: Services = { context, log, server, runs, connections: new Connections() };
  started = services;

  const failed: string[] = [];
  for (const feature of features) {
    try {
      await feature.start(services);
    } catch (error) {
      failed.push(feature.name);
      // One feature that fails leaves the others working, but never silently.
      log.error(`${feature.name} could not be started.`, error instanceof Error ? error : String(error));
    }
  }
  if (failed.length > 0) void reportFailure(failed, log);
  else log.info(`Glacier ${context.extension.packageJSON.version} is active.`);
  return { failed, server, runs };
}

export async function deactivate(): Promise<void> {
  started?.runs.dispose();
  await started?.server.stop();
}

async function reportFailure(failed: readonly string[], log: vscode.LogOutputChannel): Promise<void> {
  const show = "Show logs";
  if ((await vscode.window.showErrorMessage(`Glacier could not start: ${failed.join(", ")}.`, show)) === show) log.show();
}
