import { normalisePath } from "../workspace/paths.ts";

/**
 * A document's URI as the file that the workspace knows it by: an absolute path with forward slashes, a drive letter in upper case.
 * A URI of another scheme than `file` gets a path that no file on disk has, `/<scheme>:/<path>`.
 */
export function uriToFile(uri: string): string {
  const parts = /^([A-Za-z][A-Za-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)/.exec(uri);
  if (parts === null) return decode(uri);
  const [, scheme = "", authority = "", path = ""] = parts;
  if (scheme.toLowerCase() !== "file") return normalisePath(`/${scheme}:/${decode(authority + path).replace(/^\/+/, "")}`);
  const decoded = decode(path);
  if (authority !== "" && authority !== "localhost") return `//${decode(authority)}${decoded}`;
  return decoded.replace(/^\/([A-Za-z]:)/, (_, drive: string) => drive.toUpperCase());
}

/** The `file` URI of an absolute path with forward slashes, spelt as Visual Studio Code spells it: a drive letter is lower-case there. */
export function fileToUri(file: string): string {
  if (file.startsWith("//")) return `file://${encode(file.slice(2))}`;
  const path = file.replace(/^[A-Za-z]:/, (drive) => `/${drive.toLowerCase()}`);
  return `file://${encode(path)}`;
}

/** A `%` that starts no escape stands for itself: a wrong URI must not end a request. */
function decode(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch (error) {
      if (error instanceof URIError) return escapes;
      throw error;
    }
  });
}

const encode = (path: string): string =>
  path
    .split("/")
    .map((segment) =>
      encodeURIComponent(segment).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`),
    )
    .join("/");
