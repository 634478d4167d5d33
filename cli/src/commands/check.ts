import { existsSync, statSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { resolve } from "node:path";
import type { Diagnostic, Workspace } from "@glacier/server";
import { Command, InvalidArgumentError, Option } from "commander";
import { wantsColour } from "../check/colour.ts";
import { jsonReport } from "../check/json-report.ts";
import type { CheckResult } from "../check/result.ts";
import { textReport } from "../check/text-report.ts";
import type { CommandFactory } from "../context.ts";
import { projectOf } from "../project.ts";
import { plain } from "../terminal.ts";

interface CheckFlags {
  format: "text" | "json";
  maxWarnings?: number;
}

/** `glacier check [PATH…]` */
export const checkCommand: CommandFactory = (context, done) =>
  new Command("check")
    .description("find what would fail in the cloud, without running anything")
    .argument("[path...]", "files and folders (default: the working directory)")
    .addOption(new Option("--format <format>", "what to print").choices(["text", "json"]).default("text"))
    .addOption(new Option("--max-warnings <n>", "fail on more warnings than these (default: any number is fine)").argParser(readCount))
    .action(async (given: string[], flags: CheckFlags) => {
      const { cwd, stdout, stderr, env } = context;
      const paths = (given.length === 0 ? ["."] : given).map((path) => resolve(cwd, path));
      const missing = given.filter((path) => !existsSync(resolve(cwd, path)));
      if (missing.length > 0) {
        for (const path of missing) stderr.write(`NOT_FOUND: There is no file or folder ${plain(path)}.\n`);
        return done(2);
      }
      const result = await check(cwd, paths);
      stdout.write(flags.format === "json" ? jsonReport(result) : textReport(result, { colour: wantsColour(stdout, env) }));
      const count = (severity: Diagnostic["severity"]): number => result.diagnostics.filter((it) => it.severity === severity).length;
      const isFine = count("error") === 0 && count("warning") <= (flags.maxWarnings ?? Number.POSITIVE_INFINITY);
      done(isFine ? 0 : 1);
    });

async function check(cwd: string, paths: readonly string[]): Promise<CheckResult> {
  // The analyser is loaded only by the command that needs it. Its parser is most of what a small project waits for; compiled code is kept from run to run.
  enableCompileCache();
  const { isInside, normalisePath, Workspace } = await import("@glacier/server");
  const asked = paths.map(normalisePath);
  const workspace = new Workspace({ folders: foldersOf(cwd, paths), followsImports: true });
  await workspace.index();
  const isAsked = (file: string): boolean => asked.some((path) => isInside(file, path));
  return {
    cwd,
    files: workspace.sourceFiles().filter(isAsked).length,
    diagnostics: workspace
      .files()
      .filter(isAsked)
      .flatMap((file) => findingsIn(workspace, file)),
    textOf: (file) => workspace.text(file),
  };
}

/** A file with a syntax error is a finding too: what the rules say about such a file is a guess, and their silence would be one. */
function findingsIn(workspace: Workspace, file: string): Diagnostic[] {
  const broken = workspace.syntaxError(file);
  if (!broken) return workspace.diagnose(file);
  return [{ ...broken, code: "syntax-error", severity: "error", related: [], fixes: [] }];
}

/** The folders to analyse: what reaches a single file may come from anywhere in its project. */
function foldersOf(cwd: string, paths: readonly string[]): string[] {
  return [...new Set(paths.map((path) => (statSync(path).isDirectory() ? path : projectOf(path, cwd))))];
}

function readCount(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It takes a whole number, 0 or more.");
  return Number(text);
}
