import { usageOf } from "@glacier/core/graph";
import type { Expression, Pattern } from "../analysis/facts/facts.ts";
import { type Code, nodesWithin } from "../analysis/facts/walk.ts";
import type { Atom } from "../analysis/flow/values.ts";

/** What a task's function does with a bucket; `unclear` where the bucket is also handed on or kept under another name. */
export type Usage = "reads" | "writes" | "unclear";

/**
 * What a task's function does with the bucket at a place of its arguments, by the rule that holds at run time (`core/src/pipeline/bucket-usage.ts`): a reading or writing
 * method of the parameter is named anywhere in the function's own text. What is handed on, or kept under another name, gives no edge; nor does what has a name that is something
 * else's in a part of the function.
 */
export function bucketUsage(body: Atom, path: readonly (string | number)[]): Set<Usage> {
  // The text of a bound function is no more to be seen at run time than that of one from elsewhere.
  if (body.kind !== "function" || body.bound) return new Set(["unclear"]);
  const { fact } = body;
  const binding = fact.parameters
    .flatMap(({ target, rest }, index) => (rest ? [] : bindingsOf(target, [index])))
    .find(({ path: bound }) => bound.every((key, index) => key === path[index]));
  if (!binding || givesAway(fact.body, binding.name)) return new Set(["unclear"]);
  const inner = path.slice(binding.path.length).map(String);
  const expressions = expressionsOf(fact);
  const mentions = expressions.filter((it) => isPlace(it, binding.name, inner));
  const members = expressions.flatMap((it) => (it.kind === "member" && isPlace(it.object, binding.name, inner) ? [it.name] : []));
  const usages = members.flatMap((name) => usageOf(name) ?? []);
  return new Set<Usage>(mentions.length > members.length ? [...usages, "unclear"] : usages);
}

/** Whether a function's body declares a name again, in whatever scope, or assigns to it. */
const givesAway = (body: Code, name: string): boolean =>
  nodesWithin(body, () => false).some((it) => (it.kind === "bind" || it.kind.endsWith("-declaration")) && "name" in it && it.name === name);

function bindingsOf(pattern: Pattern, path: (string | number)[]): { name: string; path: (string | number)[] }[] {
  switch (pattern.kind) {
    case "bind":
      return [{ name: pattern.name, path }];
    case "object-pattern":
      return pattern.properties.flatMap(({ key, target }) => (typeof key === "string" ? bindingsOf(target, [...path, key]) : []));
    case "array-pattern":
      return pattern.items.flatMap((item, index) => (item ? bindingsOf(item.target, [...path, index]) : []));
    case "place":
      return [];
  }
}

/** Whether an expression is `name`, or `name.key[0]` where the way to the bucket goes on inside of the parameter. */
function isPlace(expression: Expression, name: string, inner: readonly string[]): boolean {
  const last = inner.at(-1);
  if (last === undefined) return expression.kind === "name" && expression.name === name;
  const before = inner.slice(0, -1);
  if (expression.kind === "member") return expression.name === last && isPlace(expression.object, name, before);
  if (expression.kind !== "index" || expression.index.kind !== "literal") return false;
  return String(expression.index.value) === last && isPlace(expression.object, name, before);
}

/** Every such expression in some code. */
const expressionsOf = (root: Code): Expression[] => nodesWithin(root, () => false).filter(isPlaceLike);

/** Nothing else of a file's facts has these kinds. */
const isPlaceLike = (part: { kind: string }): part is Expression & { kind: "name" | "member" | "index" } =>
  part.kind === "name" || part.kind === "member" || part.kind === "index";
