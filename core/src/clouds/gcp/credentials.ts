import type { Agent } from "node:http";
import type { AuthClient, GoogleAuth } from "google-auth-library";
import { type CredentialsFile, credentialsFiles } from "./credentials-file.ts";

/** The vendor's own chain of credentials, loaded when they are first needed. */
export class Credentials {
  readonly anonymous: boolean;
  readonly #provider: Readonly<Record<string, unknown>>;
  readonly #agent: ((url: URL) => Agent) | undefined;
  #auth: Promise<GoogleAuth> | undefined;

  constructor(provider: Readonly<Record<string, unknown>>, anonymous: boolean, agent: ((url: URL) => Agent) | undefined) {
    this.anonymous = anonymous;
    this.#provider = provider;
    this.#agent = agent;
  }

  async client(): Promise<AuthClient> {
    return (await this.auth()).getClient();
  }

  /** The files that are looked for, first to last. */
  files(): CredentialsFile[] {
    return credentialsFiles(this.#provider, process.env);
  }

  lookedFor(): string {
    const files = this.files().map(({ path, namedBy }) => `${path} (${namedBy})`);
    return [...files, ...(this.#provider.credentialsFile === undefined ? ["the metadata server of Google Cloud"] : [])]
      .join(", ")
      .concat(" gave none");
  }

  /** Tried anew after a failure: the author may sign in meanwhile. */
  async auth(): Promise<GoogleAuth> {
    this.#auth ??= this.#open().catch((error: unknown) => {
      this.#auth = undefined;
      throw error;
    });
    return this.#auth;
  }

  async #open(): Promise<GoogleAuth> {
    const { GoogleAuth, PassThroughClient } = await import("google-auth-library");
    if (this.anonymous) return new GoogleAuth({ authClient: new PassThroughClient() });
    const clientOptions = this.#agent ? { transporterOptions: { agent: this.#agent } } : {};
    // With the project given, the library looks for none, which would ask gcloud or the network.
    const auth = new GoogleAuth({ projectId: String(this.#provider.project), scopes: SCOPES, clientOptions });
    const { credentialsFile } = this.#provider;
    if (typeof credentialsFile !== "string") {
      await auth.getClient();
      return auth;
    }
    // Loaded as the library loads GOOGLE_APPLICATION_CREDENTIALS: its option for a file prints a warning, since a file may come from
    // strangers; this one is named by the author.
    const client = await auth._getApplicationCredentialsFromFilePath(this.files()[0]?.path ?? credentialsFile, clientOptions);
    if ("scopes" in client) client.scopes = SCOPES;
    return auth;
  }
}

/** Objects, and signatures by the IAM API. What an account may do is up to its roles. */
const SCOPES = ["https://www.googleapis.com/auth/cloud-platform"];
