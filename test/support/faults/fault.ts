/** What goes wrong with some requests: plain data, since it is told to the proxy's process. */
export type Fault = FaultScope & FaultEffect;

export interface FaultScope {
  /** Only requests of this method. Default: all. */
  readonly method?: string;
  /** Only requests whose path with its query matches this, the source of a regular expression. Default: all. */
  readonly path?: string;
  /** How many of these requests pass before it strikes. Default: none. */
  readonly after?: number;
  /** How many it strikes; what comes later passes. Default: all. */
  readonly times?: number;
}

export type FaultEffect =
  /** The server is never asked. */
  | { readonly kind: "status"; readonly status: number; readonly retryAfter?: number; readonly body?: string }
  /** The connection is reset when so many bytes of the body of the request, or of the answer, have passed. */
  | { readonly kind: "reset"; readonly of: "request" | "response"; readonly bytes: number }
  /** The connection is closed in good order when so many bytes of the answer's body have passed, whatever its head promised. */
  | { readonly kind: "truncate"; readonly bytes: number }
  | { readonly kind: "slow"; readonly bytesPerSecond: number }
  /** Nothing comes any more when so many bytes of the answer's body have passed, and the connection stays open. Without `bytes`, no head comes either. */
  | { readonly kind: "silence"; readonly bytes?: number };

/** A request, as far as it has come. */
export interface SeenRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly range: string | undefined;
  /** Of the answer that the client got; undefined when it got none. */
  readonly status: number | undefined;
  /** Of the bodies, in bytes. */
  readonly sent: number;
  readonly received: number;
  /** What went wrong with it. */
  readonly fault: FaultEffect["kind"] | undefined;
}

/** What the proxy's process is told. */
export type ProxyOrder =
  | { readonly id: number; readonly order: "plan"; readonly faults: readonly Fault[] }
  | { readonly id: number; readonly order: "requests" };

export type ProxyReport = { readonly port: number } | { readonly id: number; readonly requests: readonly SeenRequest[] };
