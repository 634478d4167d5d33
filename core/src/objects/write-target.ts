import { GlacierError, UnsupportedOperationError } from "../errors.ts";
import type { WriteOptions } from "../resources/adapter.ts";
import { isFolderPath } from "./data-files.ts";
import { isGlob } from "./glob.ts";

/**
 * Whether a write goes to a folder or to one object.
 *
 * @throws {GlacierError} `UNSUPPORTED_OPERATION` for a pattern, or for adding to one object; `CONFIG_INVALID` for a mode that there is not.
 */
export function writeTarget(path: string, mode: WriteOptions["mode"], uri: string): { isFolder: boolean } {
  const operation = "bucket.write";
  if (mode !== undefined && mode !== "append" && mode !== "overwrite") {
    throw new GlacierError("CONFIG_INVALID", `bucket.write() has no mode ${JSON.stringify(mode)}; allowed are "append" and "overwrite".`, {
      operation,
    });
  }
  const isFolder = isFolderPath(path);
  if (!isFolder && isGlob(path)) {
    throw new UnsupportedOperationError(`${uri} is a pattern and cannot be written to.`, {
      hint: "Write to an object or a folder.",
      operation,
    });
  }
  if (!isFolder && mode === "append") {
    throw new UnsupportedOperationError(`${uri} is one object, to which nothing can be added.`, {
      hint: 'Give the bucket a path that ends in "/": each write adds a part there.',
      operation,
    });
  }
  return { isFolder };
}
