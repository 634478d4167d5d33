/** Where an object store is, as plain data, so that it can be opened again in a thread of its own. Holds secrets: never shown. */
export interface ObjectStorePlace {
  /** The fields of the provider's config. */
  readonly provider: Readonly<Record<string, unknown>>;
  /** The fields of the bucket's config; undefined when it was given none. */
  readonly bucket: Readonly<Record<string, unknown>> | undefined;
  readonly bucketName: string;
}
