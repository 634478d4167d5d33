/** Why something cannot be shown, in words for the reader. */
export interface Problem {
  message: string;
  hint?: string;
  /** An `ErrorCode` of core, or one of the view's own: see {@link shortWords}. */
  code?: string;
}

/** A {@link Problem} on its way through a listing. */
export class ProblemError extends Error {
  readonly hint: string | undefined;
  readonly code: string | undefined;

  constructor({ message, hint, code }: Problem, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.hint = hint;
    this.code = code;
  }
}

/** An error as the view shows it. Glacier's own errors bring a hint and a code along, and hold no secret. */
export function describeProblem(cause: unknown): Problem {
  if (!(cause instanceof Error)) return { message: String(cause) };
  const { hint, code } = cause as Error & { hint?: unknown; code?: unknown }; // any Error may carry these; each is checked
  return {
    message: cause.message,
    ...(typeof hint === "string" ? { hint } : {}),
    ...(typeof code === "string" ? { code } : {}),
  };
}

/** A problem in as few words as a narrow view has room for. The tooltip has the rest. */
export function shortWords({ code, message }: Problem): string {
  switch (code) {
    case "CREDENTIALS_MISSING":
      return "No credentials found";
    case "ACCESS_DENIED":
      return "Access denied";
    // Of a folder that is listed, nothing but the bucket can be missing: to a cloud a prefix is no thing of its own.
    case "NOT_FOUND":
      return "Bucket does not exist";
    case "NETWORK":
      return "Cannot be reached";
    case "NO_ANSWER":
      return "No answer";
    case "THROTTLED":
      return "Too many requests";
    case "CANCELLED":
      return "Cancelled";
    case "NO_ADAPTER":
      return "Cannot be browsed yet";
    default:
      return capitalised(message.replace(/(?: \([\w. ]+\))?\.?$/, ""));
  }
}

/** Core's sentences begin small where a name in front of them continues. A URI stays as it is. */
export const capitalised = (text: string): string => (/^\w+:\/\//.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1));
