import { randomUUID } from "node:crypto";
import type { BlobGetPropertiesResponse, BlockBlobClient } from "@azure/storage-blob";
import { GlacierError } from "../../errors.ts";
import type { ObjectInfo } from "../../resources/adapter.ts";
import { abortedBy, attempt } from "./attempts.ts";
import { failuresOf } from "./bounded.ts";
import type { Client } from "./client.ts";
import { type CopySource, copySourceOf } from "./copy-source.ts";
import { type ErrorContext, unexpectedAnswer } from "./errors.ts";
import { writtenObject } from "./object-info.ts";
import type { Tuning } from "./tuning.ts";
import { MOST_BLOCKS } from "./upload.ts";
import { blobOf, scopeOf, type WriteSettings } from "./write-options.ts";

export interface Copying {
  readonly client: Client;
  readonly from: string;
  readonly to: string;
  readonly settings: WriteSettings;
  /** For errors of the source, and of the copy. */
  readonly fromContext: ErrorContext;
  readonly context: ErrorContext;
  readonly tuning: Tuning;
}

/**
 * Within the service, and never visible before it is whole. Not by the service's own "Copy Blob", which takes objects of any size too: while that is
 * pending, readers see an object of zeros.
 */
export async function copyObject(copying: Copying): Promise<ObjectInfo> {
  const { client, from, to, settings, fromContext, tuning } = copying;
  const properties = await attempt(fromContext, tuning, () => client.container.getBlobClient(from).getProperties(abortedBy(fromContext)));
  if (properties.etag === undefined) throw unexpectedAnswer(fromContext);
  const size = properties.contentLength ?? 0;
  const written = await (size <= tuning.wholeCopySize ? copyWhole(copying, properties) : copyBlocks(copying, properties, size));
  return writtenObject(to, size, written, settings);
}

interface Copied {
  readonly etag?: string | undefined;
  readonly lastModified?: Date | undefined;
}

async function copyWhole({ client, from, to, settings, context, tuning }: Copying, { etag }: BlobGetPropertiesResponse): Promise<Copied> {
  return attempt(context, tuning, async () => {
    const source = await copySourceOf(client, from, context);
    return client.container.getBlobClient(to).syncCopyFromURL(source.url, {
      ...blobOf(settings, undefined),
      ...authorizationOf(source),
      ...(etag === undefined ? {} : { sourceConditions: { ifMatch: etag } }),
      ...abortedBy(context),
    });
  });
}

/** Bytes that the service copies by one of several requests. */
const BLOCK = 64 * 1024 * 1024;
const AT_ONCE = 4;

async function copyBlocks(copying: Copying, properties: BlobGetPropertiesResponse, size: number): Promise<Copied> {
  const { client, from, to, settings, fromContext, context, tuning } = copying;
  const target = client.container.getBlockBlobClient(to);
  const blocks = cut(size, Math.max(Math.min(BLOCK, tuning.wholeCopySize), Math.ceil(size / MOST_BLOCKS)));
  const failures = await failuresOf(blocks, { atOnce: AT_ONCE, untilFailure: true }, (block) => copyBlock(copying, target, block));
  if (failures.length > 0) throw failures[0];
  // A block's request knows no condition for its source: it is looked at again when all of them are there.
  const { etag } = await attempt(fromContext, tuning, () => client.container.getBlobClient(from).getProperties(abortedBy(fromContext)));
  if (etag !== properties.etag) throw changed(fromContext);
  return attempt(context, tuning, () =>
    target.commitBlockList(
      blocks.map(({ id }) => id),
      {
        ...blobOf(settings, undefined),
        blobHTTPHeaders: headersOf(properties),
        ...(properties.metadata && { metadata: properties.metadata }),
        ...abortedBy(context),
      },
    ),
  );
}

interface Block {
  readonly id: string;
  readonly offset: number;
  readonly length: number;
}

function cut(size: number, length: number): Block[] {
  const copy = randomUUID();
  return Array.from({ length: Math.ceil(size / length) }, (_, index) => ({
    id: Buffer.from(`${copy}-${String(index).padStart(6, "0")}`).toString("base64"),
    offset: index * length,
    length: Math.min(length, size - index * length),
  }));
}

async function copyBlock(copying: Copying, target: BlockBlobClient, { id, offset, length }: Block): Promise<void> {
  const { client, from, settings, context, tuning } = copying;
  await attempt(context, tuning, async () => {
    const source = await copySourceOf(client, from, context);
    await target.stageBlockFromURL(id, source.url, offset, length, {
      ...scopeOf(settings),
      ...authorizationOf(source),
      ...abortedBy(context),
    });
  });
}

/** One request copies them by itself; a list of blocks has none of its own. */
function headersOf(properties: BlobGetPropertiesResponse) {
  const { contentType, contentEncoding, contentLanguage, contentDisposition, cacheControl, contentMD5 } = properties;
  return {
    ...(contentType && { blobContentType: contentType }),
    ...(contentEncoding && { blobContentEncoding: contentEncoding }),
    ...(contentLanguage && { blobContentLanguage: contentLanguage }),
    ...(contentDisposition && { blobContentDisposition: contentDisposition }),
    ...(cacheControl && { blobCacheControl: cacheControl }),
    ...(contentMD5 && { blobContentMD5: contentMD5 }),
  };
}

const authorizationOf = ({ authorization }: CopySource) => (authorization ? { sourceAuthorization: authorization } : {});

function changed({ uri, operation }: ErrorContext): GlacierError {
  return new GlacierError("CONFLICT", `${uri} was changed while it was copied.`, { hint: "Copy it again.", operation, retryable: true });
}
