/** What tests make small. */
export interface Tuning {
  /** Tries of one request, the first one included. */
  readonly maxAttempts: number;
  readonly connectTimeoutMs: number;
  /** How long a connection may say nothing. */
  readonly idleTimeoutMs: number;
  /** Bytes of a part of an upload, where its size does not ask for larger ones. At least 5 MiB, which is S3's own limit. */
  readonly partSize: number;
  /** Bytes above which an object is copied in parts: S3 copies at most 5 GiB in one request. */
  readonly copyInPartsAbove: number;
  /** Bytes of a part of such a copy. */
  readonly copyPartSize: number;
}

const MiB = 1024 * 1024;

export const DEFAULT_TUNING: Tuning = {
  maxAttempts: 5,
  connectTimeoutMs: 10_000,
  idleTimeoutMs: 60_000,
  partSize: 16 * MiB,
  copyInPartsAbove: 5 * 1024 * MiB,
  copyPartSize: 512 * MiB,
};
