/** How patient a store is, and how it cuts large objects. Tests set other values; authors cannot. */
export interface Tuning {
  /** How often a request is made that fails in a way that may pass. */
  readonly maxAttempts: number;
  /** Milliseconds: the first pause between two attempts is up to this; each further one up to twice as long. */
  readonly firstPauseMs: number;
  readonly connectTimeoutMs: number;
  /** Milliseconds without a byte in either direction after which a connection is given up. */
  readonly idleTimeoutMs: number;
  /** Bytes of a block. What is no larger is stored by one request. */
  readonly partSize: number;
  /** Bytes up to which one request copies an object. The service's own limit is 256 MiB. */
  readonly wholeCopySize: number;
}

const MEBIBYTE = 1024 * 1024;

const usual: Tuning = {
  maxAttempts: 5,
  firstPauseMs: 200,
  connectTimeoutMs: 10_000,
  idleTimeoutMs: 60_000,
  partSize: 16 * MEBIBYTE,
  wholeCopySize: 256 * MEBIBYTE,
};

export function tune(tuning: Partial<Tuning>): Tuning {
  return { ...usual, ...tuning };
}
