import { type HandleTarget, handleTarget } from "./handle.ts";

/** What a value inside an argument is replaced by; the same value keeps it. */
type Replace = (value: unknown, path: readonly (string | number)[]) => unknown;

/** Every handle in the arguments: alone, or at any depth of arrays and plain objects. */
export function findHandles(args: readonly unknown[]): HandleTarget[] {
  const found: HandleTarget[] = [];
  walk(args, (value) => {
    const target = handleTarget(value);
    if (target) found.push(target);
    return value;
  });
  return found;
}

/** The arguments with every handle replaced by what its step gave. Arrays and objects that hold none are passed on as they are. */
export function resolveHandles(args: readonly unknown[], outputOf: (step: string) => unknown): unknown[] {
  return walk(args, (value) => {
    const target = handleTarget(value);
    return target ? outputOf(target.step) : value;
  }) as unknown[];
}

/** Calls back for every value that is no array and no plain object, with the way to it from the arguments. */
export function forEachLeaf(args: readonly unknown[], visit: (value: unknown, path: readonly (string | number)[]) => void): void {
  walk(args, (value, path) => {
    visit(value, path);
    return value;
  });
}

function walk(root: unknown, replace: Replace): unknown {
  // A value may hold itself, and one value may be held twice: each is gone through once.
  const done = new Map<object, unknown>();
  const visit = (value: unknown, path: readonly (string | number)[]): unknown => {
    if (handleTarget(value)) return replace(value, path);
    const isArray = Array.isArray(value);
    if (!isArray && !isPlainObject(value)) return replace(value, path);
    const known = done.get(value);
    if (known !== undefined) return known;
    done.set(value, value);
    const entries = isArray ? [...value.entries()] : Object.entries(value);
    const replaced = entries.map(([key, inner]) => [key, visit(inner, [...path, key])] as const);
    const changed = replaced.some(([, inner], index) => inner !== entries[index]?.[1]);
    const result = !changed ? value : isArray ? replaced.map(([, inner]) => inner) : Object.fromEntries(replaced);
    done.set(value, result);
    return result;
  };
  return visit(root, []);
}

/** Whether it is an object literal, as against an instance of a class or a frame: those of Polars have no class, only a tag. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Object.prototype.toString.call(value) !== "[object Object]") return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
