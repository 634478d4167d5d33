import { formatDuration } from "../../webview/duration.ts";
import { LineSplitter } from "./lines.ts";
import { eventLine, failureLines } from "./run-report.ts";
import type { RunNews } from "./run-service.ts";
import { describeTarget } from "./run-state.ts";

/** One for each stream: half a line of one must not be finished by the other. */
type Splitters = Record<"stdout" | "stderr", LineSplitter>;

/** The news of runs as the lines of the output channel. Several runs at once are kept apart. */
export class RunLines {
  private readonly splitters = new Map<number, Splitters>();

  of(news: RunNews): string[] {
    const streams = this.splitters.get(news.run.id) ?? { stdout: new LineSplitter(), stderr: new LineSplitter() };
    this.splitters.set(news.run.id, streams);
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
        this.splitters.delete(news.run.id);
        return [
          ...streams.stdout.flush(),
          ...streams.stderr.flush(),
          ...failureLines(news.run),
          ...(news.choices ? [`There are: ${news.choices.join(", ")}`] : []),
          `── ${news.run.status} in ${formatDuration(news.run.durationMs ?? 0)}`,
        ];
    }
  }
}
