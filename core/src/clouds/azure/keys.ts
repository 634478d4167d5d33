import { GlacierError } from "../../errors.ts";

/** Characters of a name that the service takes. */
const LONGEST = 1024;

/**
 * Refuses a key that would name another object than it says: URLs lose `.` and `..`, and the service itself takes off dots at the end of any part
 * and makes `/` of `\`. Lists, which are XML, cannot carry control characters.
 *
 * @throws {GlacierError} `CONFIG_INVALID`.
 */
export function requireKey(key: string, operation: string): void {
  const problem = problemOf(key);
  if (problem === undefined) return;
  throw new GlacierError("CONFIG_INVALID", `The key ${JSON.stringify(key.slice(0, 200))} ${problem}, which Azure cannot store.`, {
    hint: "Choose another key.",
    operation,
  });
}

function problemOf(key: string): string | undefined {
  if (key === "") return "is empty";
  if (key.length > LONGEST) return `has more than ${LONGEST} characters`;
  if (!key.isWellFormed()) return "has half of a character in it";
  if (/[\p{Cc}\ufffe\uffff]/u.test(key)) return "has a control character in it";
  if (key.includes("\\")) return "has a backslash in it";
  if (/\.(?:\/|$)/.test(key)) return "has a part that ends in a dot";
  return undefined;
}
