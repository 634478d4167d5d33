import { Readable } from "node:stream";
import type { Bucket, ObjectInfo } from "@glacier/core/resources";
import type { Place } from "../../../cli/src/objects/place.ts";
import { GlacierError } from "../../../core/src/errors.ts";

/** A place of an object store in memory, which takes keys that no file of this machine could have. */
export function memoryPlace(objects: Record<string, string | (() => AsyncIterable<Uint8Array>)>, { name = "store", key = "" } = {}): Place {
  const info = (of: string): ObjectInfo => {
    const content = objects[of];
    if (content === undefined) throw new GlacierError("NOT_FOUND", `${of} was not found.`);
    return {
      key: of,
      size: typeof content === "string" ? Buffer.byteLength(content) : Number.MAX_SAFE_INTEGER,
      lastModified: new Date(0),
      etag: `"${content}"`,
    };
  };
  const store = {
    async *list({ prefix = "" }) {
      const keys = Object.keys(objects).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      yield { objects: keys.filter((of) => of.startsWith(prefix)).map(info), prefixes: [] };
    },
    stat: async (of: string) => info(of),
    read: async (of: string, { signal }: { signal?: AbortSignal }) => {
      const content = objects[of];
      return Readable.from(typeof content === "function" ? content() : [Buffer.from(content ?? "")], { signal });
    },
  };
  // As much of a bucket as a copy asks its source for.
  return { bucket: store as unknown as Bucket, key, uriOf: (of) => `${name}://bucket/${of}` };
}
