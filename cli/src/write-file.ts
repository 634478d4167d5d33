import { randomUUID } from "node:crypto";
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Puts a text in a file's place: who reads it finds the old content or the new one, never a part, whatever happens in between. A link is followed to what it
 * leads to. The mode and, where that is allowed, the owner stay. Missing folders are made. What is no file, such as a pipe, is written to.
 *
 * @throws the system's own error, for a file that may not be written too
 */
export function replaceFile(path: string, text: string): void {
  const before = statSync(path, { throwIfNoEntry: false });
  if (before && !before.isFile()) {
    writeTo(openSync(path, "w"), text);
    return;
  }
  const target = before ? realpathSync(path) : path;
  if (before) accessSync(target, constants.W_OK);
  else mkdirSync(dirname(target), { recursive: true });
  // In the same folder, so that it is on the same disk.
  const draft = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
  try {
    writeTo(openSync(draft, "wx"), text, before);
    renameSync(draft, target);
  } finally {
    rmSync(draft, { force: true });
  }
}

function writeTo(descriptor: number, text: string, before?: Stats): void {
  try {
    if (before) keepOwner(descriptor, before);
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
    if (before) {
      fchmodSync(descriptor, before.mode);
      fsyncSync(descriptor);
    }
  } finally {
    closeSync(descriptor);
  }
}

function keepOwner(descriptor: number, { uid, gid }: Stats): void {
  if (process.getuid?.() === uid && process.getgid?.() === gid) return;
  try {
    fchownSync(descriptor, uid, gid);
  } catch (error) {
    // Only root may give files away. The content matters more than whose it is.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) throw error;
  }
}
