import type { Bucket } from "@glacier/core/resources";
import type { ResourceBucket, ResourceProvider } from "@glacier/server/protocol";
import type { Connected, ConnectOptions } from "./connect.ts";
import type { ListedPage } from "./folder.ts";
import { folderOfPath, formatBytes } from "./format.ts";
import { withPatience } from "./patience.ts";
import { describeProblem, type Problem, ProblemError } from "./problems.ts";

/** An object larger than this is not opened as a document: the editor would hold all of it in memory. */
export const MAX_DOCUMENT_BYTES = 20 * 1024 * 1024;
/** Objects per page of a listing. */
const PAGE_SIZE = 200;
/** Without a byte for this long, an object is given up. */
const READ_LIMIT_MS = 30_000;

/**
 * The buckets that are open: whoever looks into one again uses the same connections, and credentials that are fetched already, as long as the source
 * says of the bucket what it said when it was opened.
 */
export class Connections {
  private readonly open = new Map<string, { readonly place: string; readonly connected: Promise<Connected> }>();

  get(provider: ResourceProvider, bucket: ResourceBucket, options: ConnectOptions): Promise<Connected> {
    const id = `${provider.key}\n${bucket.id}`;
    const place = placeOf(provider, bucket) + options.folder;
    const found = this.open.get(id);
    if (found?.place === place) return found.connected;
    const connected = connect(provider, bucket, options);
    this.open.set(id, { place, connected });
    return connected;
  }

  /** What is asked for next is connected anew: who signed in, or changed a file of credentials, is heard. */
  forget(): void {
    this.open.clear();
  }
}

/** All that the source says of where a bucket is, which may change while its names, and so its ids, stay. */
export const placeOf = ({ clouds, config, configFrom }: ResourceProvider, { bucketName, path }: ResourceBucket): string =>
  JSON.stringify([clouds, config, configFrom, bucketName, path]);

/** Loads core's resources only when somebody opens a bucket: until then the extension carries none of it, and no SDK. */
export async function connect(provider: ResourceProvider, bucket: ResourceBucket, options: ConnectOptions): Promise<Connected> {
  try {
    const { connectBucket } = await import("./connect.ts");
    return connectBucket(provider, bucket, options);
  } catch (cause) {
    return { ok: false, problem: describeProblem(cause) };
  }
}

/** The pages of a folder. Failing to connect is a page that fails, so that the view has one place for problems. */
export async function* listFolder(
  connected: Promise<Connected>,
  prefix: string | undefined,
  { signal, pageSize = PAGE_SIZE }: { signal?: AbortSignal; pageSize?: number } = {},
): AsyncGenerator<ListedPage> {
  const connection = await connected;
  if (!connection.ok) throw new ProblemError(connection.problem);
  const { bucket, path, withheld } = connection;
  try {
    yield* bucket.list({ prefix: prefix ?? folderOfPath(path), delimiter: "/", pageSize, signal });
  } catch (cause) {
    throw new ProblemError(explained(describeProblem(cause), withheld), cause);
  }
}

/** What an object is, within a limit of time. */
export function statObject(bucket: Bucket, key: string): Promise<Awaited<ReturnType<Bucket["stat"]>>> {
  return withPatience({ limitMs: READ_LIMIT_MS }, (signal) => bucket.stat(key, { signal }));
}

export interface ReadObjectOptions {
  signal?: AbortSignal;
  /** Is told how many bytes have come so far. */
  onProgress?: (bytes: number) => void;
  /** Bytes above which it is given up. Default: {@link MAX_DOCUMENT_BYTES} */
  maxBytes?: number;
}

/** The whole of an object: it fails when it turns out to be larger than a document may be, whatever was said of it before. */
export function readObject(bucket: Bucket, key: string, options: ReadObjectOptions = {}): Promise<Uint8Array> {
  const { signal, onProgress, maxBytes = MAX_DOCUMENT_BYTES } = options;
  return withPatience({ limitMs: READ_LIMIT_MS, ...(signal && { signal }) }, async (given, alive) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of await bucket.read(key, { signal: given })) {
      alive();
      chunks.push(chunk as Uint8Array); // a byte stream
      size += chunk.length;
      if (size > maxBytes) throw new ProblemError({ message: `${key} is over ${formatBytes(maxBytes)}, and is not opened here.` });
      onProgress?.(size);
    }
    return Buffer.concat(chunks);
  });
}

/** A secret that the source has and the view has not may be all that is wrong. */
function explained(problem: Problem, withheld: readonly string[]): Problem {
  if (withheld.length === 0 || !CREDENTIAL_PROBLEMS.has(problem.code ?? "")) return problem;
  const hint = `Here credentials come from the editor's environment only. ${withheld.join(" ")}`;
  return { ...problem, hint: problem.hint ? `${problem.hint} ${hint}` : hint };
}

const CREDENTIAL_PROBLEMS: ReadonlySet<string> = new Set(["CREDENTIALS_MISSING", "ACCESS_DENIED", "CONFIG_INVALID"]);
