import {
  cloudsRequest,
  type Portability,
  type PortabilityParams,
  portabilityFixesRequest,
  portabilityRequest,
  type Range,
} from "@glacier/server/protocol";
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
        provideTextDocumentContent: async (uri, token) => pages.get(uri.toString()) ?? pageOf(await ask(services, paramsIn(uri), token)),
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => pages.delete(uri.toString())),
      vscode.commands.registerCommand(commands.showPortability, async (at?: { uri: string; range: Range }) => {
        const params = await chooseTarget(services, at);
        if (!params) return;
        const uri = uriFor(params);
        const answer = await withProgress((token) => ask(services, params, token));
        if (answer === undefined) return;
        pages.set(uri.toString(), pageOf(answer));
        changed.fire(uri);
        await show(uri);
        if (answer?.findings.some(({ fixes }) => fixes.length > 0)) void offerFixes(services, params, answer);
      }),
    );
  },
};

async function chooseTarget({ server }: Services, at: { uri: string; range: Range } | undefined): Promise<PortabilityParams | undefined> {
  const clouds = server.request(cloudsRequest, {});
  const chosen = await vscode.window.showQuickPick(clouds, {
    title: at ? "What would it take to run this on another cloud?" : "What would it take to run this workspace on another cloud?",
    placeHolder: "The cloud",
  });
  return chosen && { target: chosen.id, ...at };
}

/** Undefined where it was cancelled. */
async function withProgress<Answer>(request: (token: vscode.CancellationToken) => Promise<Answer>): Promise<Answer | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title: "Glacier: looking at the other cloud", cancellable: true };
  return vscode.window.withProgress(options, async (_progress, token) => {
    try {
      return await request(token);
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      throw error;
    }
  });
}

const ask = ({ server }: Services, params: PortabilityParams, token: vscode.CancellationToken): Promise<Portability | null> =>
  server.request(portabilityRequest, params, token);

const pageOf = (answer: Portability | null): string =>
  answer
    ? portabilityPage(answer, (uri) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri)))
    : "There is no provider at that place any more.\n";

/** A page cannot edit; its preferred fixes can be had all at once, for the text as it is when they are chosen. */
async function offerFixes({ server }: Services, params: PortabilityParams, { target }: Portability): Promise<void> {
  const apply = "Apply Preferred Fixes";
  const question = `The preferred fixes make what they can run on ${target.label} too.`;
  if ((await vscode.window.showInformationMessage(question, apply)) !== apply) return;
  const fixes = await withProgress((token) => server.request(portabilityFixesRequest, params, token));
  const edit = fixes && (await server.client.protocol2CodeConverter.asWorkspaceEdit(fixes));
  const isApplied = edit ? await vscode.workspace.applyEdit(edit) : false;
  if (!isApplied) void vscode.window.showInformationMessage("There was nothing that could be fixed.");
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
