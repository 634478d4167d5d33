import { type ConfigClassName, carryOver, checkConfig, equivalentField, UNKNOWN_VALUE } from "@glacier/core/config";
import type { Expression, Property, Site } from "../analysis/facts/facts.ts";
import type { ConfigAtom } from "../analysis/flow/values.ts";
import { holdsUnknown, plainFields } from "../analysis/plain-value.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { print, quoteOf, type TextEdit } from "./text-edits.ts";

/** A config of another class with the same settings, as text, and the fields that have no place there. */
export interface Rewritten<Text> {
  text: Text;
  dropped: string[];
}

/** `new To({ … })` with what a config's fields come to; undefined where that would not construct, or the fields are not known. */
export function writeConfig(
  source: SourceView,
  file: string,
  from: ConfigAtom,
  to: ConfigClassName,
  name: string,
): Rewritten<string> | undefined {
  const { options } = from;
  if (options.kind !== "object" || options.open) return undefined;
  const fields = plainFields(options);
  const known = Object.entries(fields).filter(([, value]) => !holdsUnknown(value));
  // Where a field's value is not known, or the class is not one of Glacier's, there is nothing to write for it.
  const unknown = Object.keys(fields).filter((field) => holdsUnknown(fields[field]));
  const carried = carryOver(from.className as ConfigClassName, to, Object.fromEntries(known));
  if (!constructs(to, carried.fields)) return undefined;
  const isEmpty = Object.keys(carried.fields).length === 0;
  const text = `new ${name}(${isEmpty ? "" : print(carried.fields, quoteOf(source.text(file)))})`;
  return { text, dropped: [...carried.dropped.map(({ field }) => field), ...unknown] };
}

/** Edits that turn a `new From({ … })` in the source into `new To({ … })` and keep its formatting; undefined where that cannot be done. */
export function rewriteConfig(
  source: SourceView,
  site: Site,
  expression: Expression & { kind: "new" },
  from: ConfigAtom,
  to: ConfigClassName,
  name: string,
): Rewritten<TextEdit[]> | undefined {
  const { file } = site;
  const callee = source.offsets({ file, node: expression.callee.node });
  const rename: TextEdit = { file, ...callee, newText: name };
  const [given] = expression.arguments;
  if (!given) return constructs(to, {}) ? { text: [rename], dropped: [] } : undefined;
  if (given.kind !== "object") {
    const written = writeConfig(source, file, from, to, name);
    return written && { text: [{ file, ...source.offsets(site), newText: written.text }], dropped: written.dropped };
  }
  const rewritten = rewriteFields(source, file, given, from, to);
  return rewritten && { text: [rename, ...rewritten.text], dropped: rewritten.dropped };
}

function rewriteFields(
  source: SourceView,
  file: string,
  given: Expression & { kind: "object" },
  from: ConfigAtom,
  to: ConfigClassName,
): Rewritten<TextEdit[]> | undefined {
  const values = from.options.kind === "object" ? plainFields(from.options) : {};
  const edits: TextEdit[] = [];
  const dropped: string[] = [];
  const kept: Property[] = [];
  const result: Record<string, unknown> = {};
  for (const property of given.properties) {
    if (property.kind !== "value" || typeof property.key !== "string") return undefined;
    const { key } = property;
    // The atom was made of one of Glacier's classes.
    const equivalent = equivalentField(from.className as ConfigClassName, to, key);
    const value = values[key] ?? UNKNOWN_VALUE;
    const carried = holdsUnknown(value) ? undefined : carryOver(from.className as ConfigClassName, to, { [key]: value });
    const isDropped = !equivalent || (carried ? !(equivalent.field in carried.fields) : equivalent.mapping !== "same");
    if (isDropped) {
      dropped.push(key);
      continue;
    }
    kept.push(property);
    result[equivalent.field] = carried ? carried.fields[equivalent.field] : UNKNOWN_VALUE;
    edits.push(...rewriteField(source, file, property, equivalent.field, value, result[equivalent.field]));
  }
  if (!constructs(to, result)) return undefined;
  return { text: [...edits, ...removals(source, file, given, kept)], dropped };
}

/** A field under another name, and with another value where that differs. */
export function rewriteField(
  source: SourceView,
  file: string,
  property: Property & { kind: "value" },
  name: string,
  before: unknown,
  after: unknown,
): TextEdit[] {
  const place = source.offsets({ file, node: property.node });
  const value = source.offsets({ file, node: property.value.node });
  const isShorthand = place.start === value.start;
  const isChanged = JSON.stringify(before) !== JSON.stringify(after);
  const newValue = isChanged ? print(after, quoteOf(source.text(file))) : source.text(file).slice(value.start, value.end);
  if (isShorthand) return property.key === name && !isChanged ? [] : [{ file, ...place, newText: `${name}: ${newValue}` }];
  const edits: TextEdit[] = [];
  if (property.key !== name) {
    const written = source.text(file).slice(place.start, value.start);
    const end = place.start + written.search(/\s*:[^:]*$/);
    edits.push({ file, start: place.start, end, newText: name });
  }
  if (isChanged) edits.push({ file, ...value, newText: newValue });
  return edits;
}

/** The edits that leave of an object only some of its properties; nothing in its place where none is left. */
export function removals(source: SourceView, file: string, given: Expression & { kind: "object" }, kept: readonly Property[]): TextEdit[] {
  if (kept.length === given.properties.length) return [];
  if (kept.length === 0) return [{ file, ...source.offsets({ file, node: given.node }), newText: "" }];
  const text = source.text(file);
  const places = given.properties.map((property) => ({
    isKept: kept.includes(property),
    ...source.offsets({ file, node: property.node }),
  }));
  const lastKept = places.findLastIndex(({ isKept }) => isKept);
  const edits: TextEdit[] = [];
  places.forEach(({ isKept, start, end }, index) => {
    const next = places[index + 1];
    if (!isKept && index < lastKept && next) {
      // What stands on the lines below is about what comes there.
      const own = REST_OF_LINE.exec(text.slice(end, next.start))?.[0].length ?? next.start - end;
      edits.push({ file, start, end: end + own, newText: "" });
    } else if (index === lastKept && index < places.length - 1) {
      const last = places.at(-1)?.end ?? end;
      const comment = COMMENT_BEHIND.exec(text.slice(end, last))?.[0].length;
      const comma = comment === undefined ? 0 : (/^\s*,/.exec(text.slice(last))?.[0].length ?? 0);
      edits.push({ file, start: end + (comment ?? 0), end: last + comma, newText: "" });
    }
  });
  return edits;
}

/** What belongs to an item behind it: its comma, the comment on its line, and the white space before what comes next. */
const REST_OF_LINE = /^\s*,[ \t]*(?:\/\/[^\n]*)?\r?\n[ \t]*/;
const COMMENT_BEHIND = /^,[ \t]*\/\/[^\r\n]*/;

/** Whether the constructor takes these fields. */
const constructs = (className: ConfigClassName, fields: Record<string, unknown>): boolean =>
  !checkConfig(className, fields).some(({ severity }) => severity === "error");
