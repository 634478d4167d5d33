import { open } from "node:fs/promises";
import { type DataFormat, dataFormats } from "../config/formats.ts";
import { GlacierError } from "../errors.ts";
import { hasSoundFooter } from "./arrow-footer.ts";
import type { ByteSource } from "./byte-source.ts";

/** The format that an object's first bytes tell; text tells none. */
export function formatOfStart(bytes: Uint8Array): DataFormat | undefined {
  const start = Buffer.from(bytes.subarray(0, 8)).toString("latin1");
  if (start.startsWith(ENCRYPTED_PARQUET)) return "parquet";
  return dataFormats.find((format) => {
    const mark = marks[format];
    return mark !== undefined && start.startsWith(mark.start);
  });
}

/**
 * Looks at the first and last bytes of a file, so that a truncated download or an HTML page is found at the scan and not at some later `collect()`,
 * and that Polars is given no Arrow footer that it would end the process over.
 *
 * @throws {GlacierError} `UNSUPPORTED_FORMAT`
 */
export async function checkContent(format: DataFormat, content: ByteSource, uri: string): Promise<void> {
  if (await isPlausible(format, content)) return;
  if (format === "parquet" && (await isMarked(content, { start: ENCRYPTED_PARQUET, end: ENCRYPTED_PARQUET })))
    throw new GlacierError("UNSUPPORTED_FORMAT", `${uri} is an encrypted Parquet file, which cannot be read.`, {
      hint: "Write it without modular encryption; the store can encrypt objects by itself.",
      operation: "bucket.scan",
    });
  throw new GlacierError("UNSUPPORTED_FORMAT", `${uri} is no ${format} file, or was not written completely (${content.size} bytes).`, {
    hint: "Check that the bucket's format is the object's format, and write the object again if it is.",
    operation: "bucket.scan",
  });
}

/** {@link checkContent} of a file of this machine. */
export async function checkFile(format: DataFormat, path: string, uri: string): Promise<void> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const read = async (position: number, length: number): Promise<Buffer> => {
      const buffer = Buffer.alloc(length);
      await file.read(buffer, 0, length, position);
      return buffer;
    };
    await checkContent(format, { size, read }, uri);
  } finally {
    await file.close();
  }
}

async function isPlausible(format: DataFormat, content: ByteSource): Promise<boolean> {
  const mark = marks[format];
  // Text has no marks of its own, but must not have another's. One alone may be a word: PAR1 is a gene.
  if (mark === undefined) return !(await Promise.all(Object.values(marks).map((other) => isMarked(content, other)))).includes(true);
  return (await isMarked(content, mark)) && (format !== "ipc" || (await hasSoundFooter(content)));
}

async function isMarked(content: ByteSource, { start, end }: Mark): Promise<boolean> {
  if (content.size < start.length + end.length) return false;
  return (await holdsAt(content, 0, start)) && (await holdsAt(content, content.size - end.length, end));
}

interface Mark {
  readonly start: string;
  readonly end: string;
}

/** What files of a format begin and end with. */
const marks: Readonly<Partial<Record<DataFormat, Mark>>> = {
  parquet: { start: "PAR1", end: "PAR1" },
  ipc: { start: "ARROW1", end: "ARROW1" },
  avro: { start: "Obj\x01", end: "" },
};

/** Instead of PAR1, where the footer is encrypted [Parquet, "Modular Encryption", 2026-11]. */
const ENCRYPTED_PARQUET = "PARE";

async function holdsAt(content: ByteSource, position: number, text: string): Promise<boolean> {
  return text === "" || (await content.read(position, text.length)).toString("latin1") === text;
}
