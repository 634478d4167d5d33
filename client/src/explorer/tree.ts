import { setTimeout as sleep } from "node:timers/promises";
import { type ResourceProvider, resourcesRequest } from "@glacier/server/protocol";
import * as vscode from "vscode";
import { commands, contextKeys } from "../ids.ts";
import type { Services } from "../services.ts";
import { folderOf } from "../workspace.ts";
import { listFolder } from "./connections.ts";
import {
  type BucketNode,
  bucketNodes,
  type ExplorerNode,
  type FolderNode,
  folderNodes,
  lookOf,
  type ProviderNode,
  providerNodes,
} from "./items.ts";
import { Listings } from "./listings.ts";

/**
 * How long a folder that is opened may take before it is shown without its content. A view whose item does not answer cannot be refreshed, so no
 * item may wait for a server.
 */
const PATIENCE_MS = 700;
const REPEATED_AFTER_MS = [300, 600, 1200, 2400];

export class ExplorerTree implements vscode.TreeDataProvider<ExplorerNode>, vscode.Disposable {
  private readonly services: Services;
  private readonly changed = new vscode.EventEmitter<ExplorerNode | undefined>();
  private readonly listings: Listings;
  /** The nodes with children as VS Code knows them now: of others it takes no notice. */
  private readonly shown = new Map<string, ExplorerNode>();
  private readonly timesAsked = new Map<string, number>();
  /** The last answer of the roots, when it is there, and the providers in it. */
  private answered: Promise<unknown> | undefined;
  private shownProviders: string | undefined;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(services: Services) {
    this.services = services;
    this.listings = new Listings(
      (node, signal) => {
        const bucket = node.kind === "bucket" ? node : node.bucket;
        return listFolder(connectNode(services, bucket), node.kind === "prefix" ? node.prefix : undefined, { signal });
      },
      (error) => services.log.debug(`A listing could not be closed: ${error}`),
    );
  }

  getTreeItem(node: ExplorerNode): vscode.TreeItem {
    const look = lookOf(node);
    if (look.expandable) this.shown.set(node.id, node);
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
      case "loading":
      case "problem":
        return [];
    }
  }

  loadMore(node: ExplorerNode): void {
    if (node.kind !== "more") return;
    void this.listings.find(node.parent.id)?.more();
    void this.showAnew(node.parent);
  }

  cancelLoading(node: ExplorerNode): void {
    if (node.kind === "loading") this.listings.find(node.parent.id)?.cancel();
  }

  /**
   * The providers and buckets anew, where they are others than those that are shown; what has been listed stays. A view that is refreshed while it
   * asks for children loses some of them, so nothing is refreshed in vain.
   */
  async reload(): Promise<void> {
    await this.answered;
    const { state, providers } = await this.readProviders();
    await setState(state);
    if (this.shownProviders !== undefined && this.shownProviders !== JSON.stringify(providers)) this.changed.fire(undefined);
  }

  /** Lists anew: everything, or what is below one item. */
  forgetListings(node?: ExplorerNode): void {
    const parent = node?.kind === "problem" ? node.parent : node;
    this.services.connections.forget();
    this.listings.forget(parent?.id);
    if (parent) void this.showAnew(parent);
    else this.changed.fire(undefined);
  }

  dispose(): void {
    this.changed.dispose();
    this.listings.forget();
  }

  private roots(): Promise<ProviderNode[]> {
    const answer = this.readProviders().then(async ({ state, providers }) => {
      await setState(state);
      this.shownProviders = JSON.stringify(providers);
      return providerNodes(providers, (uri) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri)));
    });
    this.answered = answer;
    return answer;
  }

  private async readProviders(): Promise<{ state: ViewState; providers: ResourceProvider[] }> {
    const { server, log } = this.services;
    const { state } = server.status;
    if (state === "stopped" || state === "failed") return { state: "failed", providers: [] };
    try {
      const { providers } = await server.request(resourcesRequest, {});
      return { state: providers.length > 0 ? "ready" : state === "ready" ? "empty" : "loading", providers };
    } catch (error) {
      log.error("The providers could not be read.", String(error));
      return { state: "failed", providers: [] };
    }
  }

  private async childrenOf(node: FolderNode): Promise<ExplorerNode[]> {
    this.timesAsked.set(node.id, (this.timesAsked.get(node.id) ?? 0) + 1);
    if (!vscode.workspace.isTrusted) {
      const problem = { message: "Needs a trusted workspace", hint: "Click to manage trust", code: "RESTRICTED_MODE" };
      return [{ kind: "problem", id: `${node.id}\nproblem`, parent: node, problem }];
    }
    const folder = this.listings.of(node);
    if (folder.isNew) void folder.more();
    const { loading } = folder;
    if (loading && !(await endsSoon(loading))) void loading.then(() => this.showAnew(node));
    return folderNodes(node, folder);
  }

  /**
   * Has the children of an item asked for again. VS Code drops such a wish while it is still busy with an earlier answer about the same item, so it is
   * repeated until the question comes. An item that is closed is not asked about before it is opened: after a while nobody repeats anything.
   */
  private async showAnew(node: ExplorerNode): Promise<void> {
    const before = this.timesAsked.get(node.id);
    for (const pause of REPEATED_AFTER_MS) {
      this.changed.fire(this.shown.get(node.id) ?? node);
      await sleep(pause, undefined, { ref: false });
      if (this.timesAsked.get(node.id) !== before) return;
    }
  }
}

/** Whether it is there before the view would have to wait for it. */
async function endsSoon(work: Promise<void>): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), PATIENCE_MS);
  try {
    return await Promise.race([work.then(() => true), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** The bucket of an item, connected. */
export function connectNode({ connections }: Services, { provider, bucket }: BucketNode): ReturnType<Services["connections"]["get"]> {
  return connections.get(provider, bucket, { env: process.env, folder: folderOf(vscode.Uri.parse(bucket.location.uri)) });
}

function commandOf(node: ExplorerNode): vscode.Command | undefined {
  switch (node.kind) {
    case "object":
      return { command: commands.openObject, title: "Open", arguments: [node] };
    case "more":
      return { command: commands.loadMore, title: "Load More", arguments: [node] };
    case "problem":
      if (node.problem.code === "RESTRICTED_MODE") return { command: "workbench.trust.manage", title: "Manage Workspace Trust" };
      return { command: commands.refreshExplorer, title: "Try Again", arguments: [node] };
    case "provider":
    case "bucket":
    case "prefix":
    case "loading":
      return undefined;
  }
}

type ViewState = "loading" | "empty" | "ready" | "failed";

async function setState(state: ViewState): Promise<void> {
  await vscode.commands.executeCommand("setContext", contextKeys.explorerState, state);
}
