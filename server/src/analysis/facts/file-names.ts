import type { ClassMember, Expression, FileFacts, Pattern, Statement } from "./facts.ts";

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
  const queue: unknown[] = [body];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (typeof next !== "object" || next === null) continue;
    // Every object of the facts is a node or a part of one, and told apart by its kind.
    const part = next as { kind?: string; name?: unknown };
    if (part.kind === "bind" || part.kind === "function-declaration" || part.kind === "class-declaration") count(String(part.name));
    if (part.kind === "variables")
      for (const { target, value } of (next as Statement & { kind: "variables" }).declarations)
        if (target.kind === "bind") declarations.set(target.name, [...(declarations.get(target.name) ?? []), value ? { value } : {}]);
    if (part.kind === "field") {
      const field = next as ClassMember & { kind: "field" };
      if (typeof field.key === "string") fields.set(field.key, [...(fields.get(field.key) ?? []), field]);
    }
    // Statements and expressions of any kind.
    writesAnyMember ||= mayWriteAnyMember(next as Expression | Pattern);
    for (const value of Object.values(next)) queue.push(value);
  }
  const names = { binds, declarations, fields, writesAnyMember };
  cache.set(body, names);
  return names;
}

/** `this[name] = …`, `Object.assign(this, …)`. */
function mayWriteAnyMember(part: Expression | Pattern): boolean {
  if (part.kind === "place") return part.place.kind === "index" && part.place.object.kind === "this" && part.place.index.kind !== "literal";
  if (part.kind !== "call" || part.callee.kind !== "member" || part.arguments[0]?.kind !== "this") return false;
  return /^(?:assign|defineProperty|defineProperties|set)$/.test(part.callee.name);
}

const cache = new WeakMap<FileFacts["body"], Names>();
