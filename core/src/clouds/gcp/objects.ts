import type { ObjectStat } from "../../resources/adapter.ts";

/** An object as the JSON API tells of it: the fields that are asked for. */
export interface ObjectResource {
  readonly name: string;
  readonly generation: string;
  readonly size?: string;
  readonly timeCreated: string;
  readonly storageClass?: string;
  readonly contentType?: string;
  readonly md5Hash?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What of an object is asked for: the whole resource is ten times as long. */
export const OBJECT_FIELDS = "name,generation,size,timeCreated,storageClass";

/**
 * The etag is the generation: it changes whenever the content does, and never otherwise, and it is what reads and writes can be bound to.
 * Cloud Storage's own etag changes with the metadata too, and the JSON API takes it for no condition. For the same reason the time is that of
 * this content's creation.
 */
export function statOf({ name, size, generation, timeCreated, storageClass, contentType }: ObjectResource): ObjectStat {
  return {
    key: name,
    size: Number(size ?? 0),
    etag: String(generation),
    lastModified: new Date(timeCreated),
    ...(storageClass !== undefined && { storageClass }),
    ...(contentType !== undefined && { contentType }),
  };
}

/** The generation that an etag stands for; undefined for a text that is no object's etag. */
export const generationOf = (etag: string): string | undefined => (/^\d{1,19}$/.test(etag) ? etag : undefined);
