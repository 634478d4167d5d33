import { UNKNOWN_VALUE } from "@glacier/core/config";
import type { Value } from "./flow/values.ts";

/** A value as plain data, with {@link UNKNOWN_VALUE} for what the source does not show. */
export function plainValue(value: Value, depth = 0): unknown {
  if (depth > 8) return UNKNOWN_VALUE;
  switch (value.kind) {
    case "literal":
      return value.value;
    case "array":
      if (value.open) return UNKNOWN_VALUE;
      return value.items.map((item) => plainValue(item.value, depth + 1));
    case "object":
      if (value.open || value.class) return UNKNOWN_VALUE;
      return plainFields(value, depth);
    default:
      return UNKNOWN_VALUE;
  }
}

/** The properties of an object as plain data. */
export function plainFields(value: Value & { kind: "object" }, depth = 0): Record<string, unknown> {
  const entries = [...value.properties].map(([name, cell]) => [name, cell.value ? plainValue(cell.value, depth + 1) : UNKNOWN_VALUE]);
  for (const name of value.getters?.keys() ?? []) entries.push([name, UNKNOWN_VALUE]);
  return Object.fromEntries(entries);
}

/** Whether any part of plain data is unknown. */
export function holdsUnknown(value: unknown): boolean {
  if (value === UNKNOWN_VALUE) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown);
}
