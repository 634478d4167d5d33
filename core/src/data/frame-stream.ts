import { type FileHandle, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { type DataFormat, fileExtensions } from "../config/formats.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { type Frame, writeFrame } from "./write.ts";

/** A frame's content in a format. */
export type EncodedFrame = { readonly bytes: Buffer } | { readonly stream: Readable };

/** Up to this size, content is given whole. In bytes. */
const WHOLE = 8 * 2 ** 20;
/** What is read at once of content that is given bit by bit. In bytes. */
const CHUNK = 2 ** 20;
/** Milliseconds between two looks at whether there is more. */
const PAUSE = 10;

/**
 * Encodes a frame, and gives the content while the rest of it is still being computed. It passes through a file in the folder for temporary files, so
 * memory stays bounded and what is uploaded in parts can be sent again; the file needs as much room as the content has bytes. It is removed when the
 * stream is closed, and can be read by nobody else.
 *
 * The stream ends only when Polars has finished without an error, so that whoever commits at the end of a stream commits all of it.
 *
 * @throws {GlacierError} `UNSUPPORTED_FORMAT` when the format cannot hold the data. Errors of the caller's own expressions are passed on. Both may also come as an error of the stream.
 * Those of {@link temporaryFolder}.
 */
export async function encodeFrame(format: DataFormat, frame: Frame, uri: string): Promise<EncodedFrame> {
  const folder = await temporaryFolder(uri);
  const path = join(folder, `content${fileExtensions[format][0]}`);
  const work: Work = { isDone: false, finished: writeFrame(format, frame, path, uri), wake: () => undefined };
  const settle = (): void => {
    work.isDone = true;
    work.wake();
  };
  work.finished.then(settle, settle);
  // Polars cannot be stopped: the file is removed when it has let go of it.
  const cleanUp = async (): Promise<void> => {
    await work.finished.catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  };
  let file: FileHandle | undefined;
  try {
    file = await whenThere(path, work);
    const size = await sizeBeyond(file, WHOLE, work);
    if (size !== undefined) {
      const bytes = await file.readFile();
      await file.close();
      await cleanUp();
      return { bytes };
    }
    const stream = Readable.from(growing(file, work), { objectMode: false, highWaterMark: CHUNK });
    // A stream may be destroyed before it was ever read, and then the generator never runs. A file that cannot be removed is left to the system.
    stream.once("close", () => void release(file, cleanUp).catch(() => undefined));
    return { stream };
  } catch (error) {
    await release(file, cleanUp);
    throw error;
  }
}

async function release(file: FileHandle | undefined, cleanUp: () => Promise<void>): Promise<void> {
  try {
    await file?.close();
  } finally {
    await cleanUp();
  }
}

interface Work {
  isDone: boolean;
  readonly finished: Promise<void>;
  /** Ends the present pause. */
  wake: () => void;
}

/** Until there may be more. Not a race with `finished`, which would remember every pause of hours of work. */
const pause = (work: Work): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, PAUSE);
    work.wake = () => {
      clearTimeout(timer);
      resolve();
    };
    if (work.isDone) work.wake();
  });

async function whenThere(path: string, work: Work): Promise<FileHandle> {
  for (;;) {
    const wasDone = work.isDone;
    if (wasDone) await work.finished;
    try {
      return await open(path, "r");
    } catch (error) {
      if (wasDone || !(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    }
    await pause(work);
  }
}

/** The size of a finished file; undefined as soon as it is larger than the limit. */
async function sizeBeyond(file: FileHandle, limit: number, work: Work): Promise<number | undefined> {
  for (;;) {
    const wasDone = work.isDone;
    if (wasDone) await work.finished;
    const { size } = await file.stat();
    if (size > limit) return undefined;
    if (wasDone) return size;
    await pause(work);
  }
}

async function* growing(file: FileHandle, work: Work): AsyncGenerator<Buffer, void, undefined> {
  for (let position = 0; ; ) {
    const wasDone = work.isDone;
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, position);
    position += bytesRead;
    if (bytesRead > 0) yield buffer.subarray(0, bytesRead);
    else if (wasDone) return await work.finished;
    else await pause(work);
  }
}
