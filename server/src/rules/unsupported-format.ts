import { dataFormats, readFormat, suggestFormat, UNKNOWN_VALUE } from "@glacier/core/config";
import { Answers, hitsOf, mayBeWrong, optionOf, type Question, takenValue } from "../analysis/factory-problems.ts";
import { placeOfArgument } from "../analysis/value-place.ts";
import { describeValuePath, tellValue } from "../analysis/value-story.ts";
import { replaceText } from "../fixes/fix-value.ts";
import { defineRule } from "./rule.ts";
import { listOf } from "./wording.ts";

/** A bucket of a format that Glacier neither reads nor writes. */
export const unsupportedFormat = defineRule<{ unsupported: { format: string; path: string | undefined } }>({
  meta: { id: "unsupported-format", severity: "error" },
  messages: {
    unsupported: ({ format, path }) =>
      `${path === undefined ? "There" : `Not on every path, but ${path}: there`} is no format ${format}; formats are ${listOf(dataFormats)}.`,
  },
  subjects: { factory: (call, guards) => mayBeWrong(guards, call, question) },
  create(context) {
    const { source, guards } = context;
    for (const calls of context.observed("factory")) {
      const { isCertain, hits } = hitsOf(guards, calls, question);
      const told = new Set<unknown>();
      for (const { call, one, problem } of hits) {
        if (told.has(problem.format)) continue;
        told.add(problem.format);
        const value = takenValue(optionOf(call, "format"), one);
        const place = placeOfArgument(source, call.site, 1, ["format"], {
          written: call.resource.written.options,
          picks: one.picks,
          value,
        });
        const way = { value, place, site: call.site, frame: call.frame };
        const meant = typeof problem.format === "string" ? suggestFormat(problem.format) : undefined;
        context.report({
          message: "unsupported",
          data: { format: JSON.stringify(problem.format) ?? "of this kind", path: isCertain ? undefined : describeValuePath(source, way) },
          at: place,
          severity: isCertain ? "error" : "warning",
          related: tellValue(source, way),
          fixes: () => (meant === undefined ? [] : replaceText(source, place, meant.format, !meant.isGuess)),
        });
      }
    }
  },
});

const question: Question<{ format: unknown }> = {
  of: (call) => optionOf(call, "format"),
  answers: new Answers(),
  find: (_cloud, value, { type }) => {
    const isLeftOut = value === undefined || value === null || value === UNKNOWN_VALUE;
    return type === "bucket" && !isLeftOut && readFormat(value) === undefined ? { format: value } : undefined;
  },
};
