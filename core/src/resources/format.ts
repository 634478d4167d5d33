import { type DataFormat, dataFormats, readFormat } from "../config/formats.ts";
import { showValue } from "../config/redact.ts";
import { GlacierError } from "../errors.ts";

/**
 * A format however its name is capitalised.
 *
 * @throws {GlacierError} `UNSUPPORTED_FORMAT` naming the formats there are.
 */
export function parseFormat(name: unknown, operation: string): DataFormat {
  const format = readFormat(name);
  if (format) return format;
  throw new GlacierError("UNSUPPORTED_FORMAT", `There is no format ${showValue(name)}.`, {
    hint: `Formats are ${dataFormats.join(", ")}.`,
    operation,
  });
}
