/** Calls on a bucket by which a step reads it. Run time and static analysis share this list. */
export const readingOperations = ["scan", "read", "list", "stat", "exists", "signedUrl"] as const;

/** Calls on a bucket by which a step writes it. */
export const writingOperations = ["write", "upload", "copy", "remove"] as const;

/** A method of a bucket that touches data. */
export type BucketOperation = (typeof readingOperations)[number] | (typeof writingOperations)[number];
