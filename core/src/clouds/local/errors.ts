import { type ErrorCode, GlacierError } from "../../errors.ts";

export interface FileErrorContext {
  readonly operation: string;
  readonly uri: string;
}

/** A file system error as a Glacier error; anything else is passed on. */
export function translateFileError(error: unknown, { operation, uri }: FileErrorContext): unknown {
  const code = codeOf(error);
  if (error instanceof GlacierError || code === undefined) return error;
  const translation = translations[code] ?? { code: "NETWORK", says: "cannot be reached" };
  return new GlacierError(translation.code, `${uri} ${translation.says} (${code}).`, {
    hint: translation.hint,
    operation,
    retryable: translation.retryable ?? false,
    cause: error,
  });
}

/** The system's name of an error, such as `ENOENT`; undefined when it is none of the system's. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" && "syscall" in error ? error.code : undefined;
}

export function notFound(uri: string, operation: string, hint: string): GlacierError {
  return new GlacierError("NOT_FOUND", `${uri} was not found.`, { hint, operation });
}

export function conflict(uri: string, operation: string, cause?: unknown): GlacierError {
  return new GlacierError("CONFLICT", `${uri} cannot be stored: a key may not be both a file and a folder of another key.`, {
    hint: "Choose another key, or remove the one in the way.",
    operation,
    cause,
  });
}

interface Translation {
  readonly code: ErrorCode;
  /** Continues "`URI` …". */
  readonly says: string;
  readonly hint?: string;
  readonly retryable?: boolean;
}

const denied: Translation = {
  code: "ACCESS_DENIED",
  says: "may not be read or written",
  hint: "Check the permissions of the file and its folder.",
};
const noRoom: Translation = {
  code: "THROTTLED",
  says: "could not be stored: the disk or quota is full",
  hint: "Make room.",
  retryable: true,
};
const tooMany: Translation = { code: "THROTTLED", says: "could not be opened: too many files are open", retryable: true };
const both: Translation = { code: "CONFLICT", says: "is both a file and a folder of another key", hint: "Choose another key." };

const translations: Readonly<Record<string, Translation>> = {
  ENOENT: { code: "NOT_FOUND", says: "was not found" },
  EACCES: denied,
  EPERM: denied,
  EROFS: denied,
  ELOOP: { code: "ACCESS_DENIED", says: "is a loop of symbolic links" },
  ENAMETOOLONG: { code: "CONFIG_INVALID", says: "has a name that is too long for this file system" },
  EISDIR: both,
  ENOTDIR: both,
  EEXIST: both,
  ENOTEMPTY: both,
  ENOSPC: noRoom,
  EDQUOT: noRoom,
  EMFILE: tooMany,
  ENFILE: tooMany,
};
