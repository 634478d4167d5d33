/** Stands for a value that static analysis cannot know; whatever needs it is left alone. */
export const UNKNOWN_VALUE: unique symbol = Symbol.for("@glacier/core/unknown-value");

/** Thrown where something reads a value that is unknown. */
export class UnknownRead extends Error {
  readonly path: readonly string[];

  constructor(path: readonly string[]) {
    super(`What stands at ${path.join(".")} is not known.`);
    this.path = path;
  }
}

/**
 * A copy of plain data to read from: what is known of it is as it is, and who reads what is unknown gets no further. So whoever only asks whether
 * something is there, or which names it has, needs to know nothing of what is inside of it.
 *
 * A property that was {@link UNKNOWN_VALUE} throws an {@link UnknownRead}.
 */
export function readable(data: unknown, path: readonly string[] = []): unknown {
  if (typeof data !== "object" || data === null) return data;
  const copy: object = Array.isArray(data) ? [] : {};
  for (const [name, value] of Object.entries(data)) {
    const at = [...path, name];
    const fails = (): never => {
      throw new UnknownRead(at);
    };
    const isUnknown = value === UNKNOWN_VALUE;
    Object.defineProperty(copy, name, {
      enumerable: true,
      configurable: true,
      ...(isUnknown ? { get: fails } : { value: readable(value, at), writable: true }),
    });
  }
  return copy;
}
