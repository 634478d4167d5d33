import { basename } from "node:path";
import { styleText } from "node:util";
import type { RunEvent } from "@glacier/core/runner";
import type { CommandContext } from "../context.ts";
import { fit, fitName, plain, widthOf } from "../terminal.ts";
import { duration, type EventLine, eventLines, type Tone } from "./event-lines.ts";
import type { Progress } from "./progress.ts";

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
/** Milliseconds between two pictures. */
const interval = 100;
/** More steps than this at once are counted, not shown. */
const longestList = 8;
/** The size of a terminal that does not say it. */
const defaultSize = { columns: 80, rows: 24 };

const marks: Readonly<Record<string, string>> = {
  done: "✔",
  failed: "✖",
  skipped: "○",
  reused: "↺",
  cancelled: "■",
  succeeded: "✔",
  retry: "↻",
  run: "▶",
};

/** Finished steps as lines that stay, and below them the running ones, drawn anew while they run. */
export class LiveProgress implements Progress {
  private readonly context: CommandContext;
  private readonly colours: boolean;
  /** Stands among the running steps until the file is loaded. */
  private readonly loading: string;
  private readonly running = new Map<string, { since: number; note: string }>();
  private readonly timer: NodeJS.Timeout;
  private frame = 0;
  /** The widths of the lines that are drawn anew. */
  private drawn: number[] = [];
  private todo = 0;
  /** What the pipeline printed and did not end with a line break: it is shown when it does, since below it the running steps are drawn. */
  private readonly unfinished = { stdout: "", stderr: "" };

  constructor(context: CommandContext, file: string) {
    this.context = context;
    this.loading = `loading ${basename(file)}`;
    this.running.set(this.loading, { since: Date.now(), note: "" });
    this.colours = !context.env.NO_COLOR;
    this.timer = setInterval(() => {
      this.frame++;
      this.draw();
    }, interval);
    this.timer.unref();
  }

  event(event: RunEvent): void {
    this.follow(event);
    const lines = eventLines(event, this.context.cwd);
    if (lines.length === 0) return;
    this.above(() => {
      for (const line of lines) this.context.stdout.write(`${this.show(line)}\n`);
    });
  }

  output(stream: "stdout" | "stderr", text: string): void {
    const all = this.unfinished[stream] + text;
    const end = all.lastIndexOf("\n") + 1;
    this.unfinished[stream] = all.slice(end);
    if (end > 0) this.above(() => this.context[stream].write(all.slice(0, end)));
  }

  note(text: string): void {
    this.above(() => this.context.stderr.write(`${text}\n`));
  }

  end(): void {
    clearInterval(this.timer);
    this.clear();
    for (const stream of ["stdout", "stderr"] as const)
      if (this.unfinished[stream] !== "") this.context[stream].write(`${this.unfinished[stream]}\n`);
    this.running.clear();
  }

  private follow(event: RunEvent): void {
    switch (event.type) {
      case "run.started":
        this.running.delete(this.loading);
        this.todo = event.steps.length;
        return;
      case "step.started":
        this.running.set(event.step, { since: Date.now(), note: "" });
        return;
      case "step.progress": {
        const step = this.running.get(event.step);
        const percent = event.fraction === undefined ? "" : ` ${Math.floor(event.fraction * 100)}%`;
        if (step) step.note = `${percent}${event.message === undefined ? "" : ` ${plain(event.message)}`}`;
        return;
      }
      case "step.retrying": {
        const step = this.running.get(event.step);
        if (step) step.note = ` attempt ${event.attempt + 1}`;
        return;
      }
      case "step.succeeded":
      case "step.failed":
      case "step.skipped":
        this.running.delete(event.step);
        this.todo--;
        return;
      case "run.finished":
        this.running.clear();
        return;
    }
  }

  /** Writes lines that stay, where the running steps were, and draws those anew below. */
  private above(write: () => void): void {
    this.clear();
    write();
    this.draw();
  }

  private draw(): void {
    this.clear();
    if (this.running.size === 0) return;
    const { columns, rows } = this.size;
    const width = columns - 1;
    // What scrolls off the top of the screen could not be drawn anew: a line is for the rest, and one for the cursor.
    const shown = [...this.running].slice(0, Math.max(1, Math.min(longestList, rows - 2)));
    const lines = shown.map(([name, { since, note }]) => this.runningLine(name, `${duration(Date.now() - since)}${note}`, width));
    const others = [
      ...(this.running.size > shown.length ? [`${this.running.size - shown.length} more running`] : []),
      ...(this.todo > this.running.size ? [`${this.todo - this.running.size} to come`] : []),
    ];
    if (others.length > 0) lines.push(fit(`  ${others.join(", ")}`, width));
    this.context.stdout.write(`${lines.join("\n")}\n`);
    this.drawn = lines.map(widthOf);
  }

  /** A name that is too long leaves room for what changes, but not more than half. */
  private runningLine(name: string, state: string, width: number): string {
    const oneLine = state.replaceAll("\n", " ");
    const room = Math.max(0, width - 2);
    const shortened = fitName(plain(name).replaceAll("\n", " "), Math.max(room - widthOf(oneLine) - 1, room >> 1));
    return fit(`${frames[this.frame % frames.length]} ${shortened} ${oneLine}`, width);
  }

  private get size(): { columns: number; rows: number } {
    const { columns, rows } = this.context.stdout;
    return { columns: columns || defaultSize.columns, rows: rows || defaultSize.rows };
  }

  private clear(): void {
    if (this.drawn.length === 0) return;
    // A terminal that has become narrower since has broken the lines.
    const { columns } = this.size;
    const height = this.drawn.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
    // Up to where the running steps begin, and each line is wiped: a screen that is wiped as a whole some terminals keep in their history.
    const up = `\x1b[${height}A`;
    this.context.stdout.write(`${up}${"\x1b[2K\n".repeat(height)}${up}`);
    this.drawn = [];
  }

  private show({ tone, verb, text }: EventLine): string {
    const mark = marks[verb] ?? " ";
    const words = verb === "done" || verb === "" ? text : `${verb} ${text}`;
    return this.colours ? `${paint(tone, mark)} ${tone === "faint" ? paint(tone, words) : words}` : `${mark} ${words}`;
  }
}

function paint(tone: Tone, text: string): string {
  const options = { validateStream: false };
  switch (tone) {
    case "good":
      return styleText("green", text, options);
    case "bad":
      return styleText("red", text, options);
    case "faint":
      return styleText("dim", text, options);
    case "plain":
      return text;
  }
}
