import {
  cloudsRequest,
  type Location,
  type PortabilityParams,
  portabilityFixesRequest,
  portabilityRequest,
  type Range,
} from "@glacier/server/protocol";
import * as vscode from "vscode";
import type { ToPortabilityPage } from "../../webview/messages.ts";
import { commands, internal } from "../ids.ts";
import { showPage } from "../pages/show-page.ts";
import { paramsOf, parsePageMessage } from "../portability/page-message.ts";
import { reportOf } from "../portability/report.ts";
import { openAt } from "../positions.ts";
import type { Feature, Services } from "../services.ts";

const TITLE = "What would it take to run this on another cloud?";

/** What it would take to run a provider's resources, or the whole workspace, on another cloud: asked by a command, answered by a page. */
export const portability: Feature = {
  name: "the portability report",
  start(services) {
    const pages = new Map<string, PortabilityPage>();
    const adopt = (panel: vscode.WebviewPanel, params: PortabilityParams): void => {
      const key = JSON.stringify(params);
      const page = new PortabilityPage(services, panel, params);
      pages.set(key, page);
      panel.onDidDispose(() => {
        page.dispose();
        if (pages.get(key) === page) pages.delete(key);
      });
    };
    services.context.subscriptions.push(
      vscode.commands.registerCommand(commands.showPortability, async (at?: { uri: string; range: Range }) => {
        const params = await chooseTarget(services, at);
        const known = params && pages.get(JSON.stringify(params));
        if (known) known.show();
        else if (params) adopt(vscode.window.createWebviewPanel(internal.portabilityWebview, TITLE, vscode.ViewColumn.Beside), params);
      }),
      vscode.window.registerWebviewPanelSerializer(internal.portabilityWebview, {
        deserializeWebviewPanel: async (panel, state: unknown) => {
          const params = paramsOf(state);
          if (params) adopt(panel, params);
          else panel.dispose();
        },
      }),
    );
  },
};

async function chooseTarget({ server }: Services, at: { uri: string; range: Range } | undefined): Promise<PortabilityParams | undefined> {
  const clouds = server.request(cloudsRequest, {});
  const chosen = await vscode.window.showQuickPick(clouds, {
    title: at ? TITLE : "What would it take to run this workspace on another cloud?",
    placeHolder: "The cloud",
  });
  return chosen && { target: chosen.id, ...at };
}

class PortabilityPage {
  private readonly services: Services;
  private readonly panel: vscode.WebviewPanel;
  private readonly params: PortabilityParams;
  private readonly disposables: vscode.Disposable[] = [];
  private places: readonly Location[] = [];
  private asking: vscode.CancellationTokenSource | undefined;
  private ready = false;

  constructor(services: Services, panel: vscode.WebviewPanel, params: PortabilityParams) {
    this.services = services;
    this.panel = panel;
    this.params = params;
    panel.title = TITLE;
    this.disposables.push(panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)));
    showPage(panel, services.context.extensionUri, { name: "portability", title: TITLE, icon: "graph" });
  }

  /** Brings the page to the front, with the answer as it is now. */
  show(): void {
    this.panel.reveal();
    void this.ask();
  }

  dispose(): void {
    this.asking?.cancel();
    for (const disposable of this.disposables) disposable.dispose();
  }

  private async receive(received: unknown): Promise<void> {
    const message = parsePageMessage(received);
    switch (message?.type) {
      case undefined:
        this.services.log.warn("The page of a portability report sent something that is not one of its messages.");
        return;
      case "ready":
        this.ready = true;
        return this.ask();
      case "again":
        return this.ask();
      case "fix":
        return this.fix();
      case "open": {
        const place = this.places[message.item];
        if (place) await this.open(place);
        return;
      }
    }
  }

  /** An answer that is not waited for any more is cancelled. */
  private async ask(): Promise<void> {
    if (!this.ready) return;
    this.asking?.cancel();
    const asking = new vscode.CancellationTokenSource();
    this.asking = asking;
    this.post({ type: "loading" });
    try {
      const answer = await this.services.server.request(portabilityRequest, this.params, asking.token);
      if (asking !== this.asking) return;
      if (!answer) {
        this.post({ type: "failed", message: "There is no provider at that place any more.", hint: "Ask again from where it is now." });
        return;
      }
      const { report, places } = reportOf(answer, (uri) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri)));
      this.places = places;
      this.panel.title = `On ${answer.target.label}`;
      this.post({ type: "report", params: this.params, report });
    } catch (error) {
      if (asking !== this.asking) return;
      this.services.log.error("The portability report could not be made.", String(error));
      const hint = error instanceof Error ? error.message : String(error);
      this.post({ type: "failed", message: "The report could not be made.", hint });
    }
  }

  /** The edits are those for the text as it is now, and one step to undo. */
  private async fix(): Promise<void> {
    const { server } = this.services;
    const fixes = await server.request(portabilityFixesRequest, this.params);
    const edit = fixes && (await server.client.protocol2CodeConverter.asWorkspaceEdit(fixes));
    const isApplied = edit ? await vscode.workspace.applyEdit(edit) : false;
    if (!isApplied) void vscode.window.showInformationMessage("There is nothing that can be fixed by itself.");
    await this.ask();
  }

  /** Never over the page itself. */
  private async open({ uri, range }: Location): Promise<void> {
    const column = this.panel.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One;
    const target = vscode.Uri.parse(uri);
    const isShown = vscode.window.visibleTextEditors.some(({ document }) => document.uri.toString() === target.toString());
    await openAt(target, range, isShown ? {} : { viewColumn: column });
  }

  private post(message: ToPortabilityPage): void {
    void this.panel.webview.postMessage(message);
  }
}
