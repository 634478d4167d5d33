import * as path from "node:path";
import type { Graph, GraphNode } from "@glacier/core/graph";
import { pipelineId } from "@glacier/core/graph";
import { graphChangedNotification, graphRequest } from "@glacier/server/protocol";
import * as vscode from "vscode";
import type { ToGraphPage } from "../../webview/messages.ts";
import { documentOf, parsePageMessage } from "../graph/page-message.ts";
import { commands, internal } from "../ids.ts";
import { showPage } from "../pages/show-page.ts";
import { openAt } from "../positions.ts";
import { nodeRuns, runsIn } from "../runs/node-runs.ts";
import { isActive, type RunState } from "../runs/run-state.ts";
import type { Feature, Services } from "../services.ts";

/** Edits and run events come in bursts; the page follows at this pace. */
const REFRESH_MS = 150;

/** The pipeline graph beside the code: one panel a document, and one for the whole workspace. */
export const graphPreview: Feature = {
  name: "the graph preview",
  start(services) {
    const panels = new Map<string, GraphPanel>();
    const adopt = (panel: vscode.WebviewPanel, uri: string): GraphPanel => {
      const graph = new GraphPanel(services, panel, uri);
      panels.set(uri, graph);
      panel.onDidDispose(() => {
        graph.dispose();
        if (panels.get(uri) === graph) panels.delete(uri);
      });
      return graph;
    };
    const show = (uri: string, pipeline?: string): void => {
      const known = panels.get(uri);
      if (known) known.panel.reveal(undefined, true);
      const graph = known ?? adopt(createPanel(uri), uri);
      if (pipeline !== undefined) graph.reveal(pipelineId(pipeline));
    };
    const every = (act: (graph: GraphPanel) => void): void => {
      for (const graph of panels.values()) act(graph);
    };
    services.context.subscriptions.push(
      vscode.commands.registerCommand(commands.showGraph, (target?: { uri: string; pipeline?: string }) => {
        const uri = target?.uri ?? vscode.window.activeTextEditor?.document.uri.toString();
        if (uri === undefined) void vscode.window.showInformationMessage("Open a file with a pipeline first.");
        else show(uri, target?.pipeline);
      }),
      vscode.commands.registerCommand(commands.showWorkspaceGraph, () => show("")),
      vscode.window.registerWebviewPanelSerializer(internal.graphWebview, {
        deserializeWebviewPanel: async (panel, state: unknown) => {
          adopt(panel, documentOf(state));
        },
      }),
      services.server.onNotification(graphChangedNotification, () => every((graph) => graph.refreshSoon())),
      services.server.onDidChangeStatus(() => every((graph) => graph.refreshSoon())),
      services.runs.onNews(({ type }) => {
        if (type !== "output") every((graph) => graph.showRunsSoon());
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => every((graph) => graph.refreshSoon())),
    );
  },
};

function createPanel(uri: string): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(internal.graphWebview, titleOf(uri), {
    viewColumn: vscode.ViewColumn.Beside,
    preserveFocus: true,
  });
}

const titleOf = (uri: string): string => (uri === "" ? "Graph: workspace" : `Graph: ${path.posix.basename(vscode.Uri.parse(uri).path)}`);

class GraphPanel {
  readonly panel: vscode.WebviewPanel;
  private readonly services: Services;
  private readonly uri: string;
  private readonly disposables: vscode.Disposable[] = [];
  private graph: Graph | undefined;
  private ready = false;
  private wanted: string | undefined;
  private version = 0;
  private refreshing: ReturnType<typeof setTimeout> | undefined;
  private showing: ReturnType<typeof setTimeout> | undefined;

