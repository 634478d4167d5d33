import * as path from "node:path";
import { outlineRequest, type TaskUse } from "@glacier/server/protocol";
import * as vscode from "vscode";
import { commands, languages, settings } from "../ids.ts";
import { messageText } from "../message-text.ts";
import { openAt } from "../positions.ts";
import { locatedErrors, resultMessage } from "../runs/run-report.ts";
import { describeTarget, isActive, type RunState, type RunTarget, stepCount } from "../runs/run-state.ts";
import { SourceEdits } from "../runs/source-edits.ts";
import type { Feature, Services } from "../services.ts";
import { requireTrust } from "../trust.ts";
import { folderOf } from "../workspace.ts";

/** What a task's lens hands over: where the task is used. */
interface TaskArgument {
  task: string;
  uses: readonly TaskUse[];
}

/** Runs pipelines and tasks through the bundled core, with progress, cancel and a result that leads to the output. */
export const taskRunner: Feature = {
  name: "running pipelines",
  start(services) {
    const { context, runs } = services;
    const register = (id: string, act: (...args: never[]) => unknown): void => {
      context.subscriptions.push(vscode.commands.registerCommand(id, act));
    };
    register(commands.runPipeline, (target?: RunTarget) => run(services, async () => target ?? pickPipeline(services)));
    register(commands.runTask, (task?: TaskArgument) => run(services, () => pickUse(services, task, false)));
    register(commands.runTaskWithUpstream, (task?: TaskArgument) => run(services, () => pickUse(services, task, true)));
    register(commands.cancelRun, async (id?: number) => {
      const chosen = id ?? (await pickRun(runs.active()));
      if (chosen !== undefined) runs.cancel(chosen);
    });
  },
};

/** Resolves with how the run ended; undefined when there was none. */
async function run(services: Services, choose: () => Promise<RunTarget | undefined>): Promise<RunState | undefined> {
  if (!(await requireTrust("Running a pipeline executes the workspace's code."))) return undefined;
  const target = await choose();
  if (!target) return undefined;
  const uri = vscode.Uri.parse(target.uri);
  if (uri.scheme !== "file") {
    void vscode.window.showErrorMessage(`${describeTarget(target)} cannot be run: save its file to disk first.`);
    return undefined;
  }
  if (!(await mayRunAgain(services, target))) return undefined;
  const folder = folderOf(uri);
  if (!(await saveSources(folder))) {
    void vscode.window.showErrorMessage(`${describeTarget(target)} was not run: a changed file could not be saved.`);
    return undefined;
  }
  const configuration = vscode.workspace.getConfiguration(undefined, uri);
  const local = configuration.get(settings.runLocal, "").trim();
  const options = {
    file: uri.fsPath,
    cwd: folder,
    coreRoot: services.context.asAbsolutePath(path.join("dist", "runtime", "node_modules", "@glacier", "core")),
    concurrency: configuration.get<number | null>(settings.runConcurrency) ?? undefined,
    localDir: local === "" ? undefined : path.resolve(folder, local),
  };
  const edits = new SourceEdits();
  const watching = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) =>
    edits.record(document.uri.fsPath, contentChanges),
  );
  const finished = await withProgress(services, target, () => services.runs.start(target, options, edits)).finally(() =>
    watching.dispose(),
  );
  // Not awaited: the notification stays as long as the reader leaves it there.
  void tellResult(finished);
  return finished;
}

/** Two runs of one pipeline write the same objects: the second is started only by somebody who means it. */
async function mayRunAgain({ runs }: Services, target: RunTarget): Promise<boolean> {
  const isSame = (other: RunTarget): boolean => other.uri === target.uri && other.pipeline === target.pipeline;
  if (!runs.active().some((run) => isSame(run.target))) return true;
  const again = "Run again";
  const message = `${target.pipeline} is running already. Two runs at once write to the same places.`;
  return (await vscode.window.showWarningMessage(message, again)) === again;
}

/** The pipeline file may import any of them, from any folder of the workspace: what runs is what the editor shows. */
async function saveSources(folder: string): Promise<boolean> {
  const changed = vscode.workspace.textDocuments.filter(
    ({ isDirty, uri, languageId }) =>
      isDirty &&
      uri.scheme === "file" &&
      IMPORTABLE.has(languageId) &&
      (vscode.workspace.getWorkspaceFolder(uri) !== undefined || isInside(folder, uri.fsPath)),
  );
  const saved = await Promise.all(changed.map((document) => document.save()));
  return saved.every(Boolean);
}

const IMPORTABLE: ReadonlySet<string> = new Set([...languages, "json", "jsonc"]);

function isInside(folder: string, file: string): boolean {
  const way = path.relative(folder, file);
  return way !== ".." && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}

