import { type PortabilityParams, portabilityRequest, type Range } from "@glacier/server/protocol";
import * as vscode from "vscode";
import { commands, internal } from "../ids.ts";
import { portabilityPage } from "../portability/markdown.ts";
import type { Feature, Services } from "../services.ts";

/** What it would take to run a provider's resources, or the whole workspace, on another cloud: asked by a command, answered by a page. */
export const portability: Feature = {
  name: "the portability report",
  start(services) {
    const pages = new Map<string, string>();
    const changed = new vscode.EventEmitter<vscode.Uri>();
    services.context.subscriptions.push(
      changed,
      vscode.workspace.registerTextDocumentContentProvider(internal.portabilityScheme, {
        onDidChange: changed.event,
        // After a restart the page is there before anybody has asked again.
        provideTextDocumentContent: async (uri, token) => pages.get(uri.toString()) ?? (await ask(services, paramsIn(uri), token)),
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => pages.delete(uri.toString())),
      vscode.commands.registerCommand(commands.showPortability, async (at?: { uri: string; range: Range }) => {
        const params = await chooseTarget(at);
        if (!params) return;
        const uri = uriFor(params);
        const page = await withProgress(services, params);
        if (page === undefined) return;
        pages.set(uri.toString(), page);
        changed.fire(uri);
        await show(uri);
      }),
    );
  },
};

async function chooseTarget(at: { uri: string; range: Range } | undefined): Promise<PortabilityParams | undefined> {
  // Their tables are not loaded before somebody asks.
  const { cloudDescriptors } = await import("@glacier/core/clouds");
  const clouds = cloudDescriptors.map(({ id, label }) => ({ id, label }));
  const chosen = await vscode.window.showQuickPick(clouds, {
    title: at ? "What would it take to run this on another cloud?" : "What would it take to run this workspace on another cloud?",
    placeHolder: "The cloud",
  });
  return chosen && { target: chosen.id, ...at };
}

/** Undefined where it was cancelled. */
async function withProgress(services: Services, params: PortabilityParams): Promise<string | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title: "Glacier: looking at the other cloud", cancellable: true };
  return vscode.window.withProgress(options, async (_progress, token) => {
    try {
      return await ask(services, params, token);
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      throw error;
    }
  });
}

async function ask({ server }: Services, params: PortabilityParams, token: vscode.CancellationToken): Promise<string> {
  const answer = await server.request(portabilityRequest, params, token);
  if (!answer) return "There is no provider at that place any more.\n";
  return portabilityPage(answer, (uri) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri)));
}

const uriFor = (params: PortabilityParams): vscode.Uri =>
  vscode.Uri.from({ scheme: internal.portabilityScheme, path: `/On ${params.target}.md`, query: JSON.stringify(params) });

/** The query is what {@link uriFor} has written there. */
const paramsIn = ({ query }: vscode.Uri): PortabilityParams => JSON.parse(query) as PortabilityParams;

/** Rendered where the editor can do that; an editor without its Markdown extension shows the text, which has links as well. */
async function show(uri: vscode.Uri): Promise<void> {
  const canRender = (await vscode.commands.getCommands(true)).includes("markdown.showPreview");
  if (canRender) await vscode.commands.executeCommand("markdown.showPreview", uri);
  else await vscode.window.showTextDocument(uri, { preview: true });
}
