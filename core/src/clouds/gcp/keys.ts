import { GlacierError } from "../../errors.ts";

/**
 * What Cloud Storage takes as an object's name [Cloud Storage, about objects, naming requirements, 2026-11].
 *
 * @throws {GlacierError} `CONFIG_INVALID`.
 */
export function requireKey(key: string, operation: string): string {
  const problem = problemOf(key);
  if (problem === undefined) return key;
  throw new GlacierError("CONFIG_INVALID", `${operation}(): the key ${JSON.stringify(key.slice(0, 80))} ${problem}.`, {
    hint: "Choose another key.",
    operation,
  });
}

const MOST_BYTES = 1024;

function problemOf(key: string): string | undefined {
  if (key === "") return "is empty";
  if (!key.isWellFormed()) return "is no Unicode text: it holds half of a surrogate pair";
  if (Buffer.byteLength(key) > MOST_BYTES) return `has ${Buffer.byteLength(key)} bytes in UTF-8; Cloud Storage takes ${MOST_BYTES}`;
  if (/[\r\n]/.test(key)) return "holds a line break, which Cloud Storage does not take";
  if (key === "." || key === "..") return "is a name that Cloud Storage does not take";
  if (key.startsWith(".well-known/acme-challenge/")) return "starts with .well-known/acme-challenge/, which Cloud Storage keeps for itself";
  return undefined;
}
