import type { BlobHTTPHeaders } from "@azure/storage-blob";
import type { PutOptions } from "../../objects/object-store.ts";
import type { ObjectStorePlace } from "../../objects/place.ts";

/** What a bucket's `BlobConfig` says about each blob that is written. */
export interface WriteSettings {
  /** Undefined for `Hot`, the usual tier of an account: premium accounts, which have no tiers, refuse to be told one. */
  readonly tier: string | undefined;
  readonly encryptionScope: string | undefined;
}

export function writeSettingsOf({ bucket }: ObjectStorePlace): WriteSettings {
  const { tier, encryptionScope } = bucket ?? {};
  return {
    tier: typeof tier === "string" && tier !== "Hot" ? tier : undefined,
    encryptionScope: typeof encryptionScope === "string" ? encryptionScope : undefined,
  };
}

/** Of every request that brings bytes. */
export function scopeOf({ encryptionScope }: WriteSettings): { encryptionScope?: string } {
  return encryptionScope === undefined ? {} : { encryptionScope };
}

/** Of the request that makes the blob. */
export function blobOf(settings: WriteSettings, contentType: string | undefined): BlobOptions {
  return {
    ...scopeOf(settings),
    ...(settings.tier === undefined ? {} : { tier: settings.tier }),
    ...(contentType === undefined ? {} : { blobHTTPHeaders: { blobContentType: contentType } }),
  };
}

/** The service wants its etags in quotes, which Glacier leaves out. */
export function conditionsOf({ ifMatch, ifNoneMatch }: PutOptions): { ifMatch?: string; ifNoneMatch?: string } {
  return { ...(ifMatch === undefined ? {} : { ifMatch: `"${ifMatch}"` }), ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }) };
}

interface BlobOptions {
  encryptionScope?: string;
  tier?: string;
  blobHTTPHeaders?: BlobHTTPHeaders;
}
