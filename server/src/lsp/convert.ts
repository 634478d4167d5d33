import {
  type CodeAction,
  CodeActionKind,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentSymbol,
  type Diagnostic as LspDiagnostic,
  SymbolKind,
  type WorkspaceEdit,
  type WorkspaceSymbol,
} from "vscode-languageserver/node";
import type { Diagnostic, FixEdit, Severity } from "../analysis/diagnostic.ts";
import type { QuickFix } from "../features/code-action.ts";
import type { GlacierSymbol, GlacierSymbolKind } from "../features/symbols.ts";
import type { ClientAbilities } from "./capabilities.ts";
import type { OpenDocuments } from "./documents.ts";

/** Plain data as the protocol's types, cut to what the client understands. */
export class Converter {
  readonly #client: ClientAbilities;
  readonly #documents: OpenDocuments;

  constructor(client: ClientAbilities, documents: OpenDocuments) {
    this.#client = client;
    this.#documents = documents;
  }

  diagnostic(diagnostic: Diagnostic): LspDiagnostic {
    const { range, code, severity, message, docs, related, unnecessary } = diagnostic;
    return {
      range,
      severity: severities[severity],
      code,
      source: "glacier",
      message,
      ...(this.#client.codeDescription && docs !== undefined ? { codeDescription: { href: docs } } : {}),
      ...(this.#client.diagnosticTags && unnecessary === true ? { tags: [DiagnosticTag.Unnecessary] } : {}),
      ...(this.#client.relatedInformation && related.length > 0
        ? {
            relatedInformation: related.map((place) => ({
              location: { uri: this.#documents.uriOf(place.file), range: place.range },
              message: place.message,
            })),
          }
        : {}),
    };
  }

  /** Without its edit, which {@link workspaceEdit} makes. */
  quickFix({ diagnostic, fix }: QuickFix): CodeAction {
    return {
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [this.diagnostic(diagnostic)],
      ...(this.#client.isPreferred && fix.preferred === true ? { isPreferred: true } : {}),
    };
  }

  /** With the versions that the edits were made for, so that the client can refuse what comes too late. */
  workspaceEdit(edits: readonly FixEdit[]): WorkspaceEdit {
    const byFile = Map.groupBy(edits, (edit) => edit.file);
    const files = [...byFile].map(([file, ofFile]) => ({ file, edits: ofFile.map(({ range, newText }) => ({ range, newText })) }));
    if (!this.#client.versionedEdits)
      return { changes: Object.fromEntries(files.map((entry) => [this.#documents.uriOf(entry.file), entry.edits])) };
    return {
      documentChanges: files.map((entry) => ({
        textDocument: { uri: this.#documents.uriOf(entry.file), version: this.#documents.version(entry.file) },
        edits: entry.edits,
      })),
    };
  }

  documentSymbol = (symbol: GlacierSymbol): DocumentSymbol => ({
    name: symbol.name,
    ...(symbol.detail === undefined ? {} : { detail: symbol.detail }),
    kind: symbolKinds[symbol.kind],
    range: symbol.range,
    selectionRange: symbol.selectionRange,
    children: symbol.children.map(this.documentSymbol),
  });

  workspaceSymbol(symbol: GlacierSymbol): WorkspaceSymbol {
    return {
      name: symbol.name,
      kind: symbolKinds[symbol.kind],
      containerName: symbol.kind,
      location: { uri: this.#documents.uriOf(symbol.file), range: symbol.selectionRange },
    };
  }
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const symbolKinds: Readonly<Record<GlacierSymbolKind, SymbolKind>> = {
  pipeline: SymbolKind.Module,
  step: SymbolKind.Event,
  task: SymbolKind.Function,
  provider: SymbolKind.Namespace,
  bucket: SymbolKind.Object,
};
