import { isAbsolute, relative } from "node:path";

/** A file as reports name it: relative to a folder, with `/`; absolute where it lies outside of it. */
export function nearPath(folder: string, file: string): string {
  const near = relative(folder, file);
  return (near.startsWith("..") || isAbsolute(near) ? file : near).replaceAll("\\", "/");
}
