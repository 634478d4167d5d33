/** Which kind of frame a value is, without loading Polars; undefined for anything else. */
export function frameKind(value: unknown): "frame" | "lazy" | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  // Frames of Polars have no class of their own to ask for; the tag is what they are told apart by.
  const tag = Object.prototype.toString.call(value);
  return tag === "[object DataFrame]" ? "frame" : tag === "[object LazyDataFrame]" ? "lazy" : undefined;
}
