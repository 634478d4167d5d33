import { readFileSync } from "node:fs";

/** The version of the command. */
export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return (manifest as { version: string }).version; // The manifest is ours.
}
