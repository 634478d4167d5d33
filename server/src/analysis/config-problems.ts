import { type ConfigClassName, type ConfigProblem, type ConfigRule, checkConfig, isConfigClassName } from "@glacier/core/config";
import { type Case, casesOf, partAt, sidesOfCase } from "./cases.ts";
import { certainlyWrong } from "./certainty.ts";
import { excluding, type Guards } from "./flow/guards.ts";
import type { ConfigMade } from "./flow/observations.ts";
import type { Written } from "./flow/written.ts";
import { LastAnswers } from "./last-answers.ts";
import { isAskedAbout } from "./questions.ts";
import { Remembered } from "./remembered.ts";
import type { SourceView } from "./source-view.ts";
import { type ConfigPlace, placeInConfig } from "./value-place.ts";

/** Something that is wrong with a config where it is made. */
export interface ConfigReport {
  problem: ConfigProblem;
  /** Whether every path on which the config is made has this problem there. */
  isCertain: boolean;
  place: ConfigPlace;
  /** The value at fault, where there is one. */
  value: Written | undefined;
  made: ConfigMade;
}

/** Whether a rule says anything against a config, looked at for itself. */
export const isAgainst = (guards: Guards, made: ConfigMade, rule: ConfigRule): boolean =>
  problemsOf(guards, made).found.some(({ problem }) => problem.rule === rule);

/** What a rule says against the config that one place in the source makes, on whichever paths. */
export function configReports(source: SourceView, guards: Guards, made: readonly ConfigMade[], rule: ConfigRule): ConfigReport[] {
  const all = made.map((each) => {
    const { cases, found } = problemsOf(guards, each);
    return { each, pairs: cases, found: found.length === 0 ? found : found.filter(({ problem }) => problem.rule === rule) };
  });
  if (all.every(({ found }) => found.length === 0)) return [];
  const cases = all.reduce((sum, { pairs }) => sum + pairs.length, 0);
  const reports: ConfigReport[] = [];
  const reported = new Set<string>();
  const byKind = all.map(({ found }) => Map.groupBy(found, ({ problem }) => kindOf(problem)));
  for (const kind of new Set(byKind.flatMap((kinds) => [...kinds.keys()]))) {
    const ofKind = all.map(({ each, pairs }, index) => ({ each, pairs, wrong: casesOfOneKind(byKind[index]?.get(kind) ?? []) }));
    const isCertain = ofKind.reduce((sum, { wrong }) => sum + wrong.size, 0) === cases;
    const insteadOf = excluding(guards, ofKind, ({ each }) => each.guard);
    for (const meeting of ofKind) {
      const { each, wrong } = meeting;
      if (wrong.size === 0) continue;
      for (const { pair: one, problem } of certainlyWrong(meeting, sidesOfCase, insteadOf(each.guard))) {
        const value = partAt(each.config.written, problem.path, one.picks);
        if (isAskedAbout(guards, each.guard, value)) continue;
        // What a loop has counted to is a matter of how often it runs.
        if (!isCertain && isComputedNumber(value)) continue;
        // A variable that some path leaves without a value may be one that its type rules out: `switch` over all that there is.
        if (!isCertain && problem.kind === "missing" && value?.kind === "literal") continue;
        const place = placeInConfig(source, each.site, problem, { written: each.config.written, picks: one.picks });
        if (problem.kind === "unknown-field" && value?.kind === "unknown" && isBeingTyped(place)) continue;
        const mistake = mistakeOf(problem, place);
        if (!reported.has(mistake)) reports.push({ problem, isCertain, place, value, made: each });
        reported.add(mistake);
      }
    }
  }
  return reports;
}

/** `{ mem }`: the beginning of a field's name looks like a field that takes a variable of its name. */
const isBeingTyped = ({ property }: ConfigPlace): boolean =>
  property?.kind === "value" && property.value.kind === "name" && property.value.name === property.key;

const isComputedNumber = (value: Written | undefined): boolean =>
  value?.kind === "literal" && typeof value.value === "number" && !value.site;

/** One mistake, whatever its message says of the values. */
const kindOf = ({ rule, field, kind }: ConfigProblem): string => `${rule} ${kind} ${field}`;

/** What stands once in the source is one mistake, however many items a list makes of it. */
function mistakeOf(problem: ConfigProblem, { start, end, fault }: ConfigPlace): string {
  const kind = kindOf(problem);
  return `${start} ${end} ${fault ? `${kind.replaceAll(/\[\d+\]/g, "[]")} ${fault.file} ${fault.node}` : kind}`;
}

interface Problems {
  cases: readonly Case[];
  found: readonly Found[];
}

/** Something found in one of the cases. */
interface Found {
  one: Case;
  problem: ConfigProblem;
}

/** The problems of a kind, of which a case has one. */
const casesOfOneKind = (found: readonly Found[]): ReadonlyMap<Case, ConfigProblem> =>
  new Map(found.map(({ one, problem }) => [one, problem]));

const problemsOf = (guards: Guards, made: ConfigMade): Problems => known.of(made, () => findProblems(guards, made));

/** Several rules ask about the same config, and a config is made once. */
const known = new Remembered<ConfigMade, Problems>();

function findProblems(guards: Guards, { config, guard }: ConfigMade): Problems {
  const { className, written, isFromEnv } = config;
  if (isFromEnv || !isConfigClassName(className)) return { cases: [], found: [] };
  const cases = casesOf(guards, written, guard);
  const found = cases.flatMap((one) => problemsOfValue(className, one.value, isOpen(written, one)).map((problem) => ({ one, problem })));
  return { cases, found: firstOfEach(found) };
}

/** A helper that hundreds of files call makes the same config for each. */
function problemsOfValue(className: ConfigClassName, value: unknown, partial: boolean): readonly ConfigProblem[] {
  return byValue.of(`${className} ${partial} ${JSON.stringify(value, tellApart)}`, () => checkConfig(className, value, { partial }));
}

const byValue = new LastAnswers<readonly ConfigProblem[]>();

/** What JSON leaves out or makes `null` of is written as a text, and texts are marked as such. */
function tellApart(_key: string, value: unknown): unknown {
  if (typeof value === "string") return `text:${value}`;
  const isPlain = value === null || typeof value === "object" || typeof value === "boolean" || Number.isFinite(value);
  return isPlain ? value : `${typeof value}:${String(value)}`;
}

/** Whether further options may be given that the source does not show. */
function isOpen(written: Written, one: Case): boolean {
  const options = partAt(written, [], one.picks);
  return options?.kind !== "object" || options.isOpen;
}

/** One problem of a kind in each case: two findings at one field are one report. */
function firstOfEach(found: readonly Found[]): Found[] {
  const seen = new Map<Case, Set<string>>();
  return found.filter(({ one, problem }) => {
    const kinds = seen.get(one) ?? new Set();
    seen.set(one, kinds);
    if (kinds.has(kindOf(problem))) return false;
    kinds.add(kindOf(problem));
    return true;
  });
}
