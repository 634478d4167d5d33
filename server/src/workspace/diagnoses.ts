import type { Analysis } from "../analysis/analysis.ts";
import type { Diagnostic } from "../analysis/diagnostic.ts";
import type { Observation } from "../analysis/flow/observations.ts";
import { checkFile, type FileToCheck } from "../rules/check-file.ts";
import { haveSameSubjects } from "../rules/subjects.ts";
import { diagnoseSettings } from "../settings/diagnose-settings.ts";
import { isSettings } from "./configurations.ts";
import { KeptReports } from "./kept-reports.ts";
import type { LiveAnalysis } from "./live-analysis.ts";
import { rulePages } from "./rule-pages.ts";
import type { SourceFiles } from "./source-files.ts";
import { viewOf } from "./view.ts";

interface DiagnosesOptions {
  now: () => Date;
  onRuleError: (rule: string, error: unknown) => void;
}

/** What the rules say of files, asked of an analysis and of settings; kept until either has changed. */
export class Diagnoses {
  readonly #files: SourceFiles;
  readonly #options: DiagnosesOptions;
  readonly #pageOf = rulePages();
  readonly #kept = new KeptReports<readonly Observation[]>((file) => this.#files.get(file)?.revision);

  constructor(files: SourceFiles, options: DiagnosesOptions) {
    this.#files = files;
    this.#options = options;
  }

  /** In the order of their ranges. Of a settings file, what is wrong with it; of a file that its settings leave out, nothing. */
  of(file: string, live: LiveAnalysis): Diagnostic[] {
    const { settings } = this.#files.configurations;
    if (isSettings(file)) return diagnoseSettings(file, this.#files.configurations.text(file) ?? "", settings.problemsOf(file));
    // What was read of one that has nothing to do with Glacier, or has no more, is still there.
    if (!this.#isChecked(file) || !live.concerns(file)) return [];
    const { analysis } = live;
    const { guards } = analysis;
    const observations = analysis.observationsByModule(file);
    const areAlike = (one: readonly Observation[], other: readonly Observation[]): boolean =>
      haveSameSubjects(one, other, { guards, onError: this.#options.onRuleError });
    return this.#kept.of(file, { observations, areAlike, others: [guards, settings] }, (looks) =>
      this.#check(file, analysis, {
        observations,
        source: viewOf((each) => {
          looks.files.add(each);
          return this.#files.get(each);
        }),
        everyObservation: () => live.everyObservation(),
        now: () => {
          looks.asksTheTime = true;
          return this.#options.now();
        },
        onLook: () => {
          looks.isWorthALook = true;
        },
      }),
    );
  }

  /** What would be said of a file, on behalf of another analysis than that of what is there. */
  supposed(file: string, analysis: Analysis): Diagnostic[] {
    if (!this.#isChecked(file)) return [];
    return this.#check(file, analysis, {
      observations: analysis.observationsByModule(file),
      source: viewOf((each) => this.#files.get(each)),
      everyObservation: () => analysis.observedFiles().flatMap((each) => analysis.observations(each)),
      now: this.#options.now,
    });
  }

  /** Frees what is kept of files; of all, where none are named. */
  forget(files?: Iterable<string>): void {
    this.#kept.forget(files);
  }

  /** Frees what was said of files. */
  forgetSaid(files: Iterable<string>): void {
    this.#kept.forgetSaid(files);
  }

  #isChecked(file: string): boolean {
    return this.#files.get(file)?.facts !== undefined && this.#files.configurations.settings.isIncluded(file);
  }

  #check(
    file: string,
    analysis: Analysis,
    seen: Pick<FileToCheck, "observations" | "source" | "everyObservation" | "now" | "onLook">,
  ): Diagnostic[] {
    return checkFile({
      file,
      ...seen,
      guards: analysis.guards,
      ...(analysis.move && { target: analysis.move.cloud.id }),
      pageOf: this.#pageOf,
      severities: this.#files.configurations.settings.severitiesFor(file),
      onRuleError: this.#options.onRuleError,
    });
  }
}
