import { resolve } from "node:path";
import { getSystemErrorMessage } from "node:util";
import type { CloudDescriptor } from "@glacier/core/clouds";
import type { Diagnostic } from "@glacier/server";
import { Command, Option } from "commander";
import { applyFixes, previewFixes } from "../check/apply-fixes.ts";
import { Baseline } from "../check/baseline.ts";
import { wantsColour } from "../check/colour.ts";
import { notesOn } from "../check/notes.ts";
import { nearPath } from "../check/paths.ts";
import { formats, report } from "../check/reports.ts";
import type { CheckResult } from "../check/result.ts";
import { type CheckSession, openSession } from "../check/session.ts";
import { readTarget } from "../check/target.ts";
import { summaryOf } from "../check/text-report.ts";
import { type CheckFlags, misuseOf, readCount, readOutput } from "../check/usage.ts";
import type { CommandContext, CommandFactory } from "../context.ts";
import { printProblem } from "../print-problem.ts";
import { visible } from "../terminal.ts";
import { replaceFile } from "../write-file.ts";

/** `glacier check [PATH…]` */
export const checkCommand: CommandFactory = (context, done) =>
  new Command("check")
    .description("find what would fail in the cloud, without running anything")
    .argument("[path...]", "files and folders (default: the working directory)")
    .addOption(new Option("--format <format>", "what to print").choices(formats).default("text"))
    .addOption(
      new Option("--output <[format=]file>", "write the report to a file instead; with a format of its own, one more report")
        .argParser(readOutput)
        .default([], "standard output"),
    )
    .addOption(new Option("--max-warnings <n>", "fail on more warnings than these (default: any number is fine)").argParser(readCount))
    .option("--quiet", "report errors only; warnings still count for --max-warnings")
    .option("--fix", "apply the safe fixes, and report what is left")
    .option("--dry-run", "with --fix: print the changes as a diff, and write nothing")
    .option("--baseline <file>", "hide the findings that stand in this file")
    .option("--update-baseline", "with --baseline: write the present findings to it")
    .option("--target <cloud>", "report what it would take to run this on another cloud, such as azure")
    .option("--color", "write in colour (default: to a terminal, unless NO_COLOR is set)")
    .option("--no-color", "write without colour")
    .addHelpText("after", HELP)
    .action(async (given: string[], flags: CheckFlags) => {
      context.exitCodeWhenUnwritable = 2;
      const misuse = misuseOf(context, given, flags);
      if (misuse === undefined) return done(await check(context, given, flags));
      context.stderr.write(`${misuse}\n`);
      done(2);
    });

const HELP = `
Exit codes: 0 fine; 1 errors, or more warnings than --max-warnings; 2 wrong usage or settings,
or something that cannot be read or written.

  glacier check src --max-warnings 0
  glacier check --format github --output sarif=glacier.sarif
  glacier check --fix --dry-run
  glacier check --target azure
  glacier check --baseline glacier-baseline.json --update-baseline`;

async function check(context: CommandContext, given: readonly string[], flags: CheckFlags): Promise<0 | 1 | 2> {
  const { cwd, stderr } = context;
  const paths = (given.length === 0 ? ["."] : given).map((path) => resolve(cwd, path));
  const { baseline: name, updateBaseline = false, maxWarnings = Number.POSITIVE_INFINITY } = flags;
  const baseline = name === undefined ? undefined : Baseline.read(resolve(cwd, name), { mayBeMissing: updateBaseline });
  if (baseline !== undefined && !(baseline instanceof Baseline)) {
    printProblem(context, baseline);
    return 2;
  }
  const target = flags.target === undefined ? undefined : await readTarget(context, flags.target);
  if (flags.target !== undefined && !target) return 2;
  const session = await openSession(context, paths);
  for (const { file, range, message } of session.settingsProblems)
    stderr.write(`${visible(nearPath(cwd, file))}:${range.start.line + 1}:${range.start.character + 1} ${visible(message)}\n`);
  if (session.settingsProblems.length > 0) return 2;
  for (const note of notesOn(session, paths, cwd)) stderr.write(`${note}\n`);

  const isFixed = flags.fix && !flags.dryRun ? applyFixes(context, session, paths) : true;
  const found: CheckResult = {
    cwd,
    files: session.sources.length,
    ...(await findingsOf(session, target)),
    textOf: (file) => session.workspace.text(file),
    shownTextOf: (file) => session.shown().textOf(file),
    holdsSecret: (text) => session.shown().holdsSecret(text),
  };
  try {
    const known = updateBaseline ? baseline?.update(found, session.isAsked) : baseline;
    const outcome = known?.apply(found, session.isAsked);
    const result: CheckResult = outcome ? { ...found, diagnostics: outcome.diagnostics, baseline: outcome } : found;
    writeReports(context, session, flags, result);
    // Last of all: the workspace is not what the report speaks of any more.
    if (flags.dryRun) await previewFixes(context, session, paths);
    if (!isFixed || session.passedOver.some(({ reason }) => reason.kind === "unreadable")) return 2;
    const count = (severity: Diagnostic["severity"]): number => result.diagnostics.filter((it) => it.severity === severity).length;
    const isBroken = count("error") > 0 || result.diagnostics.some(({ effect }) => effect === "breaks");
    const warnings = count("warning");
    // What the report shows may be fewer, or none.
    if (warnings > maxWarnings)
      stderr.write(`${warnings} ${warnings === 1 ? "warning" : "warnings"}, and --max-warnings allows ${maxWarnings}.\n`);
    return !isBroken && warnings <= maxWarnings ? 0 : 1;
  } catch (error) {
    // What the command line names to be written, and the system does not let it.
    if (!isSystemError(error)) throw error;
    const { path = "The output", code = "", errno = 0 } = error;
    const message = `${visible(nearPath(cwd, path))} cannot be written (${code}: ${getSystemErrorMessage(errno)}).`;
    printProblem(context, { code: "ACCESS_DENIED", message });
    return 2;
  }
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && "syscall" in error;

/** What is found in the source as it is, or what would be on another cloud. */
async function findingsOf(session: CheckSession, target: CloudDescriptor | undefined): Promise<Pick<CheckResult, "diagnostics" | "move">> {
  if (!target) return { diagnostics: session.findings() };
  const { findings, ...move } = await session.portability(target);
  return { diagnostics: findings, move };
}

/** Those for files first: whoever reads standard output may stop reading at any time. */
function writeReports(context: CommandContext, { server }: CheckSession, flags: CheckFlags, whole: CheckResult): void {
  const { stdout, stderr, env, cwd } = context;
  const { format: main, output, quiet, dryRun, color } = flags;
  const result = quiet
    ? { ...whole, diagnostics: whole.diagnostics.filter(({ severity, effect }) => severity === "error" || effect === "breaks") }
    : whole;
  const options = { env, rules: () => server.describeRules() };
  for (const { format = main, file } of output) replaceFile(resolve(cwd, file), report(format, result, { ...options, colour: false }));
  if (dryRun) return;
  const isElsewhere = output.some(({ format }) => format === undefined);
  // A program reads the report: what a baseline hides is for people.
  if (result.baseline && (isElsewhere || main === "json" || main === "sarif" || main === "junit")) stderr.write(`${summaryOf(result)}\n`);
  if (isElsewhere) return;
  const isLive = stdout.isTTY ?? false;
  // A terminal that does not know its width says 0.
  const columns = isLive ? stdout.columns || 80 : undefined;
  stdout.write(report(main, result, { ...options, colour: wantsColour(stdout, env, color), isLive, columns }));
}
