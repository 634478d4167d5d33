import type { BigIntStats } from "node:fs";
import { stat } from "node:fs/promises";
import { codeOf } from "./errors.ts";

/** Undefined where nothing is, be it that a folder on the way is a file. */
export async function statOrUndefined(path: string): Promise<BigIntStats | undefined> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
    throw error;
  }
}

export async function isFolder(path: string): Promise<boolean> {
  return (await statOrUndefined(path))?.isDirectory() ?? false;
}
