import { statSync } from "node:fs";
import type { CloudDescriptor } from "@glacier/core/clouds";
import type { Diagnostic, PassedOver, PortabilityReport, Workspace } from "@glacier/server";
import { type Analyser, loadAnalyser } from "../analyser.ts";
import type { CommandContext } from "../context.ts";
import { projectOf } from "../project.ts";
import { CheckProgress } from "./progress.ts";
import { type Shown, shownOf } from "./shown-text.ts";

/** The analysed workspace, and what of it was asked for. */
export interface CheckSession {
  server: Analyser;
  workspace: Workspace;
  /** Every source file that was asked for and is not left out by its settings. */
  sources: readonly string[];
  /** Those of them that have to do with Glacier. */
  files: readonly string[];
  /** What is wrong with the settings that count for them. */
  settingsProblems: readonly Diagnostic[];
  /** What was asked for, or says how that is read, and could not be looked at. */
  passedOver: readonly PassedOver[];
  isAsked(file: string): boolean;
  /** What is found in the files by now. */
  findings(): Diagnostic[];
  /** What of the source a report may show. */
  shown(): Shown;
  /** What it would take to run them on another cloud. */
  portability(target: CloudDescriptor): Promise<PortabilityReport>;
}

/** Analyses what a command line asks for. `paths` are absolute, and are there. */
export async function openSession(context: CommandContext, paths: readonly string[]): Promise<CheckSession> {
  const server = await loadAnalyser();
  const { isInside, normalisePath, SETTINGS_FILE, Workspace } = server;
  const workspace = new Workspace({ folders: foldersOf(context.cwd, paths), followsImports: true });
  const progress = new CheckProgress(context);
  await workspace.index({ onProgress: (done, total) => progress.at(done, total) }).finally(() => progress.end());
  const asked = paths.map(normalisePath);
  const isAsked = (file: string): boolean => asked.some((path) => isInside(file, path));
  const isChecked = (file: string): boolean => isAsked(file) && workspace.isIncluded(file);
  const files = workspace.files().filter(isChecked);
  // Also where there is no source: a folder's own settings have to be right.
  const settled = [...workspace.sourceFiles().filter(isAsked), ...asked, ...asked.map((path) => `${path}/${SETTINGS_FILE}`)];
  const settingsFiles = workspace.settingsFiles(settled);
  const passedOver = workspace.passedOver();
  const unchecked = new Set(passedOver.map(({ path }) => path));
  const findings = (): Diagnostic[] => files.flatMap((file) => findingsIn(workspace, file));
  let shown: Shown | undefined;
  return {
    server,
    workspace,
    sources: workspace.sourceFiles().filter((file) => isChecked(file) && !unchecked.has(file)),
    files,
    settingsProblems: settingsFiles.flatMap((file) => workspace.diagnose(file)),
    passedOver: passedOver.filter(({ path }) => isAsked(path) || path.endsWith(`/${SETTINGS_FILE}`)),
    isAsked,
    findings,
    shown() {
      shown ??= shownOf(server, workspace, findings());
      return shown;
    },
    portability: (target) => portabilityOf(workspace, files, target),
  };
}

/** What cannot be read as source cannot be moved either. */
async function portabilityOf(workspace: Workspace, files: readonly string[], target: CloudDescriptor): Promise<PortabilityReport> {
  const { id, label } = target;
  const broken = files.flatMap((file) => (workspace.syntaxError(file) ? findingsIn(workspace, file) : []));
  const readable = files.filter((file) => !workspace.syntaxError(file));
  const nothing = { target: { id, label }, providers: [], findings: [], alreadyReported: 0 };
  const report = (await workspace.portability({ target, files: readable })) ?? nothing;
  return { ...report, findings: [...broken.map((it) => ({ ...it, effect: "breaks" as const })), ...report.findings] };
}

/** A file with a syntax error is a finding too: what the rules say about such a file is a guess, and their silence would be one. */
function findingsIn(workspace: Workspace, file: string): Diagnostic[] {
  const broken = workspace.syntaxError(file);
  if (!broken) return workspace.diagnose(file);
  return [{ ...broken, code: "syntax-error", severity: "error", related: [], fixes: [] }];
}

/** The folders to analyse: what reaches a single file may come from anywhere in its project. The file itself is asked for even where the project leaves it out. */
function foldersOf(cwd: string, paths: readonly string[]): string[] {
  return [...new Set(paths.flatMap((path) => (statSync(path).isDirectory() ? path : [projectOf(path, cwd), path])))];
}
