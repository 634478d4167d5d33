import type { ClassMember, Expression, FileFacts } from "./facts.ts";
import { forEachPart, type Part } from "./parts.ts";

export interface Names {
  /** How often something of the name is declared or written to. */
  binds: ReadonlyMap<string, number>;
  declarations: ReadonlyMap<string, readonly { value?: Expression }[]>;
  fields: ReadonlyMap<string, readonly (ClassMember & { kind: "field" })[]>;
  /** Somewhere a member of `this` is written whose name only a run knows. */
  writesAnyMember: boolean;
}

/** What goes by which name anywhere in a file. Computed once. */
export function namesOf(body: FileFacts["body"]): Names {
  const known = cache.get(body);
  if (known) return known;
  const binds = new Map<string, number>();
  const declarations = new Map<string, { value?: Expression }[]>();
  const fields = new Map<string, (ClassMember & { kind: "field" })[]>();
  const count = (name: string): void => void binds.set(name, (binds.get(name) ?? 0) + 1);
  let writesAnyMember = false;
  const visit = (part: Part): void => {
    if (part.kind === "bind" || part.kind === "function-declaration" || part.kind === "class-declaration") count(part.name);
    else if (part.kind === "variables") {
      for (const { target, value } of part.declarations)
        if (target.kind === "bind") declarations.set(target.name, [...(declarations.get(target.name) ?? []), value ? { value } : {}]);
    } else if (part.kind === "field" && typeof part.key === "string") fields.set(part.key, [...(fields.get(part.key) ?? []), part]);
    else writesAnyMember ||= mayWriteAnyMember(part);
    forEachPart(part, visit);
  };
  for (const statement of body) visit(statement);
  const names = { binds, declarations, fields, writesAnyMember };
  cache.set(body, names);
  return names;
}

/** `this[name] = …`, `Object.assign(this, …)`. */
function mayWriteAnyMember(part: Part): boolean {
  if (part.kind === "place") return part.place.kind === "index" && part.place.object.kind === "this" && part.place.index.kind !== "literal";
  if (part.kind !== "call" || part.callee.kind !== "member" || part.arguments[0]?.kind !== "this") return false;
  return /^(?:assign|defineProperty|defineProperties|set)$/.test(part.callee.name);
}

const cache = new WeakMap<FileFacts["body"], Names>();
