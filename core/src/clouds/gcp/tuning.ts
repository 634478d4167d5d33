/** How patient the store is. Only tests choose other values. */
export interface Tuning {
  readonly maxAttempts: number;
  readonly connectTimeoutMs: number;
  /** How long nothing at all may arrive or leave. */
  readonly idleTimeoutMs: number;
  /** Bytes of a part of a large upload: a multiple of 256 KiB [Cloud Storage, resumable uploads, 2026-11]. */
  readonly partSize: number;
  /** Most bytes of a step of a copy: whole MiB. Default: as many as the service likes. */
  readonly copyStep?: number | undefined;
}

export const DEFAULT_TUNING: Tuning = {
  maxAttempts: 5,
  connectTimeoutMs: 10_000,
  idleTimeoutMs: 60_000,
  partSize: 16 * 1024 * 1024,
};
