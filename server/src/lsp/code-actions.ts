import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  LSPErrorCodes,
  type Range,
  ResponseError,
} from "vscode-languageserver/node";
import type { Diagnostic, FixEdit } from "../analysis/diagnostic.ts";
import { fixAll, fixAllKind, isAskedFor, quickFixes } from "../features/code-action.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { ServerContext } from "./context.ts";
import { orCancelled } from "./guard.ts";

/** What an action without its edit needs to get it later. */
interface UnresolvedAction {
  uri: string;
  version: number | null;
  /** The rule, place and position of the fix; absent for fix-all. */
  fix?: { code: string; range: Range; index: number };
}

/** Offers quick fixes and fix-all; the edits are made when one is chosen, where the client can ask for them then. */
export function registerCodeActions({ connection, client, documents, converter, analysis, guard }: ServerContext): void {
  if (!client.codeActionLiterals) return;

  const offer = (action: CodeAction, unresolved: UnresolvedAction, edit: () => CodeAction["edit"]): CodeAction =>
    client.resolvesEdits ? { ...action, data: unresolved } : { ...action, edit: edit() };

  connection.onCodeAction(
    guard.request<CodeActionParams, CodeAction[]>("textDocument/codeAction", async ({ textDocument, range, context }, token) => {
      const { workspace, reports } = await orCancelled(analysis.indexed(), token);
      const file = documents.fileOf(textDocument.uri);
      const { diagnostics } = reports.of(file);
      const version = documents.version(file);
      const actions: CodeAction[] = [];
      if (isAskedFor(CodeActionKind.QuickFix, context.only)) {
        for (const quickFix of quickFixes(diagnostics, range)) {
          const fix = { code: quickFix.diagnostic.code, range: quickFix.diagnostic.range, index: quickFix.index };
          actions.push(
            offer(converter.quickFix(quickFix), { uri: textDocument.uri, version, fix }, () => converter.workspaceEdit(quickFix.fix.edits)),
          );
        }
      }
      const command = client.portabilityCommand;
      if (command !== undefined && isAskedFor(CodeActionKind.Refactor, context.only) && workspace.hasProvider(file, range))
        actions.push({
          title: PORTABILITY_TITLE,
          kind: CodeActionKind.Refactor,
          command: { title: PORTABILITY_TITLE, command, arguments: [{ uri: textDocument.uri, range }] },
        });
      // Only for whom it is asked: at a cursor it would offer to change places that nobody looks at.
      if (context.only !== undefined && isAskedFor(fixAllKind, context.only)) {
        const edits = allFixes(workspace, file, diagnostics);
        const action: CodeAction = { title: "Fix all auto-fixable Glacier problems", kind: fixAllKind };
        if (edits.length > 0) actions.push(offer(action, { uri: textDocument.uri, version }, () => converter.workspaceEdit(edits)));
      }
      return actions;
    }),
  );

  connection.onCodeActionResolve(
    guard.request<CodeAction, CodeAction>("codeAction/resolve", async (action, token) => {
      const unresolved = action.data as UnresolvedAction | undefined; // The protocol hands back what the server put there.
      if (unresolved === undefined || action.edit !== undefined) return action;
      const { workspace, reports } = await orCancelled(analysis.indexed(), token);
      const file = documents.fileOf(unresolved.uri);
      const outdated = new ResponseError(LSPErrorCodes.ContentModified, "The document has changed since this action was offered.");
      if (documents.version(file) !== unresolved.version) throw outdated;
      const { diagnostics } = reports.of(file);
      if (unresolved.fix === undefined) return { ...action, edit: converter.workspaceEdit(allFixes(workspace, file, diagnostics)) };
      const { code, range, index } = unresolved.fix;
      const fix = diagnostics.find((diagnostic) => diagnostic.code === code && isSameRange(diagnostic.range, range))?.fixes[index];
      if (fix === undefined || fix.title !== action.title) throw outdated;
      return { ...action, edit: converter.workspaceEdit(fix.edits) };
    }),
  );
}

const PORTABILITY_TITLE = "What would it take to run this on another cloud?";

const allFixes = (workspace: Workspace, file: string, diagnostics: readonly Diagnostic[]): FixEdit[] =>
  fixAll(file, diagnostics, (of, edits) => workspace.withoutUnusedImports(of, edits));

const isSameRange = (a: Range, b: Range): boolean =>
  a.start.line === b.start.line &&
  a.start.character === b.start.character &&
  a.end.line === b.end.line &&
  a.end.character === b.end.character;
