import type { Analysis } from "../analysis/analysis.ts";
import type { Diagnostic } from "../analysis/diagnostic.ts";
import { checkFile, type FileToCheck } from "../rules/check-file.ts";
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
  readonly #kept = new KeptReports((file) => this.#files.get(file)?.revision);

  constructor(files: SourceFiles, options: DiagnosesOptions) {
    this.#files = files;
    this.#options = options;
  }

  /** In the order of their ranges. Of a settings file, what is wrong with it; of a file that its settings leave out, nothing. */
  of(file: string, live: LiveAnalysis): Diagnostic[] {
    const { settings } = this.#files.configurations;
    if (isSettings(file)) return diagnoseSettings(file, this.#files.configurations.text(file) ?? "", settings.problemsOf(file));
    if (!this.#isChecked(file)) return [];
    const { analysis } = live;
    const observations = analysis.observationsByModule(file);
    return this.#kept.of(file, { observations, others: [analysis.guards, settings] }, (looks) =>
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

  #isChecked(file: string): boolean {
    return this.#files.get(file)?.facts !== undefined && this.#files.configurations.settings.isIncluded(file);
  }

  #check(file: string, analysis: Analysis, seen: Pick<FileToCheck, "observations" | "source" | "everyObservation" | "now">): Diagnostic[] {
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
