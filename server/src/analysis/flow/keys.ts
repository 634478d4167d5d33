import { type Atom, atomsOf, type Value } from "./values.ts";

/** A text that is equal for equal values, to recognise the same question asked twice. */
export function keyOf(value: Value): string {
  switch (value.kind) {
    case "literal":
      return typeof value.value === "number" || value.value === undefined ? String(value.value) : JSON.stringify(value.value);
    case "unknown":
      return value.key;
    case "glacier":
      return `glacier:${value.name}`;
    case "builtin":
      return `${value.self ? `${questionKey(value.self)}.` : ""}${value.name}${value.bound ? `(${value.bound.map(keyOf).join(",")})` : ""}`;
    case "namespace":
      return `module:${value.file}`;
    case "provider":
    case "config":
      return value.key;
    case "object":
    case "array":
    case "resource":
      return `#${identityOf(value)}${contentKeys(value, 2)}`;
    case "choice":
      return value.alternatives.map(({ guard, atom }) => `${guard}?${keyOf(atom)}`).join("|");
    default:
      return `#${identityOf(value)}`;
  }
}

/** Like {@link keyOf}, for a value that a question is asked about: it also tells what the value was read from. */
export function questionKey(value: Value): string {
  const about = atomsOf(value).flatMap((atom) => (atom.kind === "literal" ? (atom.about ?? []) : []));
  return `${keyOf(value)}${about.map((key) => `{${key}}`).join("")}`;
}

/** The providers and configs that an object holds, or has something of: what is asked of the object may be asked of them. */
function contentKeys(value: Atom, depth: number): string {
  if (value.kind === "provider" || value.kind === "config") return `{${value.key}}`;
  if (value.kind === "literal") return value.about === undefined ? "" : `{${value.about}}`;
  const about = value.kind === "array" && value.about ? `{${value.about}}` : "";
  const inner = depth === 0 ? [] : contentOf(value).slice(0, CONTENT_LIMIT);
  return (
    about +
    inner
      .flatMap(atomsOf)
      .map((atom) => contentKeys(atom, depth - 1))
      .join("")
  );
}

/** A number that is a thing's own. */
export function identityOf(thing: object): number {
  let identity = identities.get(thing);
  if (identity === undefined) {
    identity = nextNumber();
    identities.set(thing, identity);
  }
  return identity;
}

function contentOf(value: Atom): Value[] {
  switch (value.kind) {
    case "array":
      return value.items.map((item) => item.value);
    case "object":
      return [...value.properties.values()].flatMap((cell) => cell.value ?? []);
    case "resource":
      return [value.provider];
    default:
      return [];
  }
}

/** Values travel between runs, so what tells them apart is counted across all of them. */
export const nextNumber = (): number => next++;

let next = 0;
const identities = new WeakMap<object, number>();
const CONTENT_LIMIT = 20;
