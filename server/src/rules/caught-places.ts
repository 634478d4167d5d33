import type { Severity } from "../analysis/diagnostic.ts";
import type { Observation } from "../analysis/flow/observations.ts";
import type { SourceView } from "../analysis/source-view.ts";

/** The observations of a kind, each place's together. */
export type ObservedByKind = (kind: Observation["kind"]) => readonly (readonly Observation[])[];

/** The places of a file where what throws is caught on every way to them, and the program goes on. */
export class CaughtPlaces {
  readonly #source: SourceView;
  readonly #observed: ObservedByKind;

  constructor(source: SourceView, observed: ObservedByKind) {
    this.#source = source;
    this.#observed = observed;
  }

  /** An error at what happens there, of some kinds, is a path that the program can do without. Asked only where there is one, so nothing is kept. */
  severityAt(offset: number, severity: Severity, kinds: readonly Observation["kind"][]): Severity {
    if (severity !== "error") return severity;
    const isCaught = kinds.some((kind) => this.#observed(kind).some((group) => this.#isCaughtAt(offset, group)));
    return isCaught ? "warning" : severity;
  }

  #isCaughtAt(offset: number, observations: readonly Observation[]): boolean {
    const [first] = observations;
    if (!first || !observations.every(({ isCaught }) => isCaught)) return false;
    const { start, end } = this.#source.offsets(first.site);
    return start <= offset && offset < end;
  }
}
