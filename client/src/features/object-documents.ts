import type { Bucket } from "@glacier/core/resources";
import { resourcesRequest } from "@glacier/server/protocol";
import * as vscode from "vscode";
import { MAX_DOCUMENT_BYTES, readObject, statObject } from "../explorer/connections.ts";
import { formatBytes, lastSegment } from "../explorer/format.ts";
import { describeProblem } from "../explorer/problems.ts";
import { parseObjectUri } from "../explorer/uris.ts";
import { internal } from "../ids.ts";
import { messageText } from "../message-text.ts";
import type { Feature, Services } from "../services.ts";
import { folderOf } from "../workspace.ts";

/** Objects of buckets as read-only documents. */
export const objectDocuments: Feature = {
  name: "objects as documents",
  start(services) {
    services.context.subscriptions.push(
      vscode.workspace.registerFileSystemProvider(internal.objectScheme, new ObjectFiles(services), {
        isReadonly: true,
        isCaseSensitive: true,
      }),
    );
  },
};

class ObjectFiles implements vscode.FileSystemProvider {
  private readonly services: Services;
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;

  constructor(services: Services) {
    this.services = services;
  }

  /** An object does not tell when it changes. */
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { bucket, key } = await this.find(uri);
    const info = await statObject(bucket, key).catch((cause: unknown) => {
      throw asFileError(uri, cause);
    });
    const modified = new Date(info.lastModified).getTime();
    return { type: vscode.FileType.File, ctime: modified, mtime: modified, size: info.size, permissions: vscode.FilePermission.Readonly };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const { bucket, key } = await this.find(uri);
    try {
      const { size } = await statObject(bucket, key);
      if (size > MAX_DOCUMENT_BYTES) {
        throw vscode.FileSystemError.Unavailable(
          `${messageText(key)} is ${formatBytes(size)}; objects over ${formatBytes(MAX_DOCUMENT_BYTES)} are not opened here.`,
        );
      }
      return await readWithProgress(bucket, key, size);
    } catch (cause) {
      throw asFileError(uri, cause);
    }
  }

  readDirectory(): never {
    throw vscode.FileSystemError.NoPermissions("Folders of a bucket are shown in the Glacier view.");
  }

  createDirectory(): never {
    throw readOnly();
  }

  writeFile(): never {
    throw readOnly();
  }

  delete(): never {
    throw readOnly();
  }

  rename(): never {
    throw readOnly();
  }

  private async find(uri: vscode.Uri) {
    if (!vscode.workspace.isTrusted) throw vscode.FileSystemError.NoPermissions("Browsing buckets needs a trusted workspace.");
    const place = parseObjectUri(uri);
    if (!place) throw vscode.FileSystemError.FileNotFound(uri);
    const { providers } = await this.services.server.request(resourcesRequest, {});
    const provider = providers.find(({ key }) => key === place.providerKey);
    const bucket = provider?.buckets.find(({ id }) => id === place.bucketId);
    if (!provider || !bucket) throw vscode.FileSystemError.FileNotFound(uri);
    const connected = await this.services.connections.get(provider, bucket, {
      env: process.env,
      folder: folderOf(vscode.Uri.parse(bucket.location.uri)),
    });
    if (!connected.ok) throw vscode.FileSystemError.Unavailable(messageText(connected.problem.message));
    return { bucket: connected.bucket, key: place.key };
  }
}

/** The editor itself says that it waits; what takes longer can be seen coming, and be cancelled. */
async function readWithProgress(bucket: Bucket, key: string, size: number): Promise<Uint8Array> {
  const cancelling = new AbortController();
  let tell: (bytes: number) => void = () => undefined;
  const reading = readObject(bucket, key, { signal: cancelling.signal, onProgress: (bytes) => tell(bytes) });
  const timer = setTimeout(() => {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: `Reading ${messageText(lastSegment(key))}`,
      cancellable: true,
    };
    void vscode.window.withProgress(options, async (progress, cancelled) => {
      cancelled.onCancellationRequested(() => cancelling.abort());
      let shown = 0;
      tell = (bytes) => {
        progress.report({
          message: `${formatBytes(bytes)} of ${formatBytes(size)}`,
          increment: (100 * (bytes - shown)) / Math.max(size, 1),
        });
        shown = bytes;
      };
      // Whoever reads hears of a failure.
      await reading.then(
        () => undefined,
        () => undefined,
      );
    });
  }, PROGRESS_AFTER_MS);
  try {
    return await reading;
  } finally {
    clearTimeout(timer);
  }
}

const PROGRESS_AFTER_MS = 1_500;

const readOnly = (): vscode.FileSystemError => vscode.FileSystemError.NoPermissions("Objects are read-only in the editor.");

function asFileError(uri: vscode.Uri, cause: unknown): vscode.FileSystemError {
  if (cause instanceof vscode.FileSystemError) return cause;
  const { message, hint, code } = describeProblem(cause);
  if (code === "NOT_FOUND") return vscode.FileSystemError.FileNotFound(uri);
  const text = messageText(hint ? `${message} ${hint}` : message);
  return code === "ACCESS_DENIED" ? vscode.FileSystemError.NoPermissions(text) : vscode.FileSystemError.Unavailable(text);
}
