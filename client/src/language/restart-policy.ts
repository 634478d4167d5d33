/** This many crashes within the window are survived; one more and the server stays down, so that it does not spin. */
const MAX_RESTARTS = 4;
const WINDOW_MS = 3 * 60 * 1000;

/** Decides whether a language server that has died is started again. */
export class RestartPolicy {
  private readonly now: () => number;
  private crashes: number[] = [];

  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  crashed(): "restart" | "give up" {
    const now = this.now();
    this.crashes = [...this.crashes.filter((at) => now - at < WINDOW_MS), now];
    return this.crashes.length <= MAX_RESTARTS ? "restart" : "give up";
  }

  /** A reader who restarts by hand starts the count anew. */
  reset(): void {
    this.crashes = [];
  }
}
