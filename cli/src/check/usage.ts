import { statSync } from "node:fs";
import { resolve } from "node:path";
import { InvalidArgumentError } from "commander";
import type { CommandContext } from "../context.ts";
import { visible } from "../terminal.ts";
import { type Format, formats } from "./reports.ts";

/** What the command line of `glacier check` says. */
export interface CheckFlags {
  format: Format;
  output: Output[];
  maxWarnings?: number;
  quiet?: true;
  fix?: true;
  dryRun?: true;
  baseline?: string;
  updateBaseline?: true;
  /** The id of a cloud. */
  target?: string;
  color?: boolean;
}

/** A file that a report goes to; without a format, the one of `--format`. */
interface Output {
  format: Format | undefined;
  file: string;
}

/** Why a command line cannot be followed, in lines for the one who wrote it; undefined where it can. */
export function misuseOf({ cwd }: CommandContext, given: readonly string[], flags: CheckFlags): string | undefined {
  const { fix, dryRun, baseline, updateBaseline, output, target } = flags;
  if (target !== undefined && (fix || baseline !== undefined))
    return "error: --target tells what a move would take and changes nothing; --fix and --baseline go with the check of the source as it is.";
  if (dryRun && !fix) return "error: --dry-run goes with --fix.";
  if (updateBaseline && baseline === undefined) return "error: --update-baseline goes with --baseline <file>, which says where.";
  if (dryRun && updateBaseline) return "error: --dry-run writes nothing, and --update-baseline would.";
  if (output.filter(({ format }) => format === undefined).length > 1)
    return "error: the report goes to one --output; give others a format, as in --output sarif=FILE.";
  const missing = given.flatMap((path) => problemOfPath(path, resolve(cwd, path)) ?? []);
  return missing.length > 0 ? missing.join("\n") : undefined;
}

function problemOfPath(given: string, path: string): string | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false }) ? undefined : `NOT_FOUND: There is no file or folder ${visible(given)}.`;
  } catch (error) {
    return `ACCESS_DENIED: ${visible(given)} cannot be read (${error instanceof Error && "code" in error ? String(error.code) : String(error)}).`;
  }
}

export function readCount(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It takes a whole number, 0 or more.");
  return Number(text);
}

export function readOutput(text: string, before: Output[]): Output[] {
  const equals = text.indexOf("=");
  const format = formats.find((it) => it === text.slice(0, equals));
  const file = format ? text.slice(equals + 1) : text;
  if (file === "") throw new InvalidArgumentError("It takes the name of a file.");
  return [...before, { format, file }];
}
