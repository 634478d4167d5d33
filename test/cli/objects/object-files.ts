import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { type Finished, glacier } from "../command.ts";

/** A folder with files, and the command in it, with a cache of its own. */
export interface ObjectFiles {
  readonly folder: string;
  run(...args: string[]): Promise<Finished>;
  readonly env: NodeJS.ProcessEnv;
}

export function objectFiles(files: Record<string, string | Uint8Array> = {}): ObjectFiles {
  const folder = temporaryFolder();
  const env = { XDG_CACHE_HOME: join(temporaryFolder(), "cache"), GLACIER_BASE_PATH: "" };
  for (const [name, content] of Object.entries(files)) write(join(folder, name), content);
  return { folder, env, run: (...args) => glacier(args, { cwd: folder, env }) };
}

export function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** Every file below a folder, hidden ones too, with its content. */
export function contentOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(
    names.filter((name) => statSync(join(folder, name)).isFile()).map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
}

export const linesOf = (text: string): string[] => text.split("\n").slice(0, -1);
export const jsonOf = (text: string): Record<string, unknown>[] => linesOf(text).map((line) => JSON.parse(line) as Record<string, unknown>);

/** What a terminal would obey, or a reader would not see, but for the ends of lines. */
export const controlsIn = (text: string): string[] => text.replaceAll("\n", "").match(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu) ?? [];
