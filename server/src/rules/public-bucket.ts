import { exposingFields, isConfigClassName } from "@glacier/core/config";
import type { Fix } from "../analysis/diagnostic.ts";
import type { Site } from "../analysis/facts/facts.ts";
import type { ConfigAtom } from "../analysis/flow/values.ts";
import { alternativesOf, type Written } from "../analysis/flow/written.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { defineRule } from "./rule.ts";

/** A config that lets anybody read a bucket. */
export const publicBucket = defineRule<{ exposed: { className: string; field: string; value: string } }>({
  meta: { id: "public-bucket", severity: "info" },
  messages: {
    exposed: ({ className, field, value }) => `${className}.${field} is ${value}: the bucket can be opened to everybody.`,
  },
  create(context) {
    const told = new Set<string>();
    for (const made of context.observed("config")) {
      for (const { config, site } of made) {
        for (const { field, value, at, written } of exposures(context.file, config, site)) {
          const { start } = context.source.offsets(at);
          if (told.has(`${start}:${field}`)) continue;
          told.add(`${start}:${field}`);
          context.report({
            message: "exposed",
            data: { className: config.className, field, value: String(value) },
            at,
            related: written && written.node !== at.node ? [{ ...context.source.locate(written), message: "It is written here." }] : [],
            fixes: () => (written?.file === context.file && written.node === at.node ? [closing(context.source, at, field, value)] : []),
          });
        }
      }
    }
  },
});

interface Exposure {
  field: string;
  value: unknown;
  at: Site;
  /** Where the value itself stands. */
  written: Site | undefined;
}

function exposures(file: string, { className, written }: ConfigAtom, made: Site): Exposure[] {
  if (!isConfigClassName(className)) return [];
  const exposing = Object.entries(exposingFields(className));
  return alternativesOf(written).flatMap((options) =>
    options.kind === "object" ? exposing.flatMap(([field, value]) => exposuresOf(file, options, field, value, made)) : [],
  );
}

function exposuresOf(
  file: string,
  { fields, places }: Written & { kind: "object" },
  field: string,
  value: unknown,
  made: Site,
): Exposure[] {
  const given = fields.get(field);
  if (!given) return [];
  return alternativesOf(given).flatMap((one): Exposure[] => {
    // What a comparison comes to may be so on a path that is never taken.
    if (one.kind !== "literal" || one.value !== value || (given.kind === "choice" && !one.site)) return [];
    const at = [one.site, places.get(field)].find((site) => site?.file === file) ?? made;
    return [{ field, value, at, written: one.site }];
  });
}

/** Not what fix-all does: whoever wrote it may have meant it. */
function closing(source: SourceView, at: Site, field: string, value: unknown): Fix {
  const { start, end } = source.offsets(at);
  const edits = [{ file: at.file, range: source.range(at.file, start, end), newText: String(!value) }];
  return { title: `Set ${field} to ${String(!value)}`, kind: "quickfix", edits };
}