async function withProgress(services: Services, target: RunTarget, start: () => Promise<RunState>): Promise<RunState> {
  const { runs } = services;
  const options = { location: vscode.ProgressLocation.Notification, title: `Running ${describeTarget(target)}`, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    let id: number | undefined;
    let shown = 0;
    const listener = runs.onNews((news) => {
      // The first run that starts after this is ours: `start` announces it before it returns.
      if (news.type === "started") id ??= news.run.id;
      if (news.run.id !== id || news.type === "output") return;
      const { done, all } = stepCount(news.run);
      const share = all === 0 ? 0 : (done / all) * 100;
      progress.report({ message: progressMessage(news.run), increment: share - shown });
      shown = share;
    });
    const finished = start();
    token.onCancellationRequested(() => {
      if (id !== undefined) runs.cancel(id);
    });
    try {
      return await finished;
    } finally {
      listener.dispose();
    }
  });
}

function progressMessage(run: RunState): string {
  if (run.cancelling) return "cancelling…";
  if (run.status === "starting") return "loading the file…";
  const { done, all } = stepCount(run);
  const running = run.steps.filter((step) => step.status === "running").map((step) => step.name);
  return `${done} of ${all} steps${running.length > 0 ? `: ${running.join(", ")}` : ""}`;
}

async function tellResult(run: RunState): Promise<void> {
  if (isActive(run)) return;
  const showOutput = "Show output";
  const goToError = "Go to error";
  const message = messageText(resultMessage(run));
  const [place] = locatedErrors(run);
  const answer =
    run.status === "failed"
      ? await vscode.window.showErrorMessage(message, ...(place ? [goToError] : []), showOutput)
      : await vscode.window.showInformationMessage(message, showOutput);
  if (answer === showOutput) await vscode.commands.executeCommand(commands.showRunOutput);
  if (answer === goToError && place) {
    const { file, line, column } = place.location;
    const start = { line: line - 1, character: column - 1 };
    const uri = vscode.Uri.file(file);
    try {
      // The editor would show the text of a deleted file for as long as it happens to remember it.
      await vscode.workspace.fs.stat(uri);
      await openAt(uri, { start, end: start });
    } catch {
      // Deleted or renamed since: the output still has the whole error.
      void vscode.window.showWarningMessage(`${file} is not there any more.`);
    }
  }
}

async function pickPipeline(services: Services): Promise<RunTarget | undefined> {
  const outline = await activeOutline(services);
  if (!outline) return undefined;
  const items = outline.pipelines.map((pipeline) => ({
    label: pipeline.name,
    description: steps(pipeline.steps.length),
    pipeline: pipeline.name,
  }));
  const picked = await pickOne(
    items,
    "Which pipeline is to be run?",
    "This file has no pipeline. Make one with pipeline() from @glacier/core.",
  );
  return picked && { uri: outline.uri, pipeline: picked.pipeline };
}

async function pickUse(services: Services, argument: TaskArgument | undefined, upstream: boolean): Promise<RunTarget | undefined> {
  const task = argument ?? (await pickTask(services));
  if (!task) return undefined;
  const pipelines = new Map(task.uses.map((use) => [`${use.uri}\n${use.pipeline}`, use]));
  const items = [...pipelines.values()].map((use) => ({
    label: use.pipeline,
    description: vscode.workspace.asRelativePath(vscode.Uri.parse(use.uri)),
    use,
  }));
  const picked = await pickOne(items, `In which pipeline is ${task.task} to be run?`, `${task.task} is not called by any pipeline.`);
  return picked && { uri: picked.use.uri, pipeline: picked.use.pipeline, task: task.task, upstream };
}

async function pickTask(services: Services): Promise<TaskArgument | undefined> {
  const outline = await activeOutline(services);
  if (!outline) return undefined;
  const items = outline.tasks
    .filter((task) => task.steps.length > 0)
    .map((task) => ({ label: task.name, description: steps(task.steps.length), task: task.name, uses: task.steps }));
  return pickOne(items, "Which task is to be run?", "This file has no task that a pipeline calls.");
}

async function pickRun(active: readonly RunState[]): Promise<number | undefined> {
  const items = active.map((candidate) => ({
    label: describeTarget(candidate.target),
    description: `run ${candidate.id}`,
    id: candidate.id,
  }));
  return (await pickOne(items, "Which run is to be cancelled?", "Nothing is running."))?.id;
}

async function activeOutline({ server }: Services) {
  const document = vscode.window.activeTextEditor?.document;
  if (document) return server.request(outlineRequest, { uri: document.uri.toString() });
  void vscode.window.showInformationMessage("Open a file with a pipeline first.");
  return undefined;
}

/** The only one without asking; a sentence when there is none. */
async function pickOne<Item extends vscode.QuickPickItem>(
  items: readonly Item[],
  question: string,
  none: string,
): Promise<Item | undefined> {
  if (items.length > 1) return vscode.window.showQuickPick(items, { placeHolder: question });
  if (items.length === 0) void vscode.window.showInformationMessage(none);
  return items[0];
}

const steps = (count: number): string => (count === 1 ? "1 step" : `${count} steps`);
