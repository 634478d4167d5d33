import type { ConfigProblem } from "@glacier/core/config";
import type { Expression, Property, Site } from "./facts/facts.ts";
import { findExpression } from "./facts/find.ts";
import type { Written } from "./flow/written.ts";
import type { SourceView } from "./source-view.ts";

/** A place in a file's text. */
export interface TextPlace {
  file: string;
  start: number;
  end: number;
}

/** Where a problem of a config lies. */
export interface ConfigPlace extends TextPlace {
  /** The property whose value or name it is, and the object literal that holds it. */
  property?: Property;
  owner?: Expression & { kind: "object" };
}

/**
 * The value at fault; of an unknown field its name, of a missing one the object, or the class where there is none. What is written elsewhere comes into
 * the config by a name or a call, and lies there.
 */
export function placeInConfig(
  source: SourceView,
  site: Site,
  problem: Pick<ConfigProblem, "path" | "kind">,
  value: Written | undefined,
): ConfigPlace {
  const { file } = site;
  const at = (node: number): TextPlace => ({ file, ...source.offsets({ file, node }) });
  const facts = source.facts(file);
  const made = facts && findExpression(facts, site.node);
  if (made?.kind !== "new") return at(site.node);
  const [options] = made.arguments;
  if (!options) return at(made.callee.node);
  const { expression, property, owner, isWhole } = follow(source, file, options, problem.path, value);
  const found = { ...(property && { property }), ...(owner && { owner }) };
  if (property && isWhole && problem.kind === "unknown-field") return { ...nameOf(source, file, property), ...found };
  return { ...exactPlace(source, file, expression, value), ...found };
}

/** The argument of a call at a site, or the property of one that is an object literal: where the value lies that comes in there. */
export function placeOfArgument(
  source: SourceView,
  site: Site,
  index: number,
  path: readonly string[],
  value: Written | undefined,
): (ConfigPlace & { isGiven: boolean }) | undefined {
  const { file } = site;
  const facts = source.facts(file);
  const call = facts && findExpression(facts, site.node);
  if (call?.kind !== "call") return undefined;
  const before = call.arguments.slice(0, index + 1);
  const given = before.some(({ kind }) => kind === "spread") ? undefined : before[index];
  if (!given) return { file, ...source.offsets({ file, node: call.callee.node }), isGiven: false };
  const { expression, property, owner, isWhole } = follow(source, file, given, path, value);
  return {
    ...exactPlace(source, file, expression, value),
    ...(property && { property }),
    ...(owner && { owner }),
    isGiven: isWhole,
  };
}

interface Followed {
  expression: Expression;
  property?: Property;
  owner?: Expression & { kind: "object" };
  /** Whether the whole path is spelled out, up to its last step. */
  isWhole: boolean;
}

/** Goes down a path through the literals that spell it out, as far as they do. */
function follow(
  source: SourceView,
  file: string,
  options: Expression,
  path: readonly (string | number)[],
  value: Written | undefined,
): Followed {
  let at: Followed = { expression: options, isWhole: path.length === 0 };
  for (const [index, key] of path.entries()) {
    const isLast = index === path.length - 1;
    const { expression } = at;
    if (expression.kind === "array" && typeof key === "number") {
      const before = expression.items.slice(0, key + 1);
      const item = before.some(({ kind }) => kind === "spread") ? undefined : before[key];
      if (!item) return { ...at, isWhole: false };
      at = { expression: item, isWhole: isLast };
      continue;
    }
    if (expression.kind !== "object") return { ...at, isWhole: false };
    const property = propertyFor(source, file, expression, String(key), value);
    if (!property) return { expression, owner: expression, isWhole: false };
    if (property.kind === "spread") return { expression: property.value, owner: expression, isWhole: false };
    if (property.kind !== "value") return { ...at, isWhole: false };
    at = { expression: property.value, owner: expression, isWhole: isLast, property };
  }
  return at;
}

/** The part of an object literal that gives a field: the last of its name, or a spread behind that. */
function propertyFor(
  source: SourceView,
  file: string,
  { properties }: Expression & { kind: "object" },
  key: string,
  value: Written | undefined,
): Property | undefined {
  const own = properties.findLastIndex((it) => it.kind !== "spread" && it.key === key);
  const property = properties[own];
  // What is not there comes from nowhere.
  if (!value) return property;
  const spread = properties.findLast((it, index) => it.kind === "spread" && index > own);
  if (!property || !spread) return property ?? spread;
  const place = source.offsets({ file, node: property.node });
  return isWithin(source, file, place, value) ? property : spread;
}

/** A literal that stands inside of an expression, as one side of a choice does; else the expression. */
function exactPlace(source: SourceView, file: string, expression: Expression, value: Written | undefined): TextPlace {
  const whole = source.offsets({ file, node: expression.node });
  const isChoice = expression.kind === "conditional" || expression.kind === "logical" || expression.kind === "object";
  const site = value && "site" in value ? value.site : undefined;
  if (!isChoice || !site || !isWithin(source, file, whole, value)) return { file, ...whole };
  const exact = source.offsets(site);
  // The literal of `-1` is 1.
  const sign = source.text(file).slice(whole.start, exact.start).endsWith("-") ? 1 : 0;
  return { file, start: exact.start - sign, end: exact.end };
}

/** Whether a value is written inside of a place. */
function isWithin(source: SourceView, file: string, { start, end }: { start: number; end: number }, value: Written | undefined): boolean {
  const site = value && "site" in value ? value.site : undefined;
  if (site?.file !== file) return false;
  const inner = source.offsets(site);
  return start <= inner.start && inner.end <= end;
}

/** The name of a property, without its value. */
function nameOf(source: SourceView, file: string, property: Property): TextPlace {
  const { start, end } = source.offsets({ file, node: property.node });
  if (property.kind !== "spread" && typeof property.key !== "string") return { file, ...source.offsets({ file, node: property.key.node }) };
  const name = /^(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[^\s:,(}]+)/.exec(source.text(file).slice(start, end))?.[0];
  return { file, start, end: name === undefined ? end : start + name.length };
}
