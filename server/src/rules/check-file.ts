import { withoutCredentials } from "@glacier/core/config";
import type { Diagnostic, RelatedLocation, Severity } from "../analysis/diagnostic.ts";
import { brokenFrom } from "../analysis/facts/broken.ts";
import type { Guards } from "../analysis/flow/guards.ts";
import type { Observation } from "../analysis/flow/observations.ts";
import { Remembered } from "../analysis/remembered.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { touchUnread } from "../fixes/unread.ts";
import { CaughtPlaces, type ObservedByKind } from "./caught-places.ts";
import type { MessageData, Report, Rule, RuleContext, UnusedSuppression } from "./rule.ts";
import { rulesAbout, rulesOfEnd } from "./subjects.ts";
import { Suppressions } from "./suppressions.ts";

export interface FileToCheck {
  file: string;
  source: SourceView;
  guards: Guards;
  /** What happens in the file, by the modules on whose behalf it does. */
  observations: readonly (readonly Observation[])[];
  /** Those of all files. */
  everyObservation(): readonly Observation[];
  now: () => Date;
  /** The cloud that providers are looked at as if they were on; undefined where the source is looked at as it is. */
  target?: string;
  /** The address of a rule's page, where it has one. */
  pageOf(rule: string): string | undefined;
  /** The severities that the user gave to rules, by their ids; the others have their own. */
  severities: ReadonlyMap<string, Severity | "off">;
  /** Hears of a rule that failed. The others go on. */
  onRuleError(rule: string, error: unknown): void;
  /** Hears of it where one of what is observed in the file, or the file itself, is worth a rule's look. */
  onLook?(): void;
}

/** The diagnostics of one file, in the order of their ranges. */
export function checkFile(target: FileToCheck): Diagnostic[] {
  const suppressions = new Suppressions(target.source, target.file);
  const look = new Look(target, suppressions);
  const kept: Diagnostic[] = [];
  const readable = readableIn(target);
  const { observations, guards, onRuleError } = target;
  const asked = rulesAbout({ observations, guards, context: look, onError: onRuleError });
  if (asked.length > rulesOfEnd.length) target.onLook?.();
  for (const rule of asked) {
    const configured = target.severities.get(rule.meta.id);
    if (configured === "off" || (rule.meta.isOff && configured === undefined)) continue;
    look.begin(rule, configured);
    try {
      rule.create(look);
    } catch (error) {
      onRuleError(rule.meta.id, error);
    }
    for (const diagnostic of look.end()) if (!suppressions.silence(diagnostic) && readable(diagnostic)) kept.push(diagnostic);
  }
  return kept.sort(byPlace);
}

/**
 * What lies where a text that was never seen whole can be read. From the first statement with an error on, the parser guesses what is meant:
 * `new AwsConfig({ : "x" })` has a field `x` to it, and nobody has written that.
 */
function readableIn({ source, file }: FileToCheck): (diagnostic: Diagnostic) => boolean {
  const facts = source.facts(file);
  const offset = facts && brokenFrom(facts);
  if (offset === undefined) return () => true;
  const { start } = source.range(file, offset, offset);
  return ({ range: { end } }) => end.line < start.line || (end.line === start.line && end.character <= start.character);
}

/** The look at a file that the rules take in turn: each diagnosis is one of dozens of rules, so there is one for all of them. */
class Look implements RuleContext {
  readonly #asked: FileToCheck;
  readonly #observed: ObservedByKind;
  readonly #suppressions: Suppressions;
  readonly #caught: CaughtPlaces;
  /** The rule that looks now, the severity that the user gave to it, what it looks at, and what it has reported. */
  #rule: Rule | undefined;
  #configured: Severity | undefined;
  #kinds: Observation["kind"][] = [];
  #found: Diagnostic[] = [];

  constructor(asked: FileToCheck, suppressions: Suppressions) {
    this.#asked = asked;
    this.#observed = byKind(asked.observations);
    this.#suppressions = suppressions;
    this.#caught = new CaughtPlaces(asked.source, this.#observed);
  }

