import { cloudById, portableBucketName, unportableBucketName } from "@glacier/core/clouds";
import { casesOf } from "../analysis/cases.ts";
import { takenValue } from "../analysis/factory-problems.ts";
import { NEVER } from "../analysis/flow/guards.ts";
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
  create(context) {
    const { source, guards } = context;
    for (const calls of context.observed("factory")) {
      const met = calls.flatMap((call) =>
        call.receivers.flatMap(({ cloud, guard }) => (cloud !== undefined && guards.and(guard, call.guard) !== NEVER ? [cloud] : [])),
      );
      // A laptop takes any name, so it asks for no portable one.
      const clouds = [...new Set(met)].filter((cloud) => cloudById(cloud)?.names.bucket);
      if (clouds.length < 2) continue;
      const told = new Set<unknown>();
      for (const call of calls) {
        if (call.type !== "bucket") continue;
        for (const one of casesOf(guards, call.resource.written.name, call.guard)) {
          const name = one.value;
          if (typeof name !== "string" || told.has(name)) continue;
          told.add(name);
          // One report for one mistake: where a cloud at hand refuses the name, that is said.
          if ([undefined, ...clouds].some((cloud) => findBucketNameProblem(name, cloud, call))) continue;
          const says = unportableBucketName(name);
          const value = takenValue(call.resource.written.name, one);
          const place = placeOfArgument(source, call.site, 0, [], { written: call.resource.written.name, picks: one.picks });
          if (says === undefined) continue;
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
    }
  },
});
