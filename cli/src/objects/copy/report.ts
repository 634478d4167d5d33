import type { GlacierError } from "@glacier/core/resources";
import type { CommandContext } from "../../context.ts";
import { describe } from "../../print-problem.ts";
import { fit, visible } from "../../terminal.ts";
import { shown } from "../attempt.ts";
import { jsonLine } from "../json-line.ts";
import { humanSize } from "../size.ts";

/** An object that a copy has to do with. */
export interface NamedPair {
  readonly source: string;
  readonly target: string;
  readonly size: number;
}

/** Tells what a copy does: JSON lines, or a line that is drawn anew where a person looks, or a line per object; failures together at the end. */
export class CopyReport {
  readonly #context: CommandContext;
  readonly #style: "json" | "quiet" | "plain" | "live";
  readonly #isDryRun: boolean;
  readonly #started = Date.now();
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #failures: { pair: NamedPair; error: GlacierError }[] = [];
  readonly counts = { copied: 0, skipped: 0, failed: 0, bytes: 0 };
  #isDrawn = false;
  #commonError: GlacierError | undefined;

  constructor(context: CommandContext, { json, quiet, dryRun }: { json: boolean; quiet: boolean; dryRun: boolean }) {
    this.#context = context;
    this.#isDryRun = dryRun;
    const { stderr, env } = context;
    const isLive = stderr.isTTY === true && env.TERM !== "dumb" && env.CI === undefined && !dryRun;
    this.#style = json ? "json" : quiet ? "quiet" : isLive ? "live" : "plain";
    if (this.#style !== "live") return;
    this.#timer = setInterval(() => this.#draw(), 100);
    this.#timer.unref();
  }

  bytes(count: number): void {
    this.counts.bytes += count;
  }

  copied(pair: NamedPair): void {
    this.counts.copied++;
    this.#tell("copied", pair);
  }

  wouldCopy(pair: NamedPair): void {
    this.counts.copied++;
    this.counts.bytes += pair.size;
    this.#tell("would-copy", pair);
  }

  skipped(pair: NamedPair, reason: "unchanged" | "exists"): void {
    this.counts.skipped++;
    if (this.#style === "json") this.#context.stdout.write(jsonLine({ type: "skipped", ...pair, reason }));
  }

  failed(pair: NamedPair, error: GlacierError): void {
    this.counts.failed++;
    this.#failures.push({ pair, error });
    if (this.#style === "json") this.#context.stdout.write(jsonLine({ type: "failed", ...pair, error: error.toJSON() }));
  }

  /** A file that is no object, and so not copied. */
  leftOut(source: string, why: string): void {
    if (this.#style === "json") this.#context.stdout.write(jsonLine({ type: "left-out", source, why }));
    else this.note(`left out  ${visible(source)}: ${why}`);
  }

  /** One object after the other has failed for this reason. */
  gaveUp(error: GlacierError): void {
    this.#commonError = error;
  }

  /** Something to tell the one who waits. */
  note(text: string): void {
    this.#clear();
    this.#context.stderr.write(`${text}\n`);
  }

  end(): void {
    clearInterval(this.#timer);
    this.#clear();
    const { stdout, stderr, cwd } = this.#context;
    const common = this.#commonError;
    if (this.#style === "json") stdout.write(jsonLine({ type: "summary", ...this.counts, ...(common && { gaveUp: common.code }) }));
    for (const { pair, error } of this.#failures) {
      // It is told once.
      if (error.code === common?.code) continue;
      stderr.write(
        `failed    ${visible(pair.source)} -> ${visible(pair.target)}\n  ${describe(shown(error), cwd).replaceAll("\n", "\n  ")}\n`,
      );
    }
    if (common) {
      stderr.write(`${describe(shown(common), cwd)}\n`);
      stderr.write("The copy was given up: the other objects would fail for the same reason. With --keep-going, each is tried.\n");
    }
    if (this.#style === "plain" || this.#style === "live") stdout.write(`${this.#summary()}\n`);
  }

  #tell(type: "copied" | "would-copy", pair: NamedPair): void {
    if (this.#style === "json") this.#context.stdout.write(jsonLine({ type, ...pair }));
    else if (this.#style === "plain")
      this.#context.stdout.write(`${type.replace("-", " ").padEnd(9)} ${visible(pair.source)} -> ${visible(pair.target)}\n`);
  }

  #summary(): string {
    const { copied, skipped, failed, bytes } = this.counts;
    const parts = [
      `${copied} ${copied === 1 ? "object" : "objects"} ${this.#isDryRun ? "would be copied" : "copied"} (${humanSize(bytes)})`,
      ...(skipped > 0 ? [`${skipped} skipped`] : []),
      ...(failed > 0 ? [`${failed} failed`] : []),
    ];
    return parts.join(", ");
  }

  #draw(): void {
    this.#clear();
    const seconds = Math.max(0.1, (Date.now() - this.#started) / 1000);
    const rate = `${humanSize(Math.round(Math.max(0, this.counts.bytes) / seconds))}/s`;
    this.#context.stderr.write(fit(`${this.#summary()}, ${rate}`, (this.#context.stderr.columns ?? 80) - 1));
    this.#isDrawn = true;
  }

  #clear(): void {
    if (this.#isDrawn) this.#context.stderr.write("\r\x1b[2K");
    this.#isDrawn = false;
  }
}