  begin(rule: Rule, configured: Severity | undefined): void {
    this.#rule = rule;
    this.#configured = configured;
    if (this.#kinds.length > 0) this.#kinds = [];
  }

  /** Gives what was reported. */
  end(): readonly Diagnostic[] {
    const found = this.#found;
    if (found.length > 0) this.#found = [];
    return found;
  }

  get file(): string {
    return this.#asked.file;
  }

  get source(): SourceView {
    return this.#asked.source;
  }

  get guards(): Guards {
    return this.#asked.guards;
  }

  get now(): () => Date {
    return this.#asked.now;
  }

  get target(): string | undefined {
    return this.#asked.target;
  }

  observed<Kind extends Observation["kind"]>(kind: Kind): (Observation & { kind: Kind })[][] {
    this.#kinds.push(kind);
    // They were sorted by this kind.
    return this.#observed(kind) as (Observation & { kind: Kind })[][];
  }

  observedAnywhere<Kind extends Observation["kind"]>(kind: Kind): readonly (Observation & { kind: Kind })[] {
    // They were sorted by this kind.
    return (kindsOf(this.#asked.everyObservation()).get(kind) ?? []) as readonly (Observation & { kind: Kind })[];
  }

  unusedSuppressions(): UnusedSuppression[] {
    return this.#suppressions.unused();
  }

  report<Id extends string>(report: Report<Id, MessageData[Id]>): void {
    const { message, data, at, severity: own, isRefused, related = [], fixes, unnecessary } = report;
    if (!this.#rule) throw new Error("A rule reports when it looks, not later.");
    const { meta, messages } = this.#rule;
    const { file, source } = this;
    const text = messages[message];
    const docs = this.#asked.pageOf(meta.id);
    if (!text) throw new Error(`Rule '${meta.id}' has no message '${message}'.`);
    const { start, end } = "node" in at ? source.offsets(at) : at;
    const usual = own ?? meta.severity;
    const judged = this.#caught.severityAt(start, usual, this.#kinds);
    const severity = this.#configured ?? judged;
    this.#found.push({
      file,
      range: "node" in at ? source.locate(at).range : source.range(file, start, end),
      code: meta.id,
      severity,
      ...((isRefused || judged === "error") && severity !== "error" && { isRefused: true as const }),
      // What is quoted from the source may be a credential, and reports end in logs.
      message: withoutCredentials(text(data)),
      ...(docs !== undefined && { docs }),
      related: withoutRepetition(related).map((told) => ({ ...told, message: withoutCredentials(told.message) })),
      get fixes() {
        return (fixes?.() ?? []).filter(({ edits }) => !touchUnread(source, edits));
      },
      ...(unnecessary && { unnecessary }),
    });
  }
}

/** Of what is told of one place more than once, in the same words but for names, the first. */
function withoutRepetition(related: readonly RelatedLocation[]): RelatedLocation[] {
  const told = new Set<string>();
  return related.filter(({ file, range: { start, end }, message }) => {
    const key = [file, start.line, start.character, end.line, end.character, message.replace(/`[^`]*`/g, "")].join(":");
    return told.size < told.add(key).size;
  });
}

/** They are sorted out once for all rules. */
function byKind(lists: readonly (readonly Observation[])[]): ObservedByKind {
  const grouped = new Map<Observation["kind"], Observation[][]>();
  return (kind) => {
    const known = grouped.get(kind);
    if (known) return known;
    const groups = groupBySite(lists.flatMap((list) => list.filter((each) => each.kind === kind)));
    grouped.set(kind, groups);
    return groups;
  };
}

/** Every fix that asks what else there is asks about the same list. */
const kindsOf = (observations: readonly Observation[]): ReadonlyMap<Observation["kind"], readonly Observation[]> =>
  groupedByKind.of(observations, () => Map.groupBy(observations, ({ kind }) => kind));
const groupedByKind = new Remembered<readonly Observation[], ReadonlyMap<Observation["kind"], readonly Observation[]>>();

function groupBySite(observations: readonly Observation[]): Observation[][] {
  // Of most kinds a file has a few.
  if (observations.length > FEW) return [...Map.groupBy(observations, ({ site }) => site.node).values()];
  const groups: Observation[][] = [];
  for (const observation of observations) {
    const group = groups.find(([first]) => first?.site.node === observation.site.node);
    if (group) group.push(observation);
    else groups.push([observation]);
  }
  return groups;
}

const FEW = 16;

function byPlace(left: Diagnostic, right: Diagnostic): number {
  const [a, b] = [left.range.start, right.range.start];
  return a.line - b.line || a.character - b.character || left.code.localeCompare(right.code);
}
