/** Plain data as source, on one line. */
export function sourceText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sourceText).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? String(value);
  return `{ ${Object.entries(value)
    .map(([name, inner]) => `${JSON.stringify(name)}: ${sourceText(inner)}`)
    .join(", ")} }`;
}
