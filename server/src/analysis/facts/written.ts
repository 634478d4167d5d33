import type { Expression, Pattern } from "./facts.ts";

/** Something that is given a value. `isOwn`: it is a member of `this`. */
interface Written {
  kind: "variable" | "member";
  name: string;
  isOwn?: boolean;
  /** The names of which what a member is written of is made: `state.inner`. Undefined for anything else. */
  root?: readonly string[];
}

/** What an assignment with this on its left gives values to. Members whose names are computed are left out. */
export function writtenBy(pattern: Pattern | undefined): Written[] {
  switch (pattern?.kind) {
    case "bind":
      return [{ kind: "variable", name: pattern.name }];
    case "object-pattern":
      return [...pattern.properties.flatMap(({ target }) => writtenBy(target)), ...writtenBy(pattern.rest)];
    case "array-pattern":
      return [...pattern.items.flatMap((item) => writtenBy(item?.target)), ...writtenBy(pattern.rest)];
    case "place": {
      const { place } = pattern;
      if (place.kind === "member") {
        const root = namesOn(place.object);
        return [{ kind: "member", name: place.name, isOwn: place.object.kind === "this", ...(root && { root }) }];
      }
      if (place.kind !== "index" || place.index.kind !== "literal") return [];
      const root = namesOn(place.object);
      return [{ kind: "member", name: String(place.index.value), ...(root && { root }) }];
    }
    default:
      return [];
  }
}

/** The members that a call may put something else in the place of: `vi.spyOn(provider, "bucket")`, `Object.assign(provider, { bucket })`. */
export function membersNamed({ callee, arguments: given }: Expression & { kind: "call" }): string[] {
  const [object, ...others] = given;
  if (object?.kind !== "name" && object?.kind !== "member" && object?.kind !== "this") return [];
  return others.flatMap((it) => {
    if (it.kind === "literal") return typeof it.value === "string" ? [it.value] : [];
    if (it.kind !== "object" || callee.kind !== "member" || !COPIES.has(callee.name)) return [];
    return it.properties.flatMap((property) => (property.kind !== "spread" && typeof property.key === "string" ? [property.key] : []));
  });
}

/** The names of which what the language's own functions give members is made: `state.inner` in `Object.assign(state.inner, …)`, `Reflect.set(state.inner, …)`. */
export function rootNamed(call: Expression & { kind: "call" }): readonly string[] | undefined {
  const [object] = call.arguments;
  return object && givesMembers(call) ? namesOn(object) : undefined;
}

/** `Object.assign`, `Reflect.set` and their like. */
export function givesMembers({ callee }: Expression & { kind: "call" }): boolean {
  if (callee.kind !== "member" || callee.object.kind !== "name") return false;
  if (callee.object.name === "Reflect") return /^(?:set|defineProperty)$/.test(callee.name);
  return callee.object.name === "Object" && /^(?:assign|definePropert(?:y|ies))$/.test(callee.name);
}

/** Whether a call gives something members of which the source does not say all names: `Object.assign(state, others)`, `Reflect.set(state, key, …)`. */
export function givesUnnamed(call: Expression & { kind: "call" }): boolean {
  if (!givesMembers(call) || call.callee.kind !== "member") return false;
  const [, ...others] = call.arguments;
  if (!COPIES.has(call.callee.name)) return others[0]?.kind !== "literal";
  const isNamed = (it: Expression): boolean =>
    it.kind === "object" && it.properties.every((property) => property.kind !== "spread" && typeof property.key === "string");
  return !others.every(isNamed);
}

const COPIES: ReadonlySet<string> = new Set(["assign", "defineProperties"]);

/** The names by which a member of something is reached: `state.inner`. */
export function namesOn(place: Expression): readonly string[] | undefined {
  if (place.kind === "name") return [place.name];
  const before = place.kind === "member" ? namesOn(place.object) : undefined;
  return before && place.kind === "member" ? [...before, place.name] : undefined;
}

/** Methods that add to a collection or take from it. */
export const FILLS: ReadonlySet<string> = new Set(["set", "add", "delete", "clear", "push", "unshift", "pop", "shift", "splice"]);
