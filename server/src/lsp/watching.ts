import { stat } from "node:fs/promises";
import {
  type Connection,
  type DeleteFilesParams,
  DidChangeWatchedFilesNotification,
  type DidChangeWatchedFilesParams,
  FileChangeType,
  type RenameFilesParams,
  WatchKind,
} from "vscode-languageserver/node";
import type { Analysis } from "./analysis.ts";
import { type Guard, stackOf } from "./guard.ts";
import { uriToFile } from "./uris.ts";

/** Sources, what decides how they are read, and data that they may import. */
const watchers = [
  { globPattern: "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,json}", kind: WatchKind.Create | WatchKind.Change },
  // Of a folder that goes, an editor reports the folder alone.
  { globPattern: "**/*", kind: WatchKind.Delete },
];

const isOurs = (file: string): boolean => !/\/(?:node_modules|\.git)\//.test(file);

/** Asks the client to watch the disk, and passes on what it sees. */
export function watchFiles(connection: Connection, analysis: Analysis, guard: Guard): void {
  connection.onDidChangeWatchedFiles(
    guard.notification<DidChangeWatchedFilesParams>("workspace/didChangeWatchedFiles", ({ changes }) => {
      const files = changes.map(({ uri, type }) => ({ file: uriToFile(uri), isGone: type === FileChangeType.Deleted }));
      const ours = files.filter(({ file }) => isOurs(file));
      // All at once: another branch is a thousand changes.
      if (ours.length > 0)
        analysis.changedOnDisk(
          ours.map(({ file }) => file),
          ours.filter(({ isGone }) => isGone).map(({ file }) => file),
        );
    }),
  );
  connection.workspace.onDidDeleteFiles(
    guard.notification<DeleteFilesParams>("workspace/didDeleteFiles", ({ files }) => {
      for (const { uri } of files) remove(analysis, uriToFile(uri));
    }),
  );
  connection.workspace.onDidRenameFiles(
    guard.notification<RenameFilesParams>("workspace/didRenameFiles", ({ files }) => {
      for (const { oldUri, newUri } of files) {
        remove(analysis, uriToFile(oldUri));
        add(analysis, uriToFile(newUri)).catch((error: unknown) =>
          connection.console.error(`workspace/didRenameFiles failed.\n${stackOf(error)}`),
        );
      }
    }),
  );
}

/** After `initialized`: only then may a server register. */
export async function registerWatchers(connection: Connection): Promise<void> {
  await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
}

function remove(analysis: Analysis, file: string): void {
  if (isOurs(file)) analysis.remove(file);
}

async function add(analysis: Analysis, file: string): Promise<void> {
  if (!isOurs(file)) return;
  const entry = await stat(file).catch(() => undefined); // Gone again: then its own deletion is told.
  if (entry?.isDirectory() === true) analysis.index();
  else analysis.changedOnDisk([file], []);
}
