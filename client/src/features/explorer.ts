import { resourcesChangedNotification, resourcesRequest } from "@glacier/server/protocol";
import * as vscode from "vscode";
import { connect, listFolder, MAX_DOCUMENT_BYTES } from "../explorer/connections.ts";
import { Folder } from "../explorer/folder.ts";
import { formatBytes } from "../explorer/format.ts";
import {
  type BucketNode,
  bucketNodes,
  type ExplorerNode,
  type FolderNode,
  folderNodes,
  isWithin,
  lookOf,
  type ProviderNode,
  providerNodes,
} from "../explorer/items.ts";
import { objectUri, uriOf } from "../explorer/uris.ts";
import { commands, contextKeys, views } from "../ids.ts";
import { openAt } from "../positions.ts";
import type { Feature, Services } from "../services.ts";
import { folderOf } from "../workspace.ts";

/** The Glacier view: the providers of the source, their buckets, and what lies in them. Runs none of the user's code. */
export const explorer: Feature = {
  name: "the Glacier view",
  start(services) {
    const tree = new ExplorerTree(services);
    const view = vscode.window.createTreeView(views.explorer, { treeDataProvider: tree, showCollapseAll: true });
    const register = (id: string, act: (node: ExplorerNode) => unknown): vscode.Disposable => vscode.commands.registerCommand(id, act);
    services.context.subscriptions.push(
      tree,
      view,
      services.server.onNotification(resourcesChangedNotification, () => tree.reload()),
      services.server.onDidChangeStatus(({ state }) => {
        if (state !== "indexing") tree.reload();
      }),
      // Buckets that said "needs a trusted workspace" can be listed now.
      vscode.workspace.onDidGrantWorkspaceTrust(() => tree.forgetListings()),
      vscode.commands.registerCommand(commands.refreshExplorer, (node?: ExplorerNode) => tree.forgetListings(node)),
      register(commands.loadMore, (node) => tree.loadMore(node)),
      register(commands.revealDefinition, reveal),
      register(commands.copyUri, copyUri),
      register(commands.openObject, open),
    );
  },
};

class ExplorerTree implements vscode.TreeDataProvider<ExplorerNode>, vscode.Disposable {
  private readonly services: Services;
  private readonly changed = new vscode.EventEmitter<ExplorerNode | undefined>();
  private readonly folders = new Map<string, Folder>();
  readonly onDidChangeTreeData = this.changed.event;

  constructor(services: Services) {
    this.services = services;
  }

  getTreeItem(node: ExplorerNode): vscode.TreeItem {
    const look = lookOf(node);
    const state = look.expandable
      ? node.kind === "provider"
        ? vscode.TreeItemCollapsibleState.Expanded
        : vscode.TreeItemCollapsibleState.Collapsed
      : vscode.TreeItemCollapsibleState.None;
    const item = new vscode.TreeItem(look.label, state);
    item.id = node.id;
    item.description = look.description;
    item.tooltip = look.tooltip.join("\n");
    item.contextValue = look.contextValue;
    item.iconPath = new vscode.ThemeIcon(look.icon, look.icon === "warning" ? new vscode.ThemeColor("list.warningForeground") : undefined);
    item.command = commandOf(node);
    return item;
  }

  async getChildren(node?: ExplorerNode): Promise<ExplorerNode[]> {
    if (!node) return this.roots();
    switch (node.kind) {
      case "provider":
        return bucketNodes(node);
      case "bucket":
      case "prefix":
        return this.childrenOf(node);
      case "object":
      case "more":
      case "problem":
        return [];
    }
  }

  async loadMore(node: ExplorerNode): Promise<void> {
    if (node.kind !== "more") return;
    await this.folders.get(node.parent.id)?.more();
    this.changed.fire(node.parent);
  }

  /** The providers and buckets anew; what has been listed stays. */
  reload(): void {
    this.changed.fire(undefined);
  }

  /** Lists anew: everything, or what is below one item. */
  forgetListings(node?: ExplorerNode): void {
    const parent = node?.kind === "problem" ? node.parent : node;
    for (const [id, folder] of this.folders) {
      if (parent && !isWithin(id, parent.id)) continue;
      this.folders.delete(id);
      this.close(folder);
    }
    this.changed.fire(parent);
  }

