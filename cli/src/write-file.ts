import {
  accessSync,
  closeSync,
  constants,
  existsSync,
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
 * @throws the system's own error, for a file that may not be written too; its `path` is the one that was given
 */
export function replaceFile(path: string, text: string): void {
  try {
    replace(path, text);
  } catch (error) {
    // Else it names the draft, or nothing.
    throw error instanceof Error && "syscall" in error ? Object.assign(error, { path }) : error;
  }
}

function replace(path: string, text: string): void {
  const before = statSync(path, { throwIfNoEntry: false });
  if (before && !before.isFile()) {
    writeTo(openSync(path, "w"), text);
    return;
  }
  const target = before ? realpathSync(path) : path;
  if (before) accessSync(target, constants.W_OK);
  else makeFolder(dirname(target));
  // In the same folder, so that it is on the same disk.
  const draft = join(dirname(target), `.${basename(target)}.${crypto.randomUUID()}.tmp`);
  try {
    writeTo(openSync(draft, "wx"), text, before);
    renameSync(draft, target);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Not with `recursive`: where the system takes no folder at all, as below `/proc`, Node asks it for ever. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Somebody else may have made it in the meantime.
    if (!existsSync(folder)) throw error;
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
