import type { DataFormat } from "../config/formats.ts";
import { GlacierError } from "../errors.ts";
import type { ListOptions, ListPage, ObjectInfo } from "../resources/adapter.ts";
import { throwIfAborted } from "./cancellation.ts";
import { scanRoot, selectDataFiles } from "./data-files.ts";
import { INTERNAL, readReplacements } from "./folder-replacement.ts";
import type { Call, ObjectStore } from "./object-store.ts";
import { oneAhead } from "./one-ahead.ts";
import { requireCount } from "./require-count.ts";

/** Keys as they are, without Glacier's own. */
export async function* listPages(store: ObjectStore, options: ListOptions): AsyncGenerator<ListPage, void, undefined> {
  const call: Call = { operation: "bucket.list", signal: options.signal };
  const { prefix = "", delimiter = "", pageSize = 1000, signal } = options;
  requireCount(pageSize, "pageSize", 1, call.operation);
  for (const [name, value] of Object.entries({ prefix, delimiter })) {
    if (typeof value !== "string")
      throw new GlacierError("CONFIG_INVALID", `bucket.list(): ${name} is no text.`, { operation: call.operation });
  }
  throwIfAborted(signal, call.operation);
  const isOwn = (key: string): boolean => key.startsWith(INTERNAL);
  // Most lists lie elsewhere, and need not be looked through.
  const showsOwn = prefix === "" || INTERNAL.startsWith(prefix) || isOwn(prefix);
  const request = { prefix, delimiter: delimiter === "" ? undefined : delimiter, pageSize };
  for await (const page of oneAhead((wanted) => store.list(request, { ...call, signal: wanted }), signal)) {
    yield showsOwn
      ? { objects: page.objects.filter(({ key }) => !isOwn(key)), prefixes: page.prefixes.filter((key) => !isOwn(key)) }
      : page;
    throwIfAborted(signal, call.operation);
  }
}

/** The files of a folder or glob, as they are between two replacements of the folder. */
export interface FolderSnapshot {
  /** What a scan reads. */
  readonly files: readonly ObjectInfo[];
  /** Whether nothing else lies below the folder. */
  readonly isAll: boolean;
}

/** How often a folder is looked at again that was replaced in between. */
const ROUNDS = 20;

/** @throws {GlacierError} `CONFLICT`, retryable, when the folder is replaced faster than it can be listed. */
export async function snapshotFolder(store: ObjectStore, path: string, format: DataFormat, call: Call): Promise<FolderSnapshot> {
  const root = scanRoot(path);
  let before = await readReplacements(store, root, call);
  for (let round = 1; round <= ROUNDS; round++) {
    const found = await listAll(store, root, call);
    const after = await readReplacements(store, root, call);
    if (before.generation === after.generation) {
      const current = found.filter((object) => !after.passes(object) && !object.key.startsWith(INTERNAL));
      const files = selectDataFiles(current, path, format);
      return { files, isAll: files.length === found.length };
    }
    before = after;
  }
  throw new GlacierError("CONFLICT", `${store.uriOf(path)} is replaced faster than it can be listed.`, {
    operation: call.operation,
    retryable: true,
  });
}

async function listAll(store: ObjectStore, prefix: string, call: Call): Promise<ObjectInfo[]> {
  const found: ObjectInfo[] = [];
  const pages = oneAhead((signal) => store.list({ prefix, pageSize: 1000 }, { ...call, signal }), call.signal);
  for await (const { objects } of pages) found.push(...objects);
  return found;
}
