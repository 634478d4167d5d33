/** What is told of a native error. It carries the request itself, with its token, so none of that is kept. */
export interface NativeError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  /** The system's name, such as `ECONNRESET`. */
  readonly code?: string | undefined;
  /** The answer's HTTP status. */
  readonly status?: number | undefined;
  /** The service's own name, such as `notFound`. */
  readonly reason?: string | undefined;
}

export function nativeOf(error: unknown): NativeError {
  const { name, message, stack, code, cause, response } = error as {
    name?: unknown;
    message?: unknown;
    stack?: unknown;
    code?: unknown;
    cause?: unknown;
    response?: { status?: unknown; data?: unknown } | null;
  };
  const own = typeof code === "string" ? code : undefined;
  const deeper = typeof cause === "object" && cause !== null && "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
  const answer = parsed(response?.data);
  return {
    name: typeof name === "string" ? name : "Error",
    message: name === "SyntaxError" ? NOT_JSON : withoutSecrets(answer.message ?? (typeof message === "string" ? message : String(error))),
    stack:
      typeof stack === "string"
        ? stack
            .split("\n")
            .filter((line) => /^\s+at /.test(line))
            .join("\n")
        : "",
    code: own ?? deeper,
    status: typeof response?.status === "number" ? response.status : undefined,
    reason: answer.reason,
  };
}

/** `{ error: { message, errors: [{ reason }] } }` of Cloud Storage, `{ error, error_subtype }` of OAuth; of a stream as text. */
function parsed(data: unknown): { message?: string; reason?: string } {
  let answer = data;
  if (typeof data === "string") {
    try {
      answer = JSON.parse(data);
    } catch {
      return {}; // a page of a proxy or an emulator's plain text says nothing that could be told apart
    }
  }
  const { error, error_subtype: subtype } = (answer ?? {}) as { error?: unknown; error_subtype?: unknown };
  if (typeof error === "string") return { reason: typeof subtype === "string" && EXPIRED.has(subtype) ? subtype : error };
  const { message, errors } = (error ?? {}) as { message?: unknown; errors?: unknown };
  const reason = Array.isArray(errors) ? (errors[0] as { reason?: unknown } | undefined)?.reason : undefined;
  return { ...(typeof message === "string" && { message }), ...(typeof reason === "string" && { reason }) };
}

/** In place of Node's text, which quotes what it read: that may be a key. */
const NOT_JSON = "what was read is not JSON";

/** Queries hold signatures and the ids of uploads, which are as good as a key; a token may be quoted. */
const withoutSecrets = (text: string): string =>
  text.replace(/(https?:\/\/[^\s?"']+)\?[^\s"']*/g, "$1").replace(/\b(ya29\.|eyJ|1\/\/)[\w.~+/-]+=*/g, "…");

export function causeOf({ name, message, stack, code, status, reason }: NativeError): Error {
  const cause = new Error(message);
  cause.name = name;
  cause.stack = `${name}: ${message}\n${stack}`;
  return Object.assign(cause, code !== undefined && { code }, status !== undefined && { status }, reason !== undefined && { reason });
}

/** OAuth's words for a grant that is no good any more; the second when an organisation asks for a new sign-in now and then. */
export const EXPIRED: ReadonlySet<string> = new Set(["invalid_grant", "invalid_rapt"]);
