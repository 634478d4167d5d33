import { exposingFields, isConfigClassName } from "@glacier/core/config";
import type { Fix } from "../analysis/diagnostic.ts";
import type { ConfigMade } from "../analysis/flow/observations.ts";
import { alternativesOf, type Written } from "../analysis/flow/written.ts";
import { Remembered } from "../analysis/remembered.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { placeInConfig, type TextPlace } from "../analysis/value-place.ts";
import { tellValue } from "../analysis/value-story.ts";
import { defineRule } from "./rule.ts";

/** A config that lets anybody read a bucket. */
export const publicBucket = defineRule<{ exposed: { className: string; field: string; value: string } }>({
  meta: { id: "public-bucket", severity: "info" },
  messages: {
    exposed: ({ className, field, value }) => `${className}.${field} is ${value}: the bucket can be opened to everybody.`,
  },
  subjects: { config: (made) => exposuresOf(made).length > 0 },
  create(context) {
    const { source } = context;
    const told = new Set<string>();
    for (const made of context.observed("config").flat()) {
      const { className, origin } = made.config;
      for (const { field, value, options } of exposuresOf(made)) {
        const given = { written: made.config.written, picks: [options, value], value };
        const place = placeInConfig(source, made.site, { path: [field], kind: "value" }, given);
        const key = `${place.start} ${field}`;
        if (told.has(key)) continue;
        told.add(key);
        context.report({
          message: "exposed",
          data: { className, field, value: String(value.value) },
          at: place,
          related: tellValue(source, { value, place, site: made.site, frame: origin.frame }),
          fixes: () => (isWrittenAt(source, value, place) ? [closing(source, place, field, value.value)] : []),
        });
      }
    }
  },
});

/** A config is made once, and looked at whenever its file is. */
const known = new Remembered<ConfigMade, readonly Exposure[]>();

const exposuresOf = (made: ConfigMade): readonly Exposure[] => known.of(made, () => exposures(made));

type WrittenLiteral = Written & { kind: "literal" };

interface Exposure {
  field: string;
  value: WrittenLiteral;
  options: Written;
}

function exposures({ config: { className, written } }: ConfigMade): Exposure[] {
  if (!isConfigClassName(className)) return [];
  const exposing = Object.entries(exposingFields(className));
  return alternativesOf(written).flatMap((options) =>
    options.kind === "object"
      ? exposing.flatMap(([field, value]) => exposingValues(options.fields.get(field), value).map((it) => ({ field, value: it, options })))
      : [],
  );
}

/** What a comparison comes to may be so on a path that is never taken, so one of several has to be written out. */
function exposingValues(given: Written | undefined, value: unknown): WrittenLiteral[] {
  if (!given) return [];
  return alternativesOf(given).filter(
    (one): one is WrittenLiteral => one.kind === "literal" && one.value === value && (given.kind !== "choice" || one.site !== undefined),
  );
}

function isWrittenAt(source: SourceView, { site }: WrittenLiteral, { file, start, end }: TextPlace): boolean {
  if (site?.file !== file) return false;
  const own = source.offsets(site);
  return own.start === start && own.end === end;
}

/** Not what fix-all does: whoever wrote it may have meant it. */
function closing(source: SourceView, { file, start, end }: TextPlace, field: string, value: unknown): Fix {
  const edits = [{ file, range: source.range(file, start, end), newText: String(!value) }];
  return { title: `Set ${field} to ${String(!value)}`, kind: "quickfix", edits };
}
