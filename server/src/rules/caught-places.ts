import type { Severity } from "../analysis/diagnostic.ts";
import type { Observation } from "../analysis/flow/observations.ts";
import type { SourceView } from "../analysis/source-view.ts";

/** The places of a file where what throws is caught on every way to them, and the program goes on. */
export class CaughtPlaces {
  readonly #source: SourceView;
  readonly #places: { start: number; end: number }[] = [];

  constructor(source: SourceView) {
    this.#source = source;
  }

  /** Takes what happens at one place. */
  note(observations: readonly Observation[]): void {
    const [first] = observations;
    if (first && observations.every(({ isCaught }) => isCaught)) this.#places.push(this.#source.offsets(first.site));
  }

  /** An error there is a path that the program can do without. */
  severityAt(offset: number, severity: Severity): Severity {
    if (severity !== "error") return severity;
    return this.#places.some(({ start, end }) => start <= offset && offset < end) ? "warning" : severity;
  }
}
