// The extension under test: its API, its findings and its runs.
import * as vscode from "vscode";
import type { GlacierExtension } from "../../../../client/src/extension.ts";
import type { RunState } from "../../../../client/src/runs/run-state.ts";
import { until } from "./until.ts";

export const EXTENSION_ID = "glacier.glacier";

/** Activates the extension, once, and waits until the server has read the workspace. */
export async function readyExtension(): Promise<GlacierExtension> {
  const extension = vscode.extensions.getExtension<GlacierExtension>(EXTENSION_ID);
  if (!extension) throw new Error(`${EXTENSION_ID} is not installed in this window`);
  const api = await extension.activate();
  await until(
    "the language server to have read the workspace",
    () => api.server.status.state === "ready",
    () => api.server.status,
  );
  return api;
}

/** What Glacier, and nobody else, says about a file. */
export function findingsIn(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source?.startsWith("glacier"));
}

export const codeOf = ({ code }: vscode.Diagnostic): string | number | undefined => (typeof code === "object" ? code.value : code);

/** The run that `start` starts, when it has ended. */
export async function finishedRun(start: () => Promise<unknown>): Promise<RunState> {
  const { runs } = await readyExtension();
  const before = runs.runs.length;
  await start();
  return until(
    "the run to end",
    () => {
      const run = runs.runs[before];
      return run && run.status !== "starting" && run.status !== "running" ? run : undefined;
    },
    () => runs.runs,
  );
}