  constructor(services: Services, panel: vscode.WebviewPanel, uri: string) {
    this.services = services;
    this.panel = panel;
    this.uri = uri;
    panel.title = titleOf(uri);
    this.disposables.push(panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)));
    showPage(panel, services.context.extensionUri, { name: "graph", title: "Pipeline graph", icon: "graph", hasWorkers: true });
  }

  /** Asks for the graph again, whichever document has changed: what a file's pipeline uses may be declared in another. */
  refreshSoon(): void {
    this.refreshing ??= setTimeout(() => {
      this.refreshing = undefined;
      void this.refresh();
    }, REFRESH_MS);
  }

  showRunsSoon(): void {
    this.showing ??= setTimeout(() => {
      this.showing = undefined;
      this.postRuns();
    }, REFRESH_MS);
  }

  reveal(id: string): void {
    this.wanted = id;
    if (this.graph) this.sendWanted();
  }

  dispose(): void {
    clearTimeout(this.refreshing);
    clearTimeout(this.showing);
    for (const disposable of this.disposables) disposable.dispose();
  }

  private async refresh(): Promise<void> {
    if (!this.ready) return;
    const title = this.uri === "" ? "Workspace" : path.posix.basename(vscode.Uri.parse(this.uri).path);
    const version = ++this.version;
    const { server, log } = this.services;
    if (this.isServerDown()) {
      this.post({
        type: "failed",
        title,
        message: "The language server is not running.",
        hint: "“Glacier: Restart Language Server” starts it again.",
      });
      return;
    }
    this.post({ type: "loading", title });
    try {
      const graph = await server.request(graphRequest, this.uri === "" ? {} : { uri: this.uri });
      if (version !== this.version) return;
      // An unfinished index would show an empty page for a moment, as if there were no pipeline.
      if (graph.nodes.length === 0 && server.status.state !== "ready") return;
      this.graph = graph;
      this.post({ type: "graph", title, uri: this.uri, graph, canRun: vscode.workspace.isTrusted });
      this.postRuns();
      this.sendWanted();
    } catch (error) {
      if (version !== this.version) return;
      log.error("The graph could not be read.", String(error));
      this.post({
        type: "failed",
        title,
        message: "The graph could not be read.",
        hint: error instanceof Error ? error.message : String(error),
      });
    }
  }

  private sendWanted(): void {
    if (this.wanted !== undefined) this.post({ type: "reveal", id: this.wanted });
    this.wanted = undefined;
  }

  private async receive(received: unknown): Promise<void> {
    const message = parsePageMessage(received);
    if (!message) {
      this.services.log.warn("The graph page sent something that is not one of its messages.");
      return;
    }
    switch (message.type) {
      case "ready":
        this.ready = true;
        return this.refresh();
      case "retry":
        // The page follows the server's state: there is nothing to ask for until it has started.
        return this.isServerDown() ? this.services.server.restart() : this.refresh();
      case "open":
        return this.open(this.node(message.id), message.beside);
      case "run": {
        const node = this.node(message.id);
        if (node?.kind === "pipeline" && node.location)
          await vscode.commands.executeCommand(commands.runPipeline, { uri: node.location.file, pipeline: node.name });
        return;
      }
      case "cancel": {
        const node = this.node(message.id);
        for (const run of this.ownRuns()) {
          if (isActive(run) && run.target.pipeline === node?.name) this.services.runs.cancel(run.id);
        }
        return;
      }
      case "showLogs":
        await vscode.commands.executeCommand(commands.showLogs);
        return;
    }
  }

  private async open(node: GraphNode | undefined, beside: boolean): Promise<void> {
    if (!node?.location) return;
    // Never over the graph itself: with the panel in the first column, the code opens beside it.
    const column = beside || this.panel.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One;
    const uri = vscode.Uri.parse(node.location.file);
    const shown = vscode.window.visibleTextEditors.some((editor) => editor.document.uri.toString() === uri.toString());
    await openAt(uri, node.location.range, shown && !beside ? {} : { viewColumn: column });
  }

  private ownRuns(): RunState[] {
    return this.graph ? runsIn(this.graph, this.services.runs.runs) : [];
  }

  private postRuns(): void {
    this.post({ type: "runs", runs: nodeRuns(this.ownRuns()) });
  }

  private isServerDown(): boolean {
    const { state } = this.services.server.status;
    return state === "stopped" || state === "failed";
  }

  private node(id: string): GraphNode | undefined {
    return this.graph?.nodes.find((node) => node.id === id);
  }

  private post(message: ToGraphPage): void {
    if (this.ready) void this.panel.webview.postMessage(message);
  }
}
