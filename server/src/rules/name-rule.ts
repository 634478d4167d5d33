import { cloudById, type NameProblem, type ResourceKind } from "@glacier/core/clouds";
import { UNKNOWN_VALUE } from "@glacier/core/config";
import { Answers, hitsOf, mayBeWrong, type Question, takenValue } from "../analysis/factory-problems.ts";
import type { FactoryCall } from "../analysis/flow/observations.ts";
import type { Written } from "../analysis/flow/written.ts";
import { HOLE, problemOf, shownText, withHoles } from "../analysis/partly-known.ts";
import { Remembered } from "../analysis/remembered.ts";
import { placeOfArgument } from "../analysis/value-place.ts";
import { describeValuePath, tellValue } from "../analysis/value-story.ts";
import { replaceText } from "../fixes/fix-value.ts";
import { defineRule, type Rule } from "./rule.ts";
import { listOf } from "./wording.ts";

/** What the rules about names tell. */
export interface NameMessages {
  problem: NameData;
  partial: NameData & { path: string };
}

export interface NameData {
  name: string;
  /** What the clouds say, in their words: those that refuse the name first. */
  reasons: { says: string; clouds: string[] }[];
  /** Whether a cloud refuses it. Else it works, with trouble. */
  isRefused: boolean;
}

/** Why a text, or what stands in its place, is no name: on any cloud (undefined), or on one. */
export type FindNameProblem = (name: string, cloud: string | undefined, call: FactoryCall) => NameProblem | undefined;

type CloudNameProblem = NameProblem & { cloud?: string };

export interface NameRule {
  id: string;
  /** What has the name, in the words of the report. */
  what: string;
  /** What the rule is about. */
  isAbout(type: ResourceKind): boolean;
  find: FindNameProblem;
  /** Gives a near name that fits. */
  legal?(name: string): string | undefined;
}

/** A rule about the first argument of factory calls. */
export function nameRule({
  id,
  what,
  isAbout,
  find,
  legal = () => undefined,
}: NameRule): Rule<{ [Id in keyof NameMessages]: NameMessages[Id] }> {
  const sentence = (first: "The" | "the", { name, reasons, isRefused }: NameData): string => {
    const told = reasons.map(({ says, clouds }, index) => {
      const on = clouds.length === 0 ? "" : ` on ${listOf(clouds)}`;
      return index === 0 ? `${on}: it ${says}` : `,${on} it ${says}`;
    });
    return `${first} ${what} ${name} ${isRefused ? "does not fit" : "means trouble"}${told.join("")}.`;
  };
  const question: Question<CloudNameProblem> = {
    of: nameOf,
    answers: new Answers(),
    find: (cloud, value, call): CloudNameProblem | undefined => {
      // A variable may be left without a value on paths that its type rules out.
      if (!isAbout(call.type) || value === UNKNOWN_VALUE || value === undefined) return undefined;
      if (typeof value !== "string") return { says: "must be a text", severity: "error" };
      const anywhere = problemOf(value, (name) => find(name, undefined, call));
      if (anywhere || cloud === undefined) return anywhere;
      const problem = problemOf(value, (name) => find(name, cloud, call));
      return problem && { ...problem, cloud };
    },
  };
  return defineRule<{ [Id in keyof NameMessages]: NameMessages[Id] }>({
    meta: { id, severity: "error" },
    messages: {
      problem: (data) => sentence("The", data),
      partial: (data) => `Not on every path, but ${data.path}: ${sentence("the", data)}`,
    },
    subjects: { factory: (call, guards) => isAbout(call.type) && mayBeWrong(guards, call, question) },
    create(context) {
      const { source, guards } = context;
      for (const calls of context.observed("factory")) {
        const { isCertain, hits } = hitsOf(guards, calls, question);
        const told = new Set<string>();
        for (const { call, one, problem } of hits) {
          const value = takenValue(nameOf(call), one);
          const place = placeOfArgument(source, call.site, 0, [], { written: nameOf(call), picks: one.picks });
          const key = `${place.start} ${place.end}`;
          if (told.has(key)) continue;
          told.add(key);
          const same = hits.filter((other) => other.one.value === one.value);
          const reasons = reasonsOf(same.map(({ problem }) => problem));
          const clouds = [...new Set(reasons.flatMap((reason) => reason.clouds))];
          const way = { value, place, site: call.site, frame: call.frame };
          const isError = isCertain && hits.every(({ problem: { severity } }) => severity === "error");
          const near = typeof one.value === "string" && !one.value.includes(HOLE) ? legal(one.value) : undefined;
          const isRefused = same.some(({ problem: { severity } }) => severity === "error");
          const data = {
            name: typeof one.value === "string" ? shownText(one.value) : (JSON.stringify(one.value) ?? "of this kind"),
            reasons,
            isRefused,
          };
          context.report({
            message: isCertain ? "problem" : "partial",
            data: {
              ...data,
              path: isCertain ? "" : isOneCloud(calls) ? describeValuePath(source, way) : `where the provider is ${listOf(clouds, "or")}`,
            },
            at: place,
            severity: isError ? "error" : "warning",
            isRefused: problem.severity === "error",
            related: tellValue(source, way),
            // Where the present name works, another one is another resource: nothing to do unasked.
            fixes: () =>
              near === undefined ? [] : replaceText(source, place, near, problem.severity === "error" && context.target === undefined),
          });
        }
      }
    },
  });
}

const names = new Remembered<FactoryCall, Written>();

const nameOf = (call: FactoryCall): Written => names.of(call, () => withHoles(call.resource.written.name));

const isOneCloud = (calls: readonly FactoryCall[]): boolean =>
  new Set(calls.flatMap(({ receivers }) => receivers.map(({ cloud }) => cloud))).size < 2;

function reasonsOf(problems: readonly CloudNameProblem[]): { says: string; clouds: string[] }[] {
  const reasons = new Map<string, Set<string>>();
  for (const { says, cloud } of problems.toSorted((a, b) => a.severity.localeCompare(b.severity))) {
    const clouds = reasons.get(says) ?? new Set();
    reasons.set(says, clouds);
    if (cloud !== undefined) clouds.add(cloudById(cloud)?.label ?? cloud);
  }
  return [...reasons].map(([says, clouds]) => ({ says, clouds: [...clouds] }));
}
