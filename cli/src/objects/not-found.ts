import { codeOf } from "./attempt.ts";
import { nameOf, type Place } from "./place.ts";

/** The error for an address at which nothing is, with what is there instead. */
export async function nothingAt(place: Place): Promise<Error> {
  const { GlacierError } = await import("@glacier/core/resources");
  return new GlacierError("NOT_FOUND", `${place.uriOf(place.key)} was not found.`, { hint: await nearby(place), operation: "glacier" });
}

const SHOWN = 5;

/** Keys that begin as the one that is not there, else the folder to look in. */
async function nearby({ bucket, key, uriOf }: Place): Promise<string> {
  const bare = key.replace(/\/+$/, "");
  try {
    for await (const { objects, prefixes } of bucket.list({ prefix: bare, delimiter: "/", pageSize: SHOWN })) {
      const names = [...objects.map((it) => it.key), ...prefixes].map(nameOf);
      if (names.length > 0) return `There is: ${names.slice(0, SHOWN).join(", ")}${names.length >= SHOWN ? ", …" : ""}`;
    }
  } catch (error) {
    // A cloud says what is wrong with its bucket. A folder of this machine is just as little there as what would be in it.
    if ((await codeOf(error)) !== "NOT_FOUND" || bucket.provider.basePath === undefined) throw error;
    return `There is no folder ${uriOf("")}`;
  }
  const folder = bare.slice(0, bare.lastIndexOf("/") + 1);
  return `See what there is: glacier ls ${uriOf(folder)}`;
}
