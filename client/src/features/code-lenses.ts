import { graphChangedNotification, outlineRequest } from "@glacier/server/protocol";
import * as vscode from "vscode";
import { languages, settings } from "../ids.ts";
import { toRange } from "../positions.ts";
import { lensesFor } from "../runs/lens-titles.ts";
import type { Feature, Services } from "../services.ts";

/** How often the clock of a running lens moves. */
const TICK_MS = 1000;
/** Events of short steps come in bursts. Faster than this, and the editor, which waits for quiet itself, would never get to it. */
const REFRESH_MS = 400;

/** Run and Graph above pipelines and tasks, with how the last run stands. */
export const codeLenses: Feature = {
  name: "code lenses",
  start(services) {
    const provider = new LensProvider(services);
    const selector = languages.map((language) => ({ language, scheme: "file" }));
    services.context.subscriptions.push(
      provider,
      vscode.languages.registerCodeLensProvider(selector, provider),
      services.runs.onNews((news) => {
        if (news.type !== "output") provider.refreshSoon();
      }),
      services.server.onDidChangeStatus(() => provider.refreshSoon()),
      // A step of another file's pipeline makes a task here runnable.
      services.server.onNotification(graphChangedNotification, () => provider.refreshSoon()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(settings.codeLens)) provider.refreshSoon();
      }),
    );
  },
};

class LensProvider implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly services: Services;
  private readonly changed = new vscode.EventEmitter<void>();
  private pending: ReturnType<typeof setTimeout> | undefined;
  private clock: ReturnType<typeof setInterval> | undefined;
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(services: Services) {
    this.services = services;
  }

  async provideCodeLenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    const { server, runs, log } = this.services;
    if (server.status.state === "stopped" || !vscode.workspace.getConfiguration(undefined, document).get(settings.codeLens, true))
      return [];
    try {
      const outline = await server.request(outlineRequest, { uri: document.uri.toString() }, token);
      return lensesFor(outline, runs.runs, Date.now()).map(({ range, ...command }) => new vscode.CodeLens(toRange(range), { ...command }));
    } catch (error) {
      // The editor asks again after the next edit; a lens is not worth a notification.
      if (!token.isCancellationRequested) log.debug(`No lenses for ${document.uri}: ${error}`);
      return [];
    }
  }

  refreshSoon(): void {
    this.pending ??= setTimeout(() => {
      this.pending = undefined;
      this.changed.fire();
    }, REFRESH_MS);
    if (this.services.runs.active().length > 0) this.clock ??= setInterval(() => this.tick(), TICK_MS);
  }

  dispose(): void {
    clearTimeout(this.pending);
    this.stopClock();
    this.changed.dispose();
  }

  /** Ticks once more after the last run has ended: an editor that loses the keyboard drops the refresh that it had planned. */
  private tick(): void {
    this.changed.fire();
    if (this.services.runs.active().length === 0) this.stopClock();
  }

  private stopClock(): void {
    clearInterval(this.clock);
    this.clock = undefined;
  }
}
