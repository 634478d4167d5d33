import { withoutCredentials } from "@glacier/core/config";
import type { Diagnostic, RelatedLocation, Severity } from "../analysis/diagnostic.ts";
import type { Guards } from "../analysis/flow/guards.ts";
import type { Observation } from "../analysis/flow/observations.ts";
import { Remembered } from "../analysis/remembered.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { CaughtPlaces } from "./caught-places.ts";
import { rules } from "./registry.generated.ts";
import type { Rule, RuleContext } from "./rule.ts";
import { Suppressions } from "./suppressions.ts";

export interface FileToCheck {
  file: string;
  source: SourceView;
  guards: Guards;
  observations: readonly Observation[];
  /** Those of all files. */
  everyObservation(): readonly Observation[];
  now: () => Date;
  /** The cloud that providers are looked at as if they were on; undefined where the source is looked at as it is. */
  target?: string;
  /** The address of a rule's page, where it has one. */
  pageOf(rule: string): string | undefined;
  /** The severity that the user gave a rule; undefined for the rule's own. */
  severityOf(rule: string): Severity | "off" | undefined;
  /** Hears of a rule that failed. The others go on. */
  onRuleError(rule: string, error: unknown): void;
}

/** The diagnostics of one file, in the order of their ranges. */
export function checkFile(target: FileToCheck): Diagnostic[] {
  const suppressions = new Suppressions(target.source, target.file);
  const kept: Diagnostic[] = [];
  const observed = byKind(target.observations);
  for (const rule of [...rules.filter(({ meta }) => !meta.last), ...rules.filter(({ meta }) => meta.last)]) {
    const configured = target.severityOf(rule.meta.id);
    if (configured === "off" || (rule.meta.isOff && configured === undefined)) continue;
    const found: Diagnostic[] = [];
    try {
      rule.create(contextOf(rule, target, observed, suppressions, configured, found));
    } catch (error) {
      target.onRuleError(rule.meta.id, error);
    }
    kept.push(...found.filter((diagnostic) => !suppressions.silence(diagnostic)));
  }
  return kept.sort(byPlace);
}

function contextOf(
  rule: Rule,
  target: FileToCheck,
  observed: (kind: Observation["kind"]) => Observation[][],
  suppressions: Suppressions,
  configured: Severity | undefined,
  found: Diagnostic[],
): RuleContext {
  const { file, source, guards, now } = target;
  const caught = new CaughtPlaces(source);
  return {
    file,
    source,
    guards,
    now,
    target: target.target,
    observed: (kind) => {
      const groups = observed(kind);
      for (const group of groups) caught.note(group);
      return groups as never;
    },
    observedAnywhere: (kind) => (kindsOf(target.everyObservation()).get(kind) ?? []) as never,
    unusedSuppressions: () => suppressions.unused(),
    report({ message, data, at, severity: own = rule.meta.severity, isRefused, related = [], fixes, unnecessary }) {
      const text = rule.messages[message];
      const docs = target.pageOf(rule.meta.id);
      if (!text) throw new Error(`Rule '${rule.meta.id}' has no message '${message}'.`);
      const { start, end } = "node" in at ? source.offsets(at) : at;
      const severity = configured ?? caught.severityAt(start, own);
      found.push({
        file,
        range: "node" in at ? source.locate(at).range : source.range(file, start, end),
        code: rule.meta.id,
        severity,
        ...(isRefused && severity !== "error" && { isRefused }),
        // What is quoted from the source may be a credential, and reports end in logs.
        message: withoutCredentials(text(data)),
        ...(docs !== undefined && { docs }),
        related: withoutRepetition(related).map((told) => ({ ...told, message: withoutCredentials(told.message) })),
        get fixes() {
          return fixes?.() ?? [];
        },
        ...(unnecessary && { unnecessary }),
      });
    },
  };
}

/** Of what is told of one place more than once, in the same words but for names, the first. */
function withoutRepetition(related: readonly RelatedLocation[]): RelatedLocation[] {
  const told = new Set<string>();
  return related.filter(({ file, range: { start, end }, message }) => {
    const key = [file, start.line, start.character, end.line, end.character, message.replace(/`[^`]*`/g, "")].join(":");
    return told.size < told.add(key).size;
  });
}

/** The observations of a kind, each place's together; sorted out once for all rules. */
function byKind(observations: readonly Observation[]): (kind: Observation["kind"]) => Observation[][] {
  const kinds = kindsOf(observations);
  const grouped = new Map<Observation["kind"], Observation[][]>();
  return (kind) => {
    const known = grouped.get(kind);
    if (known) return known;
    const groups = groupBySite(kinds.get(kind) ?? []);
    grouped.set(kind, groups);
    return groups;
  };
}

/** Every fix that asks what else there is asks about the same list. */
const kindsOf = (observations: readonly Observation[]): ReadonlyMap<Observation["kind"], readonly Observation[]> =>
  groupedByKind.of(observations, () => Map.groupBy(observations, ({ kind }) => kind));
const groupedByKind = new Remembered<readonly Observation[], ReadonlyMap<Observation["kind"], readonly Observation[]>>();

function groupBySite(observations: readonly Observation[]): Observation[][] {
  const groups = new Map<number, Observation[]>();
  for (const observation of observations) {
    const group = groups.get(observation.site.node);
    if (group) group.push(observation);
    else groups.set(observation.site.node, [observation]);
  }
  return [...groups.values()];
}

function byPlace(left: Diagnostic, right: Diagnostic): number {
  const [a, b] = [left.range.start, right.range.start];
  return a.line - b.line || a.character - b.character || left.code.localeCompare(right.code);
}
