import { Readable } from "node:stream";
import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Call, ObjectRange } from "../../objects/object-store.ts";
import { attempt, contextOf } from "./attempt.ts";
import type { S3Connection } from "./client.ts";
import { type ErrorContext, overwritten, translateError, unexpectedAnswer } from "./errors.ts";
import { quoted, unquoted } from "./etag.ts";
import { statusOf } from "./native-error.ts";
import { ObjectBody } from "./object-body.ts";

/** The bytes of a range, as one request gives them. */
export async function getObject(connection: S3Connection, key: string, range: ObjectRange, call: Call): Promise<Readable> {
  const { sdk, client, bucketName } = connection;
  const command = new sdk.GetObjectCommand({
    Bucket: bucketName,
    Key: key,
    Range: rangeHeader(range),
    IfMatch: range.ifMatch === undefined ? undefined : quoted(range.ifMatch),
  });
  const context = contextOf(connection, key, call);
  const answer = await attempt(connection, key, call, (send) =>
    client.send(command, send).catch((error) => {
      // Begins at the end of the object or behind it.
      if (statusOf(error) === 416) return undefined;
      if (statusOf(error) === 412) throw overwritten(error, context);
      throw error;
    }),
  );
  if (answer?.Body === undefined) return Readable.from([]);
  if (!(answer.Body instanceof Readable)) throw new Error("S3's client gave a body that is not a stream of Node.");
  const problem = problemOf(answer, range, context);
  if (problem !== undefined) {
    answer.Body.destroy();
    throw problem;
  }
  return new ObjectBody(answer.Body, answer.ContentLength, (error) => translateError(error, context));
}

/** A server, or a cache on the way, that looks at no conditions or ranges would give other bytes than were asked for. */
function problemOf(
  { ETag, LastModified, ContentRange }: Answer,
  { offset, ifMatch }: ObjectRange,
  context: ErrorContext,
): Error | undefined {
  if (ETag === undefined && LastModified === undefined) return unexpectedAnswer(context);
  if (ifMatch !== undefined && ETag !== undefined && unquoted(ETag) !== unquoted(ifMatch)) return overwritten(undefined, context);
  const start = /^bytes (\d+)-/.exec(ContentRange ?? "")?.[1] ?? 0;
  return Number(start) === offset ? undefined : unexpectedAnswer(context);
}

type Answer = Pick<GetObjectCommandOutput, "ETag" | "LastModified" | "ContentRange">;

/** None for the whole object, so that its checksum, where it has one, is checked. */
function rangeHeader({ offset, length }: ObjectRange): string | undefined {
  if (length !== undefined) return `bytes=${offset}-${offset + length - 1}`;
  return offset > 0 ? `bytes=${offset}-` : undefined;
}
