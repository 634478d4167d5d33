import { resourcesChangedNotification } from "@glacier/server/protocol";
import * as vscode from "vscode";
import { MAX_DOCUMENT_BYTES } from "../explorer/connections.ts";
import { formatBytes } from "../explorer/format.ts";
import type { ExplorerNode } from "../explorer/items.ts";
import { connectNode, ExplorerTree } from "../explorer/tree.ts";
import { objectUri, uriOf } from "../explorer/uris.ts";
import { commands, views } from "../ids.ts";
import { messageText } from "../message-text.ts";
import { openAt } from "../positions.ts";
import type { Feature, Services } from "../services.ts";

/** How long the status bar says that something was copied. */
const COPIED_MS = 4_000;

/** The Glacier view: the providers of the source, their buckets, and what lies in them. Runs none of the user's code. */
export const explorer: Feature = {
  name: "the Glacier view",
  start(services) {
    const tree = new ExplorerTree(services);
    const view = vscode.window.createTreeView(views.explorer, { treeDataProvider: tree, showCollapseAll: true });
    // It logs what goes wrong itself.
    const reload = (): void => void tree.reload();
    const register = (id: string, act: (node: ExplorerNode) => unknown): vscode.Disposable => vscode.commands.registerCommand(id, act);
    services.context.subscriptions.push(
      tree,
      view,
      services.server.onNotification(resourcesChangedNotification, reload),
      services.server.onDidChangeStatus(({ state }) => {
        if (state !== "indexing") reload();
      }),
      // Buckets that said "needs a trusted workspace" can be listed now.
      vscode.workspace.onDidGrantWorkspaceTrust(() => tree.forgetListings()),
      vscode.commands.registerCommand(commands.refreshExplorer, (node?: ExplorerNode) => tree.forgetListings(node)),
      register(commands.loadMore, (node) => tree.loadMore(node)),
      register(commands.revealDefinition, reveal),
      register(commands.cancelLoading, (node) => tree.cancelLoading(node)),
      register(commands.copyUri, (node) => copyUri(services, node)),
      register(commands.openObject, (node) => open(services, node)),
    );
  },
};

async function reveal(node: ExplorerNode): Promise<void> {
  if (node.kind !== "provider" && node.kind !== "bucket") return;
  const { uri, range } = node.kind === "provider" ? node.provider.location : node.bucket.location;
  await openAt(vscode.Uri.parse(uri), range);
}

async function copyUri(services: Services, node: ExplorerNode): Promise<void> {
  const bucket = node.kind === "bucket" ? node : node.kind === "object" || node.kind === "prefix" ? node.bucket : undefined;
  if (!bucket) return;
  const key = node.kind === "object" ? node.object.key : node.kind === "prefix" ? node.prefix : undefined;
  const connected = await connectNode(services, bucket);
  const uri = connected.ok ? uriOf(connected.bucket, key) : key === undefined ? bucket.bucket.uri : undefined;
  if (uri === undefined) {
    void vscode.window.showWarningMessage(
      `The URI is only known when the pipeline runs.${connected.ok ? "" : ` ${messageText(connected.problem.message)}`}`,
    );
    return;
  }
  await vscode.env.clipboard.writeText(uri);
  vscode.window.setStatusBarMessage(`$(copy) Copied ${uri}`, COPIED_MS);
}

async function open(services: Services, node: ExplorerNode): Promise<void> {
  if (node.kind !== "object") return;
  const { key, size } = node.object;
  if (size > MAX_DOCUMENT_BYTES) {
    const copy = "Copy URI";
    const message = `${messageText(key)} is ${formatBytes(size)}. Objects over ${formatBytes(MAX_DOCUMENT_BYTES)} are not opened in the editor.`;
    if ((await vscode.window.showInformationMessage(message, copy)) === copy) await copyUri(services, node);
    return;
  }
  await vscode.commands.executeCommand(
    "vscode.open",
    vscode.Uri.from(objectUri(node.bucket.provider, node.bucket.bucket, node.object.key)),
    {
      preview: true,
    },
  );
}
