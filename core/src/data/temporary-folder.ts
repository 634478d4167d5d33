import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ErrorCode, GlacierError } from "../errors.ts";
import { ownerId } from "../owners/owner.ts";
import { removeAbandoned } from "../owners/remove-abandoned.ts";

/**
 * A new folder for what is on its way to a destination, that nobody else can read. Before the first, what killed processes have left is removed: each
 * such file is as large as the data that was to be written.
 *
 * @throws {GlacierError} when the folder for temporary files is none that can be used
 */
export async function temporaryFolder(destination: string): Promise<string> {
  const parent = tmpdir();
  await removeAbandoned(parent, PREFIX);
  try {
    return await mkdtemp(join(parent, `${PREFIX}${ownerId}~`));
  } catch (error) {
    throw translated(error, parent, destination);
  }
}

const PREFIX = "glacier-write-";

function translated(error: unknown, parent: string, destination: string): unknown {
  const [code, says] = reasons[codeOf(error) ?? ""] ?? [];
  if (code === undefined) return error;
  return new GlacierError(code, `${destination} cannot be written: the folder for temporary files, ${parent}, ${says}.`, {
    hint: "What is written to a cloud passes through that folder. Have TMPDIR (on Windows TEMP) name one with room for it.",
    operation: "bucket.write",
    retryable: code === "THROTTLED",
    cause: error,
  });
}

const denied = ["ACCESS_DENIED", "may not be written to"] as const;
const missing = ["NOT_FOUND", "is not there"] as const;
const full = ["THROTTLED", "is on a disk that is full"] as const;

const reasons: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  EACCES: denied,
  EPERM: denied,
  EROFS: denied,
  ENOENT: missing,
  ENOTDIR: missing,
  ENOSPC: full,
  EDQUOT: full,
};

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
