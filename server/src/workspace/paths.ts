import { resolve } from "node:path";

/** An absolute path with forward slashes, the one spelling that the server uses. A drive's letter is upper-case. */
export function normalisePath(path: string): string {
  const absolute = resolve(path).replaceAll("\\", "/");
  return /^[a-z]:/.test(absolute) ? `${absolute[0]?.toUpperCase()}${absolute.slice(1)}` : absolute;
}

export const folderOf = (file: string): string => file.slice(0, Math.max(0, file.lastIndexOf("/")));

export const nameOf = (file: string): string => file.slice(file.lastIndexOf("/") + 1);

/** Whether a path is a folder or lies in it. */
export const isInside = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);

/** `folder` and a relative path, with `.` and `..` resolved. */
export function joinPath(folder: string, path: string): string {
  const parts = folder.split("/");
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}
