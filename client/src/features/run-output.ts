import * as vscode from "vscode";
import { formatDuration } from "../../webview/duration.ts";
import { commands, contextKeys } from "../ids.ts";
import { LineSplitter } from "../runs/lines.ts";
import { eventLine, failureLines } from "../runs/run-report.ts";
import type { RunNews } from "../runs/run-service.ts";
import { describeTarget, type RunState } from "../runs/run-state.ts";
import type { Feature } from "../services.ts";

/** The "Glacier Run" channel: what runs do and what their code prints. */
export const runOutput: Feature = {
  name: "run output",
  start({ context, runs }) {
    const channel = vscode.window.createOutputChannel("Glacier Run");
    const splitters = new Map<number, Splitters>();
    const write = (run: RunState, lines: readonly string[]): void => {
      // Names only while there is something to tell apart.
      const prefix = runs.active().length > 1 ? `[${run.target.pipeline} #${run.id}] ` : "";
      // At once: a task may print a hundred thousand lines.
      if (lines.length > 0) channel.append(lines.map((line) => `${prefix}${line}\n`).join(""));
    };
    context.subscriptions.push(
      channel,
      vscode.commands.registerCommand(commands.showRunOutput, () => channel.show(true)),
      runs.onNews((news) => {
        const streams = splitters.get(news.run.id) ?? { stdout: new LineSplitter(), stderr: new LineSplitter() };
        splitters.set(news.run.id, streams);
        if (news.type === "finished") splitters.delete(news.run.id);
        write(news.run, linesOf(news, streams));
        if (news.type === "started" || news.type === "finished")
          void vscode.commands.executeCommand("setContext", contextKeys.running, runs.active().length > 0);
      }),
    );
  },
};

/** One for each stream: half a line of one must not be finished by the other. */
type Splitters = Record<"stdout" | "stderr", LineSplitter>;

function linesOf(news: RunNews, streams: Splitters): string[] {
  switch (news.type) {
    case "started":
      return ["", `── ${describeTarget(news.run.target)} (run ${news.run.id}, ${new Date(news.run.startedAt).toLocaleTimeString()})`];
    case "output":
      return streams[news.stream].push(news.text);
    case "event": {
      const line = eventLine(news.event);
      return line === undefined ? [] : [line];
    }
    case "cancelling":
      return ["Cancelling…"];
    case "finished":
      return [
        ...streams.stdout.flush(),
        ...streams.stderr.flush(),
        ...failureLines(news.run),
        ...(news.choices ? [`There are: ${news.choices.join(", ")}`] : []),
        `── ${news.run.status} in ${formatDuration(news.run.durationMs ?? 0)}`,
      ];
  }
}
