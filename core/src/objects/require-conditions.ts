import { GlacierError } from "../errors.ts";
import type { UploadOptions } from "../resources/adapter.ts";

export interface UploadConditions {
  readonly ifNoneMatch: "*" | undefined;
  readonly ifMatch: string | undefined;
}

/**
 * The conditions of an upload; undefined where there are none.
 *
 * @throws {GlacierError} `CONFIG_INVALID` for what is no condition: ignored, it would overwrite what it was meant to protect.
 */
export function requireConditions({ ifNoneMatch, ifMatch }: UploadOptions, operation: string): UploadConditions | undefined {
  if (ifNoneMatch === undefined && ifMatch === undefined) return undefined;
  if (ifNoneMatch !== undefined && ifNoneMatch !== "*") throw invalid('ifNoneMatch is not "*", the only condition of its kind', operation);
  if (ifNoneMatch !== undefined && ifMatch !== undefined)
    throw invalid("ifNoneMatch and ifMatch cannot both be met; one of them is given", operation);
  if (ifMatch !== undefined) requireEtag(ifMatch, operation);
  return { ifNoneMatch, ifMatch };
}

/** @throws {GlacierError} `CONFIG_INVALID` unless it can be an etag. */
export function requireEtag(ifMatch: unknown, operation: string): string {
  if (typeof ifMatch === "string" && ifMatch !== "") return ifMatch;
  throw invalid("ifMatch is no etag, as stat(), list() and upload() give it", operation);
}

const invalid = (why: string, operation: string): GlacierError =>
  new GlacierError("CONFIG_INVALID", `${operation}(): ${why}.`, { operation });
