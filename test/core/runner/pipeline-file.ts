import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { RunEvent } from "../../../core/src/pipeline/events.ts";
import { type RunFileOptions, type RunFileResult, runFile } from "../../../core/src/runner/index.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** What came of running a file. */
export interface Ran extends RunFileResult {
  folder: string;
  file: string;
  events: RunEvent[];
  stdout: string;
  stderr: string;
}

/** Writes files into a folder of the test's own. Returns the folder. */
export function writeFiles(files: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** Runs `pipeline.ts` of the given files (or the text of it) as `glacier run` does. */
export async function runFiles(files: Record<string, string> | string, options: Partial<RunFileOptions> = {}): Promise<Ran> {
  return runIn(writeFiles(typeof files === "string" ? { "pipeline.ts": files } : files), options);
}

export async function runIn(folder: string, options: Partial<RunFileOptions> = {}): Promise<Ran> {
  const file = join(folder, options.file ?? "pipeline.ts");
  const events: RunEvent[] = [];
  const printed = { stdout: "", stderr: "" };
  const result = await runFile({
    cwd: folder,
    ...options,
    file,
    onEvent: (event) => {
      events.push(event);
      options.onEvent?.(event);
    },
    onOutput: (stream, text) => {
      printed[stream] += text;
      options.onOutput?.(stream, text);
    },
  });
  return { ...result, folder, file, events, ...printed };
}

/** The place of a marker in a file's text, as a stack trace tells it: from 1, right behind the marker's comment. */
export function placeOf(marker: string, text: string): { line: number; column: number } {
  const index = text.indexOf(marker) + marker.length;
  const before = text.slice(0, index).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
