import {
  CodeActionKind,
  type InitializeParams,
  PositionEncodingKind,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from "vscode-languageserver/node";
import type { GlacierInitializationOptions } from "../../protocol/index.ts";
import { fixAllKind } from "../features/code-action.ts";

/** What the client can do, as far as it changes what the server does. */
export interface ClientAbilities {
  /** Asks for diagnostics itself; else they are pushed. */
  pullDiagnostics: boolean;
  refreshDiagnostics: boolean;
  relatedInformation: boolean;
  codeDescription: boolean;
  diagnosticTags: boolean;
  publishVersion: boolean;
  versionedEdits: boolean;
  codeActionLiterals: boolean;
  isPreferred: boolean;
  /** Fetches a code action's edit when it is chosen. */
  resolvesEdits: boolean;
  nestedSymbols: boolean;
  watchesFiles: boolean;
  workDoneProgress: boolean;
  /** The client's command that shows what it would take to run something on another cloud, where it has one. */
  portabilityCommand: string | undefined;
}

export function readAbilities({ capabilities, initializationOptions }: InitializeParams): ClientAbilities {
  const { textDocument, workspace, window } = capabilities;
  const action = textDocument?.codeAction;
  // Which of the two channels counts depends on what the client reads diagnostics from.
  const diagnostics =
    textDocument?.diagnostic === undefined
      ? [textDocument?.publishDiagnostics]
      : [textDocument.diagnostic, textDocument.publishDiagnostics];
  return {
    pullDiagnostics: textDocument?.diagnostic !== undefined,
    refreshDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    relatedInformation: diagnostics.some((channel) => channel?.relatedInformation === true),
    codeDescription: diagnostics.some((channel) => channel?.codeDescriptionSupport === true),
    diagnosticTags: diagnostics.some((channel) => channel?.tagSupport !== undefined),
    publishVersion: textDocument?.publishDiagnostics?.versionSupport === true,
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    codeActionLiterals: action?.codeActionLiteralSupport !== undefined,
    isPreferred: action?.isPreferredSupport === true,
    resolvesEdits: action?.dataSupport === true && action.resolveSupport?.properties.includes("edit") === true,
    nestedSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    workDoneProgress: window?.workDoneProgress === true,
    portabilityCommand: readCommand(initializationOptions),
  };
}

/** Clients that know nothing of Glacier put there whatever they like. */
function readCommand(options: unknown): string | undefined {
  if (typeof options !== "object" || options === null || !("portabilityCommand" in options)) return undefined;
  const { portabilityCommand } = options satisfies { [Key in keyof GlacierInitializationOptions]: unknown };
  return typeof portabilityCommand === "string" ? portabilityCommand : undefined;
}

export function serverCapabilities(client: ClientAbilities): ServerCapabilities {
  const anywhere = { filters: [{ scheme: "file", pattern: { glob: "**/*" } }] };
  return {
    positionEncoding: PositionEncodingKind.UTF16,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    ...(client.pullDiagnostics
      ? { diagnosticProvider: { identifier: "glacier", interFileDependencies: true, workspaceDiagnostics: true, workDoneProgress: true } }
      : {}),
    ...(client.codeActionLiterals
      ? { codeActionProvider: { codeActionKinds: kindsFor(client), resolveProvider: client.resolvesEdits } }
      : {}),
    documentSymbolProvider: { label: "Glacier" },
    workspaceSymbolProvider: true,
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: true },
      fileOperations: { didRename: anywhere, didDelete: anywhere },
    },
  };
}

const kindsFor = ({ portabilityCommand }: ClientAbilities): CodeActionKind[] =>
  portabilityCommand === undefined ? [CodeActionKind.QuickFix, fixAllKind] : [CodeActionKind.QuickFix, CodeActionKind.Refactor, fixAllKind];
