import type { ConfigProblem } from "@glacier/core/config";
import { type Pick as Alternative, partAt } from "./cases.ts";
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
  /** Where that is written which is wrong, though it may come into the place from elsewhere. */
  fault?: Site;
}

/** What is looked at: options as they were written, and which of their alternatives were taken. */
export interface Given {
  written: Written;
  picks: readonly Alternative[];
  /** The value at fault. Default: what the path leads to. */
  value?: Written;
}

/**
 * The value at fault; of an unknown field its name, of a missing one the object, or the class where there is none. What is written elsewhere comes into
 * the config by a name or a call, and lies there.
 */
export function placeInConfig(source: SourceView, site: Site, problem: Pick<ConfigProblem, "path" | "kind">, given: Given): ConfigPlace {
  const { file } = site;
  const at = (node: number): TextPlace => ({ file, ...source.offsets({ file, node }) });
  const facts = source.facts(file);
  const made = facts && findExpression(facts, site.node);
  if (made?.kind !== "new" && !(made?.kind === "call" && made.callee.kind === "super")) return at(site.node);
  const [options] = made.arguments;
  if (!options) return at(made.callee.node);
  const { expression, property, owner, isWhole } = follow(options, problem.path, given);
  const isName = problem.kind === "unknown-field" || problem.kind === "name";
  // Of what is not spelled out here, the property that is found is another one than the problem's.
  const spelled = isWhole ? { ...(property && { property }), ...(owner && { owner }) } : {};
  const fault = faultSite(given, problem);
  const found = { ...spelled, ...(fault && { fault }) };
  if (property && isWhole && isName) return { ...namePlace(source, file, property), ...found };
  return { ...exactPlace(source, file, expression, fault), ...found };
}

/** The argument of a call at a site, or the property of one that is an object literal: where the value lies that comes in there. */
export function placeOfArgument(
  source: SourceView,
  site: Site,
  index: number,
  path: readonly (string | number)[],
  given: Given,
): ConfigPlace {
  const { file } = site;
  const at = (node: number): TextPlace => ({ file, ...source.offsets({ file, node }) });
  const facts = source.facts(file);
  const call = facts && findExpression(facts, site.node);
  if (call?.kind !== "call") return at(site.node);
  const { callee } = call;
  const way = callee.kind === "member" ? callee.name : "";
  if (way === "apply") return at(site.node);
  // `provider.bucket.call(provider, name)` has one more in front.
  const before = call.arguments.slice(0, index + (way === "call" ? 2 : 1));
  const argument = before.some(({ kind }) => kind === "spread") ? undefined : before[index + (way === "call" ? 1 : 0)];
  if (!argument) return at(callee.node);
  const { expression, property, owner } = follow(argument, path, given);
  return {
    ...exactPlace(source, file, expression, siteOf(givenValue(given, path))),
    ...(property && { property }),
    ...(owner && { owner }),
  };
}

const givenValue = ({ written, picks, value }: Given, path: readonly (string | number)[]): Written | undefined =>
  value ?? partAt(written, path, picks);

/** Of a field that there is none of, or that has no such name, what gives it; of one that is missing, the object; else the value. */
function faultSite(given: Given, { path, kind }: Pick<ConfigProblem, "path" | "kind">): Site | undefined {
  if (kind !== "unknown-field" && kind !== "name" && kind !== "missing") return siteOf(givenValue(given, path));
  const object = partAt(given.written, path.slice(0, -1), given.picks);
  if (kind === "missing") return siteOf(object);
  return object?.kind === "object" ? object.places.get(String(path.at(-1))) : undefined;
}

/** Where a value is written, if that is known. */
const siteOf = (value: Written | undefined): Site | undefined => (value && "site" in value ? value.site : undefined);

interface Followed {
  expression: Expression;
  property?: Property;
  owner?: Expression & { kind: "object" };
  /** Whether the whole path is spelled out, up to its last step. */
  isWhole: boolean;
}

/** Goes down a path through the literals that spell it out, as far as they do. */
function follow(options: Expression, path: readonly (string | number)[], { written, picks }: Given): Followed {
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
    const property = propertyFor(expression, String(key), partAt(written, path.slice(0, index), picks));
    if (!property) return { expression, owner: expression, isWhole: false };
    if (property.kind === "spread") return { expression: property.value, owner: expression, isWhole: false };
    if (property.kind !== "value") return { ...at, isWhole: false };
    at = { expression: property.value, owner: expression, isWhole: isLast, property };
  }
  return at;
}

/** The part of an object literal that gave a field, as the run has seen it; else the last of its name. What is not there comes from nowhere. */
function propertyFor({ properties }: Expression & { kind: "object" }, key: string, object: Written | undefined): Property | undefined {
  const place = object?.kind === "object" ? object.places.get(key) : undefined;
  const given = properties.find((it) => (it.kind === "value" || it.kind === "spread") && it.value.node === place?.node);
  return given ?? properties.findLast((it) => it.kind !== "spread" && it.key === key);
}

/** What is written inside of an expression, as one side of a choice is, or what is given to a function; else the expression. */
function exactPlace(source: SourceView, file: string, expression: Expression, site: Site | undefined): TextPlace {
  const whole = source.offsets({ file, node: expression.node });
  const exact = site?.file === file ? source.offsets(site) : undefined;
  if (!exact || exact.start < whole.start || whole.end < exact.end) return { file, ...whole };
  // The literal of `-1` is 1.
  const sign = /-\s*$/.exec(source.text(file).slice(whole.start, exact.start))?.[0].length ?? 0;
  return { file, start: exact.start - sign, end: exact.end };
}

/** The name of a property, without its value. */
export function namePlace(source: SourceView, file: string, property: Property): TextPlace {
  const { start, end } = source.offsets({ file, node: property.node });
  if (property.kind !== "spread" && typeof property.key !== "string") return { file, ...source.offsets({ file, node: property.key.node }) };
  const name = /^(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[^\s:,(}/]+)/.exec(source.text(file).slice(start, end))?.[0];
  return { file, start, end: name === undefined ? end : start + name.length };
}
