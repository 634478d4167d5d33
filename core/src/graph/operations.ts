/** Methods of a bucket by which a step reads it: a `reads` edge. Run time and static analysis share this list. */
export const readingOperations = ["scan", "read", "list", "stat", "exists", "signedUrl"] as const;

/** Methods of a bucket by which a step writes it: a `writes` edge. */
export const writingOperations = ["write", "upload", "copy", "remove"] as const;

/** What a method of a bucket does to the data; undefined for one that touches none. */
export function usageOf(method: string): "reads" | "writes" | undefined {
  if (readingOperations.some((it) => it === method)) return "reads";
  return writingOperations.some((it) => it === method) ? "writes" : undefined;
}
