/**
 * What the bucket's config says of each object that is written: its storage class. STANDARD is the default of the config and of buckets, and cannot
 * be told from "nothing was said", so the bucket's own default class decides then.
 */
export function storageClassOf(bucket: Readonly<Record<string, unknown>> | undefined): { readonly storageClass?: string } {
  const storageClass = bucket?.storageClass;
  return typeof storageClass === "string" && storageClass !== "STANDARD" ? { storageClass } : {};
}
