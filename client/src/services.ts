import type * as vscode from "vscode";
import type { Connections } from "./explorer/connections.ts";
import type { LanguageServer } from "./language/language-server.ts";
import type { RunService } from "./runs/run-service.ts";

/** What every feature works with. */
export interface Services {
  context: vscode.ExtensionContext;
  /** The "Glacier" output channel: the extension's own words and the language server's. */
  log: vscode.LogOutputChannel;
  server: LanguageServer;
  runs: RunService;
  /** To buckets, for whatever shows what lies in them. */
  connections: Connections;
}

/** One thing the extension does. What it registers goes into `context.subscriptions`. */
export interface Feature {
  /** For the log, and for the message when it fails to start. */
  name: string;
  start(services: Services): void | Promise<void>;
}
