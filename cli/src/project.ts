import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/**
 * The folder to analyse for a file, since what reaches the file may come from anywhere in its project: the nearest folder above it with a manifest, not above the working
 * directory where the file lies in that, else the file's own.
 */
export function projectOf(file: string, cwd: string): string {
  const own = dirname(file);
  for (let folder = own; ; folder = dirname(folder)) {
    if (["package.json", "tsconfig.json"].some((name) => existsSync(join(folder, name))) || folder === resolve(cwd)) return folder;
    if (folder === dirname(folder)) return own;
  }
}
