import {
  type Connection,
  type DocumentSymbolParams,
  type Location,
  SymbolInformation,
  type WorkspaceSymbolParams,
} from "vscode-languageserver/node";
import {
  type GraphParams,
  graphChangedNotification,
  graphRequest,
  type OutlineParams,
  outlineRequest,
  resourcesChangedNotification,
  resourcesRequest,
} from "../../protocol/index.ts";
import { graph } from "../features/graph.ts";
import { outline } from "../features/outline.ts";
import { resources, resourcesIdentity } from "../features/resources.ts";
import { documentSymbols, workspaceSymbols } from "../features/symbols.ts";
import type { AffectedFiles } from "../workspace/live-analysis.ts";
import type { Analysis } from "./analysis.ts";
import type { ServerContext } from "./context.ts";
import type { Converter } from "./convert.ts";
import { Debounce } from "./debounce.ts";
import type { OpenDocuments } from "./documents.ts";
import { orCancelled } from "./guard.ts";

/** Answers that are read off the workspace: symbols, and Glacier's own outline, graph and resources. */
export function registerRequests({ connection, client, documents, converter, analysis, guard }: ServerContext): void {
  const { uriOf } = documents;
  connection.onDocumentSymbol(
    guard.request<DocumentSymbolParams, ReturnType<Converter["documentSymbol"]>[] | SymbolInformation[]>(
      "textDocument/documentSymbol",
      async (params, token) => {
        const { workspace } = await orCancelled(analysis.indexed(), token);
        const symbols = documentSymbols(workspace, documents.fileOf(params.textDocument.uri));
        if (client.nestedSymbols) return symbols.map(converter.documentSymbol);
        return symbols
          .flatMap((symbol) => [symbol, ...symbol.children])
          .map((symbol) => {
            const { name, kind, location } = converter.workspaceSymbol(symbol);
            return SymbolInformation.create(name, kind, (location as Location).range, location.uri); // Ours always have a range.
          });
      },
    ),
  );
  connection.onWorkspaceSymbol(
    guard.request<WorkspaceSymbolParams, ReturnType<Converter["workspaceSymbol"]>[]>("workspace/symbol", async ({ query }, token) => {
      const { workspace } = await orCancelled(analysis.indexed(), token);
      return workspaceSymbols(workspace, query).map((symbol) => converter.workspaceSymbol(symbol));
    }),
  );
  connection.onRequest(
    outlineRequest.method,
    guard.request(outlineRequest.method, async ({ uri }: OutlineParams, token) => {
      const { workspace } = await orCancelled(analysis.indexed(), token);
      return outline(workspace, uri, documents.fileOf(uri), uriOf);
    }),
  );
  connection.onRequest(
    graphRequest.method,
    guard.request(graphRequest.method, async (params: GraphParams | null, token) => {
      const { workspace } = await orCancelled(analysis.indexed(), token);
      const { uri, pipeline } = params ?? {};
      return graph(
        workspace,
        { ...(uri === undefined ? {} : { file: documents.fileOf(uri) }), ...(pipeline === undefined ? {} : { pipeline }) },
        uriOf,
      );
    }),
  );
  connection.onRequest(
    resourcesRequest.method,
    guard.request(resourcesRequest.method, async (_params, token) => {
      const { workspace } = await orCancelled(analysis.indexed(), token);
      return resources(workspace, uriOf);
    }),
  );
}

/** Tells the client that the graph or the resources are other than they were. */
export class ChangeNotifier {
  readonly #connection: Connection;
  readonly #documents: OpenDocuments;
  readonly #analysis: Analysis;
  readonly #debounce: Debounce;
  #uris = new Set<string>();
  #everything = false;
  #resources = "";

  constructor({ connection, documents, analysis, guard }: Pick<ServerContext, "connection" | "documents" | "analysis" | "guard">) {
    this.#connection = connection;
    this.#documents = documents;
    this.#analysis = analysis;
    this.#debounce = new Debounce(
      guard.action("glacier/graphChanged", () => this.#notify()),
      300,
      1500,
    );
  }

  changed(changed: readonly string[] | undefined, affected: AffectedFiles | undefined): void {
    if (changed === undefined) this.#everything = true;
    else if (affected?.size === 0) return;
    for (const file of changed ?? []) this.#uris.add(this.#documents.uriOf(file));
    this.#debounce.trigger();
  }

  dispose(): void {
    this.#debounce.dispose();
  }

  #notify(): void {
    const analysed = this.#analysis.ready();
    // The end of the index is a change of everything.
    if (analysed === undefined) return;
    const uris = this.#everything ? [] : [...this.#uris];
    this.#uris = new Set();
    this.#everything = false;
    void this.#connection.sendNotification(graphChangedNotification.method, { uris });
    const identity = resourcesIdentity(analysed.workspace);
    if (identity === this.#resources) return;
    this.#resources = identity;
    void this.#connection.sendNotification(resourcesChangedNotification.method, { uris });
  }
}
