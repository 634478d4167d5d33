import type { FunctionFact, Statement } from "./facts.ts";
import { handingOverIn } from "./handed-over.ts";
import { USE } from "./mentions.ts";
import { mentionsOf } from "./noting.ts";
import { once } from "./once.ts";
import { namesOn } from "./written.ts";

/** A call by which a function gives away what it is given itself: `fill(to.now)` in `function set(to) { fill(to.now); }`. */
export interface ParameterHanding {
  /** The names of what is called. */
  callee: readonly string[];
  isConstruction: boolean;
  /** Of each thing that it is given which parameter it is, and the members on the way from there. */
  given: readonly ({ place: number; path: readonly string[] } | undefined)[];
}

/** The calls of a function that do. */
export const parameterHandingsOf = once((fact: FunctionFact): readonly ParameterHanding[] => {
  const { parameters, body, node } = fact;
  const places = new Map(
    parameters.flatMap(({ target, rest }, place) => (target.kind === "bind" && !rest ? [[target.name, place] as const] : [])),
  );
  if (!mentionsOf(fact).some(USE.given, (word) => places.has(word))) return [];
  const statements: Statement[] = Array.isArray(body) ? body : [{ kind: "expression", node, value: body }];
  return statements.flatMap(handingOverIn).flatMap(({ callee, isConstruction, given }) => {
    const names = namesOn(callee);
    const own = given.map(([name = "", ...path] = []) => {
      const place = places.get(name);
      return place === undefined ? undefined : { place, path };
    });
    return names && own.some((it) => it) ? [{ callee: names, isConstruction, given: own }] : [];
  });
});
