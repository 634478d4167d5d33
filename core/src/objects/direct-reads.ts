import { GlacierError } from "../errors.ts";

/** From this size on, Polars reads objects by itself: 32 MiB. */
const USUAL = 32 * 2 ** 20;

/**
 * How many bytes a scan must find for Polars to read them by itself, which is fastest, instead of through Glacier, which holds on to the version that was scanned.
 * The rest is noticed after the fact, but for one case: a Parquet object that is overwritten by a shorter one while Polars reads it ends the process
 * (nodejs-polars 0.26). Small objects are those that are overwritten again and again, and of them nobody feels the difference.
 *
 * `GLACIER_DIRECT_READ_BYTES` says otherwise, in bytes: 0 for always, `Infinity` for never.
 *
 * @throws {GlacierError} `CONFIG_INVALID` where it is no number of bytes: whoever wants to be safe must not be left unsafe by a slip.
 */
export function directReadBytes(env: NodeJS.ProcessEnv = process.env): number {
  const text = env.GLACIER_DIRECT_READ_BYTES?.trim();
  const value = text ? Number(text) : USUAL;
  if (value >= 0) return value;
  throw new GlacierError(
    "CONFIG_INVALID",
    `The environment variable GLACIER_DIRECT_READ_BYTES is ${JSON.stringify(text)}, which is no number of bytes.`,
    {
      hint: "Give a number of bytes from 0, or Infinity for never reading without Glacier in between; or unset it.",
      operation: "bucket.scan",
    },
  );
}
