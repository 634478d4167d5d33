import type { GlacierInitializationOptions, NotificationDefinition, RequestDefinition, ServerStatus } from "@glacier/server/protocol";
import { statusNotification } from "@glacier/server/protocol";
import * as vscode from "vscode";
import { CloseAction, ErrorAction, LanguageClient, RevealOutputChannelOn, State, TransportKind } from "vscode-languageclient/node";
import { commands, internal, languages } from "../ids.ts";
import { RestartPolicy } from "./restart-policy.ts";

export type ClientStatus = ServerStatus | { state: "stopped" };

/** The language server as the features see it: typed requests and notifications, and whether it is there. */
export class LanguageServer implements vscode.Disposable {
  readonly client: LanguageClient;
  private readonly log: vscode.LogOutputChannel;
  private readonly policy = new RestartPolicy();
  private readonly statusChanged = new vscode.EventEmitter<ClientStatus>();
  private readonly disposables: vscode.Disposable[] = [this.statusChanged];
  private current: ClientStatus = { state: "starting", files: 0 };
  readonly onDidChangeStatus = this.statusChanged.event;

  constructor(module: string, log: vscode.LogOutputChannel) {
    this.log = log;
    this.client = new LanguageClient(
      internal.client,
      "Glacier",
      {
        run: { module, transport: TransportKind.ipc },
        debug: { module, transport: TransportKind.ipc, options: { execArgv: ["--nolazy", "--inspect=6019"] } },
      },
      {
        documentSelector: [
          ...languages.flatMap((language) => ["file", "untitled"].map((scheme) => ({ scheme, language }))),
          { scheme: "file", pattern: `**/${internal.settingsFile}` },
        ],
        initializationOptions: { portabilityCommand: commands.showPortability } satisfies GlacierInitializationOptions,
        outputChannel: log,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        diagnosticCollectionName: internal.client,
        errorHandler: {
          error: (_error, _message, count) => ({ action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown }),
          closed: () =>
            this.policy.crashed() === "restart"
              ? { action: CloseAction.Restart, message: "The Glacier language server stopped unexpectedly and was restarted." }
              : {
                  action: CloseAction.DoNotRestart,
                  message:
                    "The Glacier language server keeps stopping and was not restarted. “Glacier: Restart Language Server” tries again.",
                },
        },
      },
    );
    this.disposables.push(
      this.client.onDidChangeState(({ newState }) => this.follow(newState)),
      this.onNotification(statusNotification, (status) => this.setStatus(status)),
    );
  }

  get status(): ClientStatus {
    return this.current;
  }

  async start(): Promise<void> {
    await this.client.start();
  }

  /** Starts the server anew, whatever state it is in. */
  async restart(): Promise<void> {
    this.policy.reset();
    this.log.info("Restarting the language server.");
    if (this.client.state === State.Running) await this.client.restart();
    else await this.client.start();
  }

  async request<Params, Result>(
    definition: RequestDefinition<Params, Result>,
    params: Params,
    token?: vscode.CancellationToken,
  ): Promise<Result> {
    // A token that is given but undefined would be sent as a second parameter.
    return token
      ? this.client.sendRequest<Result>(definition.method, params, token)
      : this.client.sendRequest<Result>(definition.method, params);
  }

  onNotification<Params>(definition: NotificationDefinition<Params>, listener: (params: Params) => void): vscode.Disposable {
    return this.client.onNotification(definition.method, listener);
  }

  async stop(): Promise<void> {
    if (this.client.needsStop()) await this.client.stop();
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }

  private follow(state: State): void {
    if (state === State.Stopped) this.setStatus({ state: "stopped" });
    else if (state === State.Starting) this.setStatus({ state: "starting", files: 0 });
  }

  private setStatus(status: ClientStatus): void {
    this.current = status;
    this.statusChanged.fire(status);
  }
}
