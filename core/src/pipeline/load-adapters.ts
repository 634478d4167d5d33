import { Bucket } from "../resources/bucket.ts";
import { forEachLeaf } from "./arguments.ts";
import type { RecordedStep } from "./recorder.ts";

/** Loads what serves the buckets that steps are given, as a program's own imports would be: before its work begins, not in the middle of its first step. */
export async function loadAdapters(steps: readonly RecordedStep[]): Promise<void> {
  const buckets = new Set<Bucket>();
  for (const { args } of steps) {
    forEachLeaf(args, (value) => {
      if (value instanceof Bucket) buckets.add(value);
    });
  }
  // A bucket that nothing can serve fails the step that uses it, and none that does not.
  await Promise.allSettled([...buckets].map((bucket) => bucket.provider.getAdapter(bucket)));
}
