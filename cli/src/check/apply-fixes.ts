import type { CommandContext } from "../context.ts";
import { visible } from "../terminal.ts";
import { type FixedFile, fixFiles, isFixable, writeFixed } from "./fix.ts";
import { nearPath } from "./paths.ts";
import type { CheckSession } from "./session.ts";
import { counted } from "./text-report.ts";

/** Fixes what can be fixed safely and says so. Gives whether all of it could be written. */
export function applyFixes(context: CommandContext, session: CheckSession, paths: readonly string[]): boolean {
  const { cwd, stderr } = context;
  const near = (file: string): string => visible(nearPath(cwd, file));
  let interrupted = false;
  // A Ctrl-C waits for the file that is being written, and no other one is begun.
  const stop = context.onInterrupt(() => {
    interrupted = true;
  });
  const written: FixedFile[] = [];
  let isFine = true;
  for (const fixed of fixedFiles(session, paths)) {
    const problem = interrupted ? "was not reached" : writeFixed(fixed);
    if (problem === undefined) {
      written.push(fixed);
      continue;
    }
    stderr.write(`${near(fixed.file)} ${problem}, and stays as it is.\n`);
    session.workspace.change(fixed.file, fixed.before, Number.MAX_SAFE_INTEGER);
    isFine = false;
  }
  stop();
  for (const { file, fixed } of written)
    for (const { fix, diagnostic } of fixed) stderr.write(`${near(file)}: ${visible(fix.title)} (${diagnostic.code})\n`);
  stderr.write(`${isFine || written.length > 0 ? sumOf(written) : "Nothing is written."}\n`);
  return isFine;
}

/** Prints what {@link applyFixes} would do as a unified diff, and writes nothing. */
export async function previewFixes(
  { cwd, stdout, stderr }: CommandContext,
  session: CheckSession,
  paths: readonly string[],
): Promise<void> {
  const { createTwoFilesPatch } = await import("diff");
  const fixed = fixedFiles(session, paths);
  for (const { file, before, after } of fixed) {
    const near = nearPath(cwd, file);
    stdout.write(createTwoFilesPatch(`a/${near}`, `b/${near}`, before, after, undefined, undefined, { headerOptions: ONLY_FILES }));
  }
  stderr.write(`${sumOf(fixed)}${fixed.length > 0 ? " This was a dry run: nothing is written." : ""}\n`);
}

const ONLY_FILES = { includeIndex: false, includeUnderline: false, includeFileHeaders: true };

const fixedFiles = ({ server, workspace, files }: CheckSession, paths: readonly string[]): FixedFile[] =>
  fixFiles(server, workspace, files.filter(isFixable(server, paths)));

function sumOf(files: readonly FixedFile[]): string {
  const problems = files.reduce((sum, { fixed }) => sum + fixed.length, 0);
  return problems === 0 ? "Nothing to fix." : `${counted(problems, "fix", "fixes")} in ${counted(files.length, "file")}.`;
}
