import type { ObjectStat } from "@glacier/core/resources";
import { codeOf } from "./attempt.ts";
import { hasFolder } from "./listing.ts";
import { nothingAt } from "./not-found.ts";
import { isFolderKey, type Place } from "./place.ts";

/**
 * The facts of the object at a place.
 *
 * @throws {GlacierError} `NOT_FOUND`, saying so where a folder is in its place.
 */
export async function objectAt(place: Place, hint?: string): Promise<ObjectStat> {
  const { bucket, key, uriOf } = place;
  if (!isFolderKey(key)) {
    try {
      return await bucket.stat(key);
    } catch (error) {
      if ((await codeOf(error)) !== "NOT_FOUND") throw error;
    }
  }
  if (key !== "" && !(await hasFolder(place))) throw await nothingAt(place);
  const { GlacierError } = await import("@glacier/core/resources");
  throw new GlacierError("NOT_FOUND", `${uriOf(key)} is a folder, and this needs an object.`, {
    hint: hint ?? `See what is in it: glacier ls ${uriOf(key)}`,
    operation: "glacier",
  });
}
