import {
  type ConfigClassName,
  carryOver,
  checkConfig,
  credentialsIn,
  equivalentField,
  isNoSecret,
  namesSecret,
  UNKNOWN_VALUE,
} from "@glacier/core/config";
import type { Expression, Property, Site } from "../analysis/facts/facts.ts";
import type { ConfigAtom } from "../analysis/flow/values.ts";
import { alternativesOf, type Written } from "../analysis/flow/written.ts";
import { holdsUnknown, plainFields } from "../analysis/plain-value.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { namePlace } from "../analysis/value-place.ts";
import { removals } from "./properties.ts";
import { print, quoteOf, type TextEdit } from "./text-edits.ts";

/** A config of another class with the same settings, as text. */
export interface Rewritten<Text> {
  text: Text;
  /** The fields that have no place there. */
  dropped: string[];
  /** What others come to there, see {@link carryOver}. */
  differences: readonly string[];
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
  // Where a field's value is not known, or the class is not one of Glacier's, there is nothing to write for it; a secret stays in its file.
  const isWritten = (field: string): boolean => !holdsUnknown(fields[field]) && !isSecretOfOther(file, fieldOf(from.written, field), field);
  const known = Object.entries(fields).filter(([field]) => isWritten(field));
  const unwritten = Object.keys(fields).filter((field) => !isWritten(field));
  const carried = carryOver(from.className as ConfigClassName, to, Object.fromEntries(known));
  if (!constructs(to, carried.fields)) return undefined;
  const isEmpty = Object.keys(carried.fields).length === 0;
  const text = `new ${name}(${isEmpty ? "" : print(carried.fields, quoteOf(source.text(file)))})`;
  return { text, dropped: [...carried.dropped.map(({ field }) => field), ...unwritten], differences: carried.differences };
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
  if (!given) return constructs(to, {}) ? { text: [rename], dropped: [], differences: [] } : undefined;
  if (given.kind !== "object") {
    const written = writeConfig(source, file, from, to, name);
    return written && { ...written, text: [{ file, ...source.offsets(site), newText: written.text }] };
  }
  const rewritten = rewriteFields(source, file, given, from, to);
  return rewritten && { ...rewritten, text: [rename, ...rewritten.text] };
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
  const differences = new Set<string>();
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
    for (const difference of carried?.differences ?? []) differences.add(difference);
    // What is not known through and through stays as it is written.
    result[equivalent.field] = carried ? carried.fields[equivalent.field] : value;
    edits.push(...rewriteField(source, file, property, equivalent.field, value, result[equivalent.field]));
  }
  const removed = constructs(to, result) ? removals(source, file, given, kept) : undefined;
  return removed && { text: [...edits, ...removed], dropped, differences: [...differences] };
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
  const key = namePlace(source, file, property);
  const value = source.offsets({ file, node: property.value.node });
  const isShorthand = place.start === value.start;
  const isChanged = JSON.stringify(before) !== JSON.stringify(after);
  const newValue = isChanged ? print(after, quoteOf(source.text(file))) : source.text(file).slice(value.start, value.end);
  if (isShorthand) return property.key === name && !isChanged ? [] : [{ file, ...place, newText: `${name}: ${newValue}` }];
  const edits: TextEdit[] = [];
  if (property.key !== name) edits.push({ ...key, newText: name });
  return [...edits, ...rewriteValue(source, file, property.value, before, after)];
}

/** What differs of a value, each part in its place, so that what stands around it stays; the whole where its parts are not written out there. */
function rewriteValue(source: SourceView, file: string, value: Expression, before: unknown, after: unknown): TextEdit[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const place = { file, ...source.offsets({ file, node: value.node }) };
  return (
    (value.kind === "array" && rewriteItems(source, file, value.items, before, after)) ||
    (value.kind === "object" && rewriteProperties(source, file, value.properties, before, after)) || [
      { ...place, newText: print(after, quoteOf(source.text(file))) },
    ]
  );
}

function rewriteItems(
  source: SourceView,
  file: string,
  items: readonly Expression[],
  before: unknown,
  after: unknown,
): TextEdit[] | undefined {
  if (!Array.isArray(before) || !Array.isArray(after) || items.some(({ kind }) => kind === "spread")) return undefined;
  if (items.length !== before.length || items.length !== after.length) return undefined;
  return items.flatMap((item, index) => rewriteValue(source, file, item, before[index], after[index]));
}

function rewriteProperties(
  source: SourceView,
  file: string,
  properties: readonly Property[],
  before: unknown,
  after: unknown,
): TextEdit[] | undefined {
  const [old, changed] = [fieldsOf(before), fieldsOf(after)];
  const edits = properties.map((property) => {
    if (property.kind !== "value" || typeof property.key !== "string" || !changed.has(property.key)) return undefined;
    return rewriteField(source, file, property, property.key, old.get(property.key), changed.get(property.key));
  });
  return edits.includes(undefined) || changed.size !== properties.length ? undefined : edits.flatMap((edit) => edit ?? []);
}

const fieldsOf = (value: unknown): Map<string, unknown> =>
  new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);

/** Whether the constructor takes these fields. */
const constructs = (className: ConfigClassName, fields: Record<string, unknown>): boolean =>
  !checkConfig(className, fields).some(({ severity }) => severity === "error");

const fieldOf = (value: Written, field: string): Written[] =>
  alternativesOf(value).flatMap((one) => (one.kind === "object" ? (one.fields.get(field) ?? []) : []));

/** Whether a text of another file is in it that is a credential, or stands under a name that says so. */
function isSecretOfOther(file: string, values: readonly Written[], name: string): boolean {
  return values.flatMap(alternativesOf).some((one) => {
    if (one.kind === "object") return [...one.fields].some(([key, inner]) => isSecretOfOther(file, [inner], key));
    if (one.kind === "array") return isSecretOfOther(file, one.items, name);
    if (one.kind !== "literal" || typeof one.value !== "string" || one.site === undefined || one.site.file === file) return false;
    return !isNoSecret(one.value) && (namesSecret(name) || credentialsIn(one.value).length > 0);
  });
}
