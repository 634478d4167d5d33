import type { CommandContext } from "../context.ts";

/** One line on a terminal that counts the files, from the moment on at which somebody would wonder; nothing anywhere else. */
export class CheckProgress {
  readonly #context: CommandContext;
  readonly #now: () => number;
  readonly #started: number;
  #drawn: number | undefined;

  constructor(context: CommandContext, now: () => number = () => performance.now()) {
    this.#context = context;
    this.#now = now;
    this.#started = now();
  }

  at(done: number, total: number): void {
    const { stderr } = this.#context;
    const now = this.#now();
    if (!stderr.isTTY || now - this.#started < PATIENCE_MS || now - (this.#drawn ?? 0) < INTERVAL_MS) return;
    this.#drawn = now;
    stderr.write(`\r\u001b[2KChecking: ${done} of ${total} files`);
  }

  end(): void {
    if (this.#drawn !== undefined) this.#context.stderr.write("\r\u001b[2K");
  }
}

const PATIENCE_MS = 500;
const INTERVAL_MS = 100;
