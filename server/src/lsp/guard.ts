import { type CancellationToken, type Connection, ErrorCodes, LSPErrorCodes, ResponseError } from "vscode-languageserver/node";

/** Where the conversation is; requests outside `running` are refused as the protocol says. */
export type Phase = "new" | "running" | "shutdown";

export interface Guard {
  /** A request handler after which the server goes on, whatever happens in it: the log gets the stack, the client a proper error. */
  request<Params, Result>(
    method: string,
    handler: (params: Params, token: CancellationToken) => Result | Promise<Result>,
  ): (params: Params, token: CancellationToken) => Promise<Result>;
  /** The same for what happens later by itself. */
  action(what: string, handler: () => void): () => void;
  /** The same for a notification, which has no answer. */
  notification<Params>(method: string, handler: (params: Params) => void): (params: Params) => void;
}

/** `worked` is told whenever a handler has ended, however. */
export function createGuard(log: Connection["console"], phase: () => Phase, worked: () => void): Guard {
  return {
    request: (method, handler) => async (params, token) => {
      refuse(phase());
      throwIfCancelled(token);
      try {
        const result = await handler(params, token);
        throwIfCancelled(token);
        return result;
      } catch (error) {
        if (error instanceof ResponseError) throw error;
        log.error(`${method} failed.\n${stackOf(error)}`);
        throw new ResponseError(ErrorCodes.InternalError, `${method} failed: ${messageOf(error)}`);
      } finally {
        worked();
      }
    },
    action: (what, handler) => () => {
      try {
        handler();
      } catch (error) {
        log.error(`${what} failed.\n${stackOf(error)}`);
      } finally {
        worked();
      }
    },
    notification: (method, handler) => (params) => {
      if (phase() !== "running") return;
      try {
        handler(params);
      } catch (error) {
        log.error(`${method} failed.\n${stackOf(error)}`);
      } finally {
        worked();
      }
    },
  };
}

/** Throws the protocol's RequestCancelled once the client no longer wants the answer. */
export function throwIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, "The request was cancelled.");
}

/** The promise's value, or RequestCancelled as soon as the client no longer wants the answer. */
export async function orCancelled<Value>(promise: Promise<Value>, token: CancellationToken): Promise<Value> {
  throwIfCancelled(token);
  const { promise: cancelled, reject } = Promise.withResolvers<never>();
  const subscription = token.onCancellationRequested(() =>
    reject(new ResponseError(LSPErrorCodes.RequestCancelled, "The request was cancelled.")),
  );
  try {
    return await Promise.race([promise, cancelled]);
  } finally {
    subscription.dispose();
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
export const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

function refuse(phase: Phase): void {
  switch (phase) {
    case "new":
      throw new ResponseError(ErrorCodes.ServerNotInitialized, "The first request has to be initialize.");
    case "shutdown":
      throw new ResponseError(ErrorCodes.InvalidRequest, "The server has been shut down.");
    case "running":
      return;
  }
}
