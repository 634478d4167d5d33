/** A value taken from a vendor's documentation or client, with where and when it was read. */
export interface Fact<Value> {
  readonly value: Value;
  /** The vendor's page or package that says so. */
  readonly source: string;
  /** When it was last read: `YYYY-MM` or `YYYY-MM-DD`. */
  readonly read: string;
}

/** Keeps a value together with its source, so that it can be re-read before a release. */
export function fact<const Value>(value: Value, source: string, read: string): Fact<Value> {
  return Object.freeze({ value, source, read });
}
