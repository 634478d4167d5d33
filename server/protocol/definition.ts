/**
 * A request beside those of the language server protocol: its method, carrying the types of its parameters and its result.
 * Plain data on purpose: server and client each hand it to their own JSON-RPC library.
 */
export interface RequestDefinition<Params, Result> {
  readonly method: `glacier/${string}`;
  /** For the type checker only; never set. */
  readonly types?: { params: Params; result: Result };
}

/** A notification beside those of the language server protocol. */
export interface NotificationDefinition<Params> {
  readonly method: `glacier/${string}`;
  /** For the type checker only; never set. */
  readonly types?: { params: Params };
}

/** The parameters of a request or notification. */
export type ParamsOf<Definition> =
  Definition extends RequestDefinition<infer Params, unknown>
    ? Params
    : Definition extends NotificationDefinition<infer Params>
      ? Params
      : never;

/** The result of a request. */
export type ResultOf<Definition> = Definition extends RequestDefinition<never, infer Result> ? Result : never;
