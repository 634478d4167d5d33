/**
 * Stands for an argument that a body was not given, when only the graph is asked for. Whatever the body does with it gives another one, so that the body
 * reaches its tasks; what comes of it is no resource, and absent from the graph.
 */
export function absentArgument(): unknown {
  return new Proxy(() => undefined, {
    get(_, key) {
      if (key === Symbol.toPrimitive) return () => "";
      if (key === Symbol.iterator) return [][Symbol.iterator];
      // Not a promise: a body that gives it to one must not wait for ever.
      if (key === "then" || typeof key === "symbol") return undefined;
      return absentArgument();
    },
    apply: absentArgument,
    set: () => true,
  });
}
