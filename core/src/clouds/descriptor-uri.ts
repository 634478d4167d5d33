import type { UriProblem } from "./descriptor.ts";

/** The two parts of a URI such as `scheme://authority/path`. */
export interface SplitUri {
  readonly authority: string;
  /** Raw: keys of object stores may hold `%`, `?`, `#` and line breaks, and none of them means anything. */
  readonly path: string;
}

/** The authority and the raw path of a URI with one of the schemes; undefined for other schemes. */
export function splitUri(uri: string, schemes: readonly string[]): SplitUri | UriProblem | undefined {
  const scheme = schemes.find((name) => uri.slice(0, name.length + 3).toLowerCase() === `${name}://`);
  if (scheme === undefined) return undefined;
  const rest = uri.slice(scheme.length + 3);
  const slash = rest.indexOf("/");
  const authority = slash < 0 ? rest : rest.slice(0, slash);
  if (authority === "") return { problem: `it names no bucket; the form is ${scheme}://bucket/key` };
  return { authority, path: slash < 0 ? "" : rest.slice(slash + 1) };
}

/** Text in which `%` stands for itself only as `%25`; undefined where it is malformed. */
export function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // A `%` without two hexadecimal digits, or bytes that are not UTF-8: the caller says so.
    return undefined;
  }
}
