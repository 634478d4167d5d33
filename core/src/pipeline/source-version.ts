import { createHash } from "node:crypto";
import { Bucket } from "../resources/bucket.ts";
import { forEachLeaf } from "./arguments.ts";
import { bucketUsage } from "./bucket-usage.ts";
import type { RecordedStep } from "./recorder.ts";

/** More objects than this are not listed: the step then counts as one whose data may have changed. */
const mostObjects = 10_000;

/**
 * What tells whether the data that a step reads from its buckets is what it was: the keys and etags of the objects under their paths. Undefined when that cannot be told,
 * because there are too many, or the bucket does not answer: then the step's result is never taken for good later.
 */
export async function sourceVersion(
  { task, args }: Pick<RecordedStep, "task" | "args">,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const read: Bucket[] = [];
  forEachLeaf(args, (value, path) => {
    if (!(value instanceof Bucket)) return;
    const { reads, unclear } = bucketUsage(task.fn, path);
    if (reads || unclear) read.push(value);
  });
  if (read.length === 0) return "";
  const hash = createHash("sha256");
  for (const bucket of read) {
    const objects = await objectsOf(bucket, signal);
    if (!objects) return undefined;
    hash.update(JSON.stringify([bucket.getUri(), objects]));
  }
  return hash.digest("hex").slice(0, 32);
}

async function objectsOf(bucket: Bucket, signal: AbortSignal | undefined): Promise<[key: string, etag: string][] | undefined> {
  const { path } = bucket;
  const prefix = path.split(/[*?[{]/, 1)[0] ?? "";
  // An object's key, or a folder's name without its slash: `sales.csv` has nothing to do with `sales.csv.bak`.
  const isMeant = (key: string): boolean =>
    prefix !== path || path === "" || path.endsWith("/") || key === path || key.startsWith(`${path}/`);
  const objects: [string, string][] = [];
  try {
    for await (const page of bucket.list({ prefix, signal })) {
      for (const { key, etag } of page.objects) if (isMeant(key)) objects.push([key, etag]);
      if (objects.length > mostObjects) return undefined;
    }
    return objects;
  } catch {
    // A bucket that is not there or does not answer: the step itself will say so, if it minds.
    return undefined;
  }
}
