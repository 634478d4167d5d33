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
      return place.kind === "index" && place.index.kind === "literal" ? [{ kind: "member", name: String(place.index.value) }] : [];
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

const COPIES: ReadonlySet<string> = new Set(["assign", "defineProperties"]);
