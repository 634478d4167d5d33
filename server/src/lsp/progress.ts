import type { Connection, WorkDoneProgressServerReporter } from "vscode-languageserver/node";
import { stackOf } from "./guard.ts";

/** Shows how far the index is, in the client's own way of showing progress. */
export class IndexProgress {
  readonly #connection: Connection;
  readonly #supported: boolean;
  #run = 0;
  #reporter: WorkDoneProgressServerReporter | undefined;
  #percentage = -1;

  constructor(connection: Connection, supported: boolean) {
    this.#connection = connection;
    this.#supported = supported;
  }

  begin(): void {
    this.end();
    if (!this.#supported) return;
    const run = ++this.#run;
    this.#connection.window.createWorkDoneProgress().then(
      (reporter) => {
        reporter.begin("Glacier: indexing", 0);
        // Over before the client was ready to show it.
        if (run !== this.#run) reporter.done();
        else this.#reporter = reporter;
      },
      (error: unknown) => this.#connection.console.warn(`The client refused to show progress.\n${stackOf(error)}`),
    );
  }

  report(done: number, total: number): void {
    const percentage = total === 0 ? 100 : Math.floor((100 * done) / total);
    if (percentage === this.#percentage) return;
    this.#percentage = percentage;
    this.#reporter?.report(percentage, `${done} of ${total} files`);
  }

  end(): void {
    this.#run++;
    this.#percentage = -1;
    this.#reporter?.done();
    this.#reporter = undefined;
  }
}
