import type { CancellationToken, WorkspaceEdit } from "vscode-languageserver/node";
import { cloudsRequest, type PortabilityParams, portabilityFixesRequest, portabilityRequest } from "../../protocol/index.ts";
import { clouds, type PortabilityQuestion, portability, portabilityFixes } from "../features/portability.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { ServerContext } from "./context.ts";
import { orCancelled } from "./guard.ts";

/** What it would take to run on another cloud, which takes as long as analysing everything does, and stops when nobody wants to know any more. */
export function registerPortability({ connection, documents, converter, analysis, guard }: ServerContext): void {
  const answer = async <Answer>(
    { target, uri, range }: PortabilityParams,
    token: CancellationToken,
    ask: (workspace: Workspace, question: PortabilityQuestion) => Promise<Answer>,
  ): Promise<Answer> => {
    const { workspace } = await orCancelled(analysis.indexed(), token);
    const abort = new AbortController();
    const subscription = token.onCancellationRequested(() => abort.abort());
    const at = uri === undefined || range === undefined ? {} : { at: { file: documents.fileOf(uri), range } };
    try {
      return await orCancelled(ask(workspace, { target, ...at, signal: abort.signal }), token);
    } finally {
      subscription.dispose();
    }
  };
  connection.onRequest(
    portabilityRequest.method,
    guard.request(portabilityRequest.method, (params: PortabilityParams, token) =>
      answer(params, token, (workspace, question) => portability(workspace, question, documents.uriOf)),
    ),
  );
  connection.onRequest(
    portabilityFixesRequest.method,
    guard.request(portabilityFixesRequest.method, async (params: PortabilityParams, token): Promise<WorkspaceEdit | null> => {
      const edits = await answer(params, token, portabilityFixes);
      return edits.length === 0 ? null : converter.workspaceEdit(edits);
    }),
  );
  connection.onRequest(
    cloudsRequest.method,
    guard.request(cloudsRequest.method, async () => clouds()),
  );
}
