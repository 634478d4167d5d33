import * as vscode from "vscode";
import { commands, contextKeys } from "../ids.ts";
import { RunLines } from "../runs/run-lines.ts";
import type { RunState } from "../runs/run-state.ts";
import type { Feature } from "../services.ts";

/** The "Glacier Run" channel: what runs do and what their code prints. */
export const runOutput: Feature = {
  name: "run output",
  start({ context, runs }) {
    const channel = vscode.window.createOutputChannel("Glacier Run");
    const lines = new RunLines();
    const write = (run: RunState, written: readonly string[]): void => {
      // Names only while there is something to tell apart.
      const prefix = runs.active().length > 1 ? `[${run.target.pipeline} #${run.id}] ` : "";
      // At once: a task may print a hundred thousand lines.
      if (written.length > 0) channel.append(written.map((line) => `${prefix}${line}\n`).join(""));
    };
    context.subscriptions.push(
      channel,
      vscode.commands.registerCommand(commands.showRunOutput, () => channel.show(true)),
      runs.onNews((news) => {
        write(news.run, lines.of(news));
        if (news.type === "started" || news.type === "finished")
          void vscode.commands.executeCommand("setContext", contextKeys.running, runs.active().length > 0);
      }),
    );
  },
};
