import type { Bucket } from "@glacier/core/resources";
import type { ResourceBucket, ResourceProvider } from "@glacier/server/protocol";
import type { Connected, ConnectOptions } from "./connect.ts";
import { describeProblem, type ListedPage, type Problem } from "./folder.ts";
import { folderOfPath } from "./format.ts";

/** An object larger than this is not opened as a document: the editor would hold all of it in memory. */
export const MAX_DOCUMENT_BYTES = 20 * 1024 * 1024;
/** Objects per page of a listing. */
const PAGE_SIZE = 200;

/** Loads core's resources only when somebody opens a bucket: until then the extension carries none of it. */
export async function connect(provider: ResourceProvider, bucket: ResourceBucket, options: ConnectOptions): Promise<Connected> {
  try {
    const { connectBucket } = await import("./connect.ts");
    return connectBucket(provider, bucket, options);
  } catch (cause) {
    return { ok: false, problem: describeProblem(cause) };
  }
}

/** The pages of a folder. Failing to connect is a page that fails, so that the view has one place for problems. */
export async function* listFolder(connected: Promise<Connected>, prefix: string | undefined): AsyncGenerator<ListedPage> {
  const connection = await connected;
  if (!connection.ok) throw new ProblemError(connection.problem);
  yield* connection.bucket.list({ prefix: prefix ?? folderOfPath(connection.path), delimiter: "/", pageSize: PAGE_SIZE });
}

/** The whole of an object. */
export async function readObject(bucket: Bucket, key: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await bucket.read(key)) chunks.push(chunk as Uint8Array); // a byte stream
  return Buffer.concat(chunks);
}

/** A {@link Problem} on its way through a listing. */
class ProblemError extends Error {
  readonly hint: string | undefined;
  readonly code: string | undefined;

  constructor({ message, hint, code }: Problem) {
    super(message);
    this.hint = hint;
    this.code = code;
  }
}
