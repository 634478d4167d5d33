import { type DataFormat, DEFAULT_FORMAT, formatOf, readFormat } from "@glacier/core/config";
import { partAt } from "../analysis/cases.ts";
import type { Fix } from "../analysis/diagnostic.ts";
import { Answers, hitsOf, mayBeWrong, optionOf, type Question } from "../analysis/factory-problems.ts";
import type { FactoryCall } from "../analysis/flow/observations.ts";
import type { Written } from "../analysis/flow/written.ts";
import { shownText, withHoles } from "../analysis/partly-known.ts";
import { Remembered } from "../analysis/remembered.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { type ConfigPlace, placeOfArgument } from "../analysis/value-place.ts";
import { describeValuePath, tellValue } from "../analysis/value-story.ts";
import { replaceText } from "../fixes/fix-value.ts";
import { additionTo } from "../fixes/properties.ts";
import { print, quoteOf, toFixEdits } from "../fixes/text-edits.ts";
import { defineRule } from "./rule.ts";

/** A path whose ending tells another format than the bucket's. */
export const formatExtension = defineRule<{ differs: { path: string; told: DataFormat; format: DataFormat; where: string | undefined } }>({
  meta: { id: "format-extension", severity: "warning" },
  messages: {
    differs: ({ path, told, format, where }) =>
      `${where === undefined ? "The" : `Not on every path, but ${where}: the`} path ${path} says ${told}, but the bucket's format is ${format}.`,
  },
  subjects: { factory: (call, guards) => mayBeWrong(guards, call, question) },
  create(context) {
    const { source, guards } = context;
    for (const calls of context.observed("factory")) {
      const { isCertain, hits } = hitsOf(guards, calls, question);
      const seen = new Set<string>();
      const isOneFormat = hits.every(({ problem }) => problem.told === hits[0]?.problem.told);
      for (const { call, one, problem } of hits) {
        const both = pathAndFormat(call);
        const format = partAt(both, ["format"], one.picks);
        const path = partAt(both, ["path"], one.picks);
        const isAtFormat = !problem.isDefault;
        const value = isAtFormat ? format : path;
        const given = { written: call.resource.written.options, picks: one.picks, ...(value && { value }) };
        const place = placeOfArgument(source, call.site, 1, [isAtFormat ? "format" : "path"], given);
        const key = `${place.start} ${place.end}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const way = { value, place, site: call.site, frame: call.frame };
        context.report({
          message: "differs",
          data: { ...problem, path: shownText(problem.path), where: isCertain ? undefined : describeValuePath(source, way) },
          at: place,
          related: tellValue(source, way),
          fixes: () =>
            !isOneFormat ? [] : isAtFormat ? replaceText(source, place, problem.told, false) : addFormat(source, place, problem.told),
        });
      }
    }
  },
});

const pathAndFormat = (call: FactoryCall): Written =>
  written.of(call, () => ({
    kind: "object",
    fields: new Map([
      ["path", withHoles(optionOf(call, "path"))],
      ["format", optionOf(call, "format")],
    ]),
    places: new Map(),
    isOpen: false,
    site: call.site,
  }));

const written = new Remembered<FactoryCall, Written>();

const question: Question<Difference> = {
  of: pathAndFormat,
  answers: new Answers(),
  find: (_cloud, value, { type }) => (type === "bucket" ? difference(value as { path: unknown; format: unknown }) : undefined),
};

interface Difference {
  path: string;
  told: DataFormat;
  format: DataFormat;
  isDefault: boolean;
}

function difference({ path, format: given }: { path: unknown; format: unknown }): Difference | undefined {
  const isDefault = given === undefined || given === null;
  const format = isDefault ? DEFAULT_FORMAT : readFormat(given);
  const told = typeof path === "string" ? formatOf(path) : undefined;
  return format && told && told !== format && typeof path === "string" ? { path, told, format, isDefault } : undefined;
}

function addFormat(source: SourceView, { file, owner }: ConfigPlace, format: DataFormat): Fix[] {
  if (!owner || owner.properties.some(({ kind }) => kind === "spread")) return [];
  const edits = additionTo(source, file, owner, [`format: ${print(format, quoteOf(source.text(file)))}`]);
  return [{ title: `Add format: "${format}"`, kind: "quickfix", edits: toFixEdits(source, edits) }];
}
