import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Where the system would find a program; undefined where it would not. */
export function findProgram(name: string, folders = (process.env.PATH ?? "").split(delimiter)): string | undefined {
  return folders
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // the one answer of accessSync that is not yes
  }
}
