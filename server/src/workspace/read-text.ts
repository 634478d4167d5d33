import { readFileSync } from "node:fs";

/** A file's text as TypeScript and editors read it: UTF-8, or the UTF-16 that its byte order mark tells of. The mark stays. */
export function readTextFile(file: string): string {
  const text = readFileSync(file, "utf8");
  // A byte order mark of UTF-16 is two bytes that begin no text in UTF-8; nearly every file is read once.
  if (!text.startsWith("\uFFFD\uFFFD")) return text;
  const bytes = readFileSync(file);
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return bytes.toString("utf16le");
  if (first === 0xfe && second === 0xff)
    return bytes
      .subarray(0, bytes.length & ~1)
      .swap16()
      .toString("utf16le");
  return text;
}
