/** What separates values in CSV that spreadsheets and databases write. */
export type CsvSeparator = "," | ";" | "\t" | "|";

/** What separates the values of a CSV text, by its first two lines; a comma wherever one is outside quotes, and where nothing tells. */
export function separatorOf(text: Buffer): CsvSeparator {
  const [header = "", second = header] = text
    .subarray(0, LOOKED_AT)
    .toString()
    .replaceAll(/"[^"]*"/g, "")
    .split("\n")
    .filter((line) => line.trim() !== "");
  if (header.includes(",")) return ",";
  return others.find((separator) => header.includes(separator) && second.includes(separator)) ?? ",";
}

const others = [";", "\t", "|"] as const;

/** Bytes; a header is shorter. */
const LOOKED_AT = 64 * 1024;
