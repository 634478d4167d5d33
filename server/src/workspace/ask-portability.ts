import type { CloudDescriptor } from "@glacier/core/clouds";
import type { Range } from "@glacier/core/graph";
import { Analysis } from "../analysis/analysis.ts";
import type { Site } from "../analysis/facts/facts.ts";
import { keyOfSite } from "../analysis/facts/site-key.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { comparePortability, type MovedFile, type PortabilityReport } from "../portability/portability.ts";
import { providersAt } from "../portability/providers-at.ts";
import { stayingProviders } from "../portability/staying-providers.ts";
import type { Diagnoses } from "./diagnoses.ts";
import type { LiveAnalysis } from "./live-analysis.ts";
import { normalisePath } from "./paths.ts";
import { makePause } from "./pause.ts";
import { settling } from "./settling.ts";

export interface PortabilityQuestion {
  target: CloudDescriptor;
  /** What is reported on. Default: all files. */
  files?: readonly string[];
  /** A place at which a provider or its config is made, to look at that provider alone. Default: all providers move. */
  at?: { file: string; range: Range };
  signal?: AbortSignal;
}

interface Present {
  view: SourceView;
  live: LiveAnalysis;
  diagnoses: Diagnoses;
}

/** Analyses the source as if its providers were on another cloud, and compares. An edit that comes in the meantime starts it anew. */
export async function askPortability(
  { view, live, diagnoses }: Present,
  { target, files, at, signal }: PortabilityQuestion,
): Promise<PortabilityReport | undefined> {
  const pause = makePause(signal);
  const asked = files && new Set(files.map(normalisePath));
  for (;;) {
    const everything = live.everyObservation();
    const chosen = at && providersAt(view, everything, { ...at, file: normalisePath(at.file) });
    if (chosen?.size === 0) return undefined;
    const staying = stayingProviders(live.analysis.guards, everything, target.id, (file) => asked?.has(file) ?? true);
    // Whoever asks about one provider wants to know about that one.
    const includes = (site: Site): boolean => chosen?.has(keyOfSite(site)) ?? !staying.has(keyOfSite(site));
    const moved = new Analysis(live.sources, { cloud: target, includes });
    const isEdited = (): boolean => live.everyObservation() !== everything;
    for (const file of live.files()) {
      moved.complete(file);
      await pause();
      if (isEdited()) break;
    }
    const relevant = live.sources.relevant();
    for (const _ of settling(moved, (file) => relevant.has(file), new Set())) {
      await pause();
      if (isEdited()) break;
    }
    const both: MovedFile[] = [];
    for (const file of isEdited() ? [] : (files ?? live.files()).map(normalisePath)) {
      both.push({
        file,
        present: { diagnostics: diagnoses.of(file, live), observations: live.analysis.observations(file) },
        moved: { diagnostics: diagnoses.supposed(file, moved), observations: moved.observations(file) },
      });
      await pause();
      if (isEdited()) break;
    }
    if (!isEdited()) return comparePortability(view, target, both, at === undefined);
  }
}
