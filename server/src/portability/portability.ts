import type { CloudDescriptor } from "@glacier/core/clouds";
import type { Range } from "@glacier/core/graph";
import type { Diagnostic, Fix } from "../analysis/diagnostic.ts";
import type { Observation } from "../analysis/flow/observations.ts";
import { comparePositions as compare } from "../analysis/ranges.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { type Effect, effectOf, isOfInterest } from "./effects.ts";
import { carriedOver } from "./losses.ts";
import { changesOfProviders } from "./provider-changes.ts";

/** What it would take to run the source on another cloud. */
export interface PortabilityReport {
  target: { id: string; label: string };
  /** What to do about each provider that would move, in the order of files and places. */
  providers: ProviderChange[];
  /** What else would be other than it is, in the order of files and places. What is wrong on the present cloud already is not among it. */
  findings: PortabilityFinding[];
  /** How much is left out because an ordinary check says it. */
  alreadyReported: number;
}

export interface PortabilityFinding extends Diagnostic {
  /** `breaks`: it throws, or the cloud refuses it. `costs`: it works, for money or with more care. `ignored`: it is written and has no effect there. */
  effect: Effect;
}

/** A provider that would move, at its config where that is written out, else where it is made. */
export interface ProviderChange {
  file: string;
  range: Range;
  /** The ids of the clouds that it is on; empty where the environment chooses. */
  clouds: string[];
  message: string;
  fixes: readonly Fix[];
}

/** One file as it is, and as it would be. */
export interface MovedFile {
  file: string;
  present: { diagnostics: readonly Diagnostic[]; observations: readonly Observation[] };
  moved: { diagnostics: readonly Diagnostic[]; observations: readonly Observation[] };
}

/**
 * Compares what is reported now with what would be.
 *
 * @param isWhole whether all providers are asked about: code that belongs to none is part of the answer only then
 */
export function comparePortability(
  source: SourceView,
  target: CloudDescriptor,
  files: readonly MovedFile[],
  isWhole: boolean,
): PortabilityReport {
  const findings: PortabilityFinding[] = [];
  const providers: ProviderChange[] = [];
  let alreadyReported = 0;
  for (const { file, present, moved } of files) {
    const settled = placesOn(source, target.id, present.observations);
    const added = [...moved.diagnostics, ...carriedOver(source, file, target, moved.observations)].filter(
      (it) => isOfInterest(it, isWhole) && !settled.some((range) => isWithin(it.range, range)),
    );
    const found = added.filter((it) => !present.diagnostics.some((known) => saysAsMuch(known, it)));
    alreadyReported += present.diagnostics.filter(({ code }) => code !== "cloud-sdk-in-task").length;
    // Nobody pays for fixes that are not looked at: they are made when they are read, of what is added to and not of a copy.
    findings.push(...found.map((it) => Object.assign(it, { effect: effectOf(it) })).sort(byPlace));
    providers.push(...changesOfProviders(source, target, file, moved.observations).sort(byPlace));
  }
  return { target: { id: target.id, label: target.label }, providers, findings, alreadyReported };
}

/** The calls that a provider of the cloud reaches as the source is: the ordinary check has judged them for it, whatever else reaches them. */
function placesOn(source: SourceView, cloud: string, observations: readonly Observation[]): Range[] {
  return observations.flatMap((it) =>
    it.kind === "factory" && it.receivers.some((receiver) => receiver.cloud === cloud) ? [source.locate(it.site).range] : [],
  );
}

/** Whether a finding of now says what one of then would: that a place is wrong, and no less so. Portability itself is what was asked about. */
const saysAsMuch = (now: Diagnostic, then: Diagnostic): boolean =>
  now.code === then.code &&
  now.code !== "cloud-sdk-in-task" &&
  // What is refused has to be changed anyway; with what works here somebody may live, and not there.
  (isRefused(now) || (!isRefused(then) && (now.message === then.message || !HAS_REASONS_OF_ITS_OWN.has(now.code)))) &&
  WEIGHT[now.severity] >= WEIGHT[then.severity] &&
  compare(now.range.start, then.range.start) === 0 &&
  compare(now.range.end, then.range.end) === 0;

const isRefused = (it: Diagnostic): boolean => it.severity === "error" || it.isRefused === true;

/** Each cloud has its own reason to warn of these. */
const HAS_REASONS_OF_ITS_OWN: ReadonlySet<string> = new Set(["bucket-name", "deprecated-runtime"]);

const WEIGHT = { error: 3, warning: 2, info: 1, hint: 0 } as const satisfies Record<Diagnostic["severity"], number>;

const isWithin = (inner: Range, outer: Range): boolean => compare(outer.start, inner.start) <= 0 && compare(inner.end, outer.end) <= 0;
const byPlace = (a: { range: Range }, b: { range: Range }): number => compare(a.range.start, b.range.start);
