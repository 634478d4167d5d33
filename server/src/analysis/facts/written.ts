import type { Expression, Pattern } from "./facts.ts";

/** Something that is given a value. `isOwn`: it is a member of `this`. */
interface Written {
  kind: "variable" | "member";
  name: string;
  isOwn?: boolean;
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
      if (place.kind === "member") return [{ kind: "member", name: place.name, isOwn: place.object.kind === "this" }];
      if (place.kind !== "index" || place.index.kind !== "literal") return [];
      return [{ kind: "member", name: String(place.index.value) }];
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

/** `Object.assign`, `Reflect.set` and their like. */
export function givesMembers({ callee }: Expression & { kind: "call" }): boolean {
  if (callee.kind !== "member" || callee.object.kind !== "name") return false;
  if (callee.object.name === "Reflect") return /^(?:set|defineProperty)$/.test(callee.name);
  return callee.object.name === "Object" && /^(?:assign|definePropert(?:y|ies))$/.test(callee.name);
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
