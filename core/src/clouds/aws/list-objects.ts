import type { ListObjectsV2CommandOutput } from "@aws-sdk/client-s3";
import type { Call, ListRequest } from "../../objects/object-store.ts";
import type { ListPage, ObjectInfo } from "../../resources/adapter.ts";
import { attempt, contextOf } from "./attempt.ts";
import type { S3Connection } from "./client.ts";
import { unexpectedAnswer } from "./errors.ts";
import { unquoted } from "./etag.ts";
import { wholeSecond } from "./whole-second.ts";

/** Pages of a bucket's keys, each requested when the one before has been used. */
export async function* listObjects(connection: S3Connection, request: ListRequest, call: Call): AsyncGenerator<ListPage> {
  const { sdk, client, bucketName } = connection;
  let token: string | undefined;
  let given = false;
  do {
    const command = new sdk.ListObjectsV2Command({
      Bucket: bucketName,
      Prefix: request.prefix,
      Delimiter: request.delimiter,
      MaxKeys: Math.min(request.pageSize, MOST_KEYS),
      ContinuationToken: token,
      // XML cannot hold every character of a key.
      EncodingType: "url",
    });
    const answer = await attempt(connection, "", call, (send) => client.send(command, send));
    if (saysNothing(answer)) throw unexpectedAnswer(contextOf(connection, "", call));
    token = answer.IsTruncated ? answer.NextContinuationToken : undefined;
    const page = pageOf(answer);
    // Where much was deleted, S3 may give pages without a key.
    if (page.objects.length + page.prefixes.length === 0 && (given || token !== undefined)) continue;
    given = true;
    yield page;
  } while (token !== undefined);
}

function pageOf({ Contents = [], CommonPrefixes = [], EncodingType }: ListObjectsV2CommandOutput): ListPage {
  const decode = EncodingType === "url" ? decodeKey : (key: string) => key;
  return {
    objects: Contents.map(
      ({ Key = "", Size = 0, LastModified, ETag, StorageClass = "STANDARD" }): ObjectInfo => ({
        key: decode(Key),
        size: Size,
        lastModified: wholeSecond(LastModified),
        etag: unquoted(ETag),
        storageClass: StorageClass,
      }),
    ),
    prefixes: CommonPrefixes.map(({ Prefix = "" }) => decode(Prefix)),
  };
}

/** S3 repeats what it was asked, even when there is nothing to list. */
const saysNothing = ({ Name, KeyCount, IsTruncated, Contents, CommonPrefixes }: ListObjectsV2CommandOutput): boolean =>
  [Name, KeyCount, IsTruncated, Contents, CommonPrefixes].every((said) => said === undefined);

/** As forms encode it: a space may be a plus. */
function decodeKey(key: string): string {
  return /[%+]/.test(key) ? decodeURIComponent(key.replaceAll("+", " ")) : key;
}

/** S3's limit. */
const MOST_KEYS = 1000;
