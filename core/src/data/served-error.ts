import { type ErrorJson, GlacierError } from "../errors.ts";

const BEGIN = "[glacier:";
const END = ":glacier]";

/** An error as text that survives being quoted in another error's message. */
export function errorAsText(error: unknown): string {
  const json: ErrorJson =
    error instanceof GlacierError
      ? error.toJSON()
      : { name: "GlacierError", code: "NETWORK", message: error instanceof Error ? error.message : String(error), retryable: false };
  return `${BEGIN}${Buffer.from(JSON.stringify(json)).toString("base64url")}${END}`;
}

/** The error that {@link errorAsText} put into a message; undefined when there is none. */
export function errorInText(message: string, cause: unknown): GlacierError | undefined {
  const start = message.indexOf(BEGIN);
  const end = message.indexOf(END, start);
  if (start < 0 || end < 0) return undefined;
  const {
    code,
    message: text,
    hint,
    operation,
    retryable,
  } = JSON.parse(Buffer.from(message.slice(start + BEGIN.length, end), "base64url").toString()) as ErrorJson;
  return new GlacierError(code, text, {
    ...(hint === undefined ? {} : { hint }),
    ...(operation === undefined ? {} : { operation }),
    retryable,
    cause,
  });
}
