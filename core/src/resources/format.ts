import { showValue } from "../config/redact.ts";
import { GlacierError } from "../errors.ts";

/** The formats that a bucket can hold data in. */
export const dataFormats = ["parquet", "csv", "ndjson", "ipc", "avro"] as const;

export type DataFormat = (typeof dataFormats)[number];

/**
 * A format however its name is capitalised.
 *
 * @throws {GlacierError} `UNSUPPORTED_FORMAT` naming the formats there are.
 */
export function parseFormat(name: unknown, operation: string): DataFormat {
  const format = typeof name === "string" ? dataFormats.find((candidate) => candidate === name.toLowerCase()) : undefined;
  if (format) return format;
  throw new GlacierError("UNSUPPORTED_FORMAT", `There is no format ${showValue(name)}.`, {
    hint: `Formats are ${dataFormats.join(", ")}.`,
    operation,
  });
}
