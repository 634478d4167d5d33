import { cloudById, portableBucketName, unportableBucketName } from "@glacier/core/clouds";
import { type Case, casesOf } from "../analysis/cases.ts";
import { takenValue } from "../analysis/factory-problems.ts";
import { type Guards, NEVER } from "../analysis/flow/guards.ts";
import type { FactoryCall } from "../analysis/flow/observations.ts";
import { alternativesOf, type Written } from "../analysis/flow/written.ts";
import { LastAnswers } from "../analysis/last-answers.ts";
import { placeOfArgument } from "../analysis/value-place.ts";
import { tellValue } from "../analysis/value-story.ts";
import { replaceText } from "../fixes/fix-value.ts";
import { findBucketNameProblem } from "./bucket-name.ts";
import { defineRule } from "./rule.ts";
import { listOf } from "./wording.ts";

/** A bucket's name that fits the clouds that meet at a place, and would not fit the next one. */
export const bucketNameNotPortable = defineRule<{ notPortable: { name: string; clouds: string[]; says: string } }>({
  meta: { id: "bucket-name-not-portable", severity: "warning" },
  messages: {
    notPortable: ({ name, clouds, says }) => `The bucket name ${name} fits ${listOf(clouds)}, but is not portable: ${says}.`,
  },
  subjects: { factory: (call) => call.type === "bucket" && alternativesOf(call.resource.written.name).some(mayBeUnportable) },
  create(context) {
    const { source, guards } = context;
    for (const calls of context.observed("factory")) {
      // Nearly always, and looked at for each of the hundreds of calls that may reach a helper.
      if (context.target === undefined && cloudsThatName(calls).length < 2) continue;
      const met = calls.flatMap((call) => namesOf(guards, call));
      for (const name of new Set(met.map((it) => it.name))) {
        const same = met.filter((it) => it.name === name);
        const clouds = [...new Set(same.flatMap((it) => it.clouds))];
        const [first] = same;
        const isAskedFor = context.target !== undefined && clouds.includes(context.target);
        if ((clouds.length < 2 && !isAskedFor) || !first) continue;
        const { call, one } = first;
        // One report for one mistake: where a cloud at hand refuses the name, that is said.
        if ([undefined, ...clouds].some((cloud) => findBucketNameProblem(name, cloud, call))) continue;
        const says = unportableBucketName(name);
        if (says === undefined) continue;
        const value = takenValue(call.resource.written.name, one);
        const place = placeOfArgument(source, call.site, 0, [], { written: call.resource.written.name, picks: one.picks });
        const near = portableBucketName(name);
        context.report({
          message: "notPortable",
          data: { name: JSON.stringify(name), clouds: clouds.map((cloud) => cloudById(cloud)?.label ?? cloud), says },
          at: place,
          related: tellValue(source, { value, place, site: call.site, frame: call.frame }),
          fixes: () => (near === undefined ? [] : replaceText(source, place, near, false)),
        });
      }
    }
  },
});

const mayBeUnportable = (name: Written): boolean =>
  name.kind !== "literal" || (typeof name.value === "string" && problemOf(name.value) !== undefined);

const problemOf = (name: string): string | undefined => problems.of(name, () => unportableBucketName(name));

const problems = new LastAnswers<string | undefined>();

/** The clouds that a place's calls may reach and that say what a bucket may be called: a laptop takes any name. */
function cloudsThatName(calls: readonly FactoryCall[]): string[] {
  const clouds = new Set<string>();
  // A helper that hundreds of files call has a call for each.
  for (const { receivers } of calls) for (const { cloud } of receivers) if (cloud !== undefined) clouds.add(cloud);
  return [...clouds].filter((cloud) => cloudById(cloud)?.names.bucket);
}

/** The names that a call may give its bucket, each with the clouds that it meets. A laptop takes any name, so it asks for no portable one. */
function namesOf(guards: Guards, call: FactoryCall): { call: FactoryCall; one: Case; name: string; clouds: string[] }[] {
  if (call.type !== "bucket") return [];
  return casesOf(guards, call.resource.written.name, call.guard).flatMap((one) => {
    const clouds = call.receivers.flatMap(({ cloud, guard }) =>
      cloud !== undefined && cloudById(cloud)?.names.bucket && guards.and(guard, one.guard) !== NEVER ? [cloud] : [],
    );
    return typeof one.value === "string" ? [{ call, one, name: one.value, clouds }] : [];
  });
}