  dispose(): void {
    this.changed.dispose();
    for (const folder of this.folders.values()) this.close(folder);
  }

  private close(folder: Folder): void {
    folder.close().catch((error: unknown) => this.services.log.debug(`A listing could not be closed: ${error}`));
  }

  private async roots(): Promise<ProviderNode[]> {
    const { server, log } = this.services;
    const state = server.status.state;
    if (state === "stopped" || state === "failed") {
      await setState("failed");
      return [];
    }
    try {
      const { providers } = await server.request(resourcesRequest, {});
      await setState(providers.length > 0 ? "ready" : state === "ready" ? "empty" : "loading");
      return providerNodes(providers, (uri) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri)));
    } catch (error) {
      log.error("The providers could not be read.", String(error));
      await setState("failed");
      return [];
    }
  }

  private async childrenOf(node: FolderNode): Promise<ExplorerNode[]> {
    if (!vscode.workspace.isTrusted) {
      const problem = { message: "Needs a trusted workspace", hint: "Click to manage trust", code: "RESTRICTED_MODE" };
      return [{ kind: "problem", id: `${node.id}\nproblem`, parent: node, problem }];
    }
    const folder = this.folders.get(node.id) ?? this.openFolder(node);
    if (folder.prefixes.length === 0 && folder.objects.length === 0 && !folder.problem) await folder.more();
    return folderNodes(node, folder);
  }

  private openFolder(node: FolderNode): Folder {
    const bucket = node.kind === "bucket" ? node : node.bucket;
    const folder = new Folder(() => listFolder(connectNode(bucket), node.kind === "prefix" ? node.prefix : undefined));
    this.folders.set(node.id, folder);
    return folder;
  }
}

function connectNode({ provider, bucket }: BucketNode): ReturnType<typeof connect> {
  return connect(provider, bucket, { env: process.env, folder: folderOf(vscode.Uri.parse(bucket.location.uri)) });
}

function commandOf(node: ExplorerNode): vscode.Command | undefined {
  switch (node.kind) {
    case "object":
      return { command: commands.openObject, title: "Open", arguments: [node] };
    case "more":
      return { command: commands.loadMore, title: "Load More", arguments: [node] };
    case "problem":
      return node.problem.code === "RESTRICTED_MODE" ? { command: "workbench.trust.manage", title: "Manage Workspace Trust" } : undefined;
    case "provider":
    case "bucket":
    case "prefix":
      return undefined;
  }
}

async function reveal(node: ExplorerNode): Promise<void> {
  if (node.kind !== "provider" && node.kind !== "bucket") return;
  const { uri, range } = node.kind === "provider" ? node.provider.location : node.bucket.location;
  await openAt(vscode.Uri.parse(uri), range);
}

async function copyUri(node: ExplorerNode): Promise<void> {
  const bucket = node.kind === "bucket" ? node : node.kind === "object" || node.kind === "prefix" ? node.bucket : undefined;
  if (!bucket) return;
  const key = node.kind === "object" ? node.object.key : node.kind === "prefix" ? node.prefix : undefined;
  const connected = await connectNode(bucket);
  const uri = connected.ok ? uriOf(connected.bucket, key) : key === undefined ? bucket.bucket.uri : undefined;
  if (uri === undefined) {
    void vscode.window.showWarningMessage(
      `The URI is only known when the pipeline runs.${connected.ok ? "" : ` ${connected.problem.message}`}`,
    );
    return;
  }
  await vscode.env.clipboard.writeText(uri);
}

async function open(node: ExplorerNode): Promise<void> {
  if (node.kind !== "object") return;
  const { key, size } = node.object;
  if (size > MAX_DOCUMENT_BYTES) {
    const copy = "Copy URI";
    const message = `${key} is ${formatBytes(size)}. Objects over ${formatBytes(MAX_DOCUMENT_BYTES)} are not opened in the editor.`;
    if ((await vscode.window.showInformationMessage(message, copy)) === copy) await copyUri(node);
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

async function setState(state: "loading" | "empty" | "ready" | "failed"): Promise<void> {
  await vscode.commands.executeCommand("setContext", contextKeys.explorerState, state);
}
