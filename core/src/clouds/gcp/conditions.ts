import type { Call, PutOptions } from "../../objects/object-store.ts";
import { conflict } from "./errors.ts";
import { generationOf } from "./objects.ts";

/** The condition of a write as Cloud Storage takes it: the generation that it replaces, 0 for none. @throws {GlacierError} `CONFLICT`. */
export function generationCondition({ ifNoneMatch, ifMatch }: PutOptions, uri: string, call: Call): { ifGenerationMatch?: string } {
  if (ifNoneMatch !== undefined) return { ifGenerationMatch: "0" };
  if (ifMatch === undefined) return {};
  const generation = generationOf(ifMatch);
  if (generation === undefined) throw conflict(uri, call, false);
  return { ifGenerationMatch: generation };
}
