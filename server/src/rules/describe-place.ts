import type { ResourceAtom } from "../analysis/flow/values.ts";
import type { Place } from "../analysis/recording/buckets.ts";

/** A place in a bucket as a message says it, as far as the source does. */
export function describePlace(place: Place | undefined): string {
  if (!place) return "one place";
  const { bucket, key } = place;
  if (key === undefined || key === "") return describeResource(bucket);
  return `'${key}' in ${describeResource(bucket)}`;
}

export function describeResource({ type, resourceName }: ResourceAtom): string {
  const name = resourceName.kind === "literal" && typeof resourceName.value === "string" ? ` '${resourceName.value}'` : "";
  return name === "" ? `one ${type}` : `${type}${name}`;
}
