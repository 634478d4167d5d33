import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourceLocation } from "./events.ts";

/** The name of the runner's bundle. A frame in it that no source map leads out of is the bundler's own code. */
export const bundleName = "glacier-bundle.mjs";

const ownRoot = fileURLToPath(new URL("../..", import.meta.url));

/** The topmost frame of a stack that lies in the user's own code; undefined when none does. */
export function userFrame(stack: string | undefined): SourceLocation | undefined {
  for (const line of stack?.split("\n") ?? []) {
    const location = parseFrame(line);
    if (location && isUserFile(location.file)) return location;
  }
  return undefined;
}

// `    at load (file:///home/me/p.ts:3:5)`, `    at async /home/me/p.ts:3:5`, `    at C:\me\p.ts:3:5`
const frame = /^\s+at (?:.*?\()?(?:async )?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/;

function parseFrame(line: string): SourceLocation | undefined {
  const [, where, lineNumber, column] = frame.exec(line) ?? [];
  if (where === undefined) return undefined;
  return { file: toPath(where), line: Number(lineNumber), column: Number(column) };
}

function toPath(where: string): string {
  if (!where.startsWith("file://")) return where;
  try {
    return fileURLToPath(where.replace(/[?#].*$/, ""));
  } catch {
    // A URL of another machine, or half of one: shown as it is.
    return where;
  }
}

function isUserFile(file: string): boolean {
  return !file.startsWith(ownRoot) && !/[\\/]node_modules[\\/]/.test(file) && basename(file) !== bundleName;
}
