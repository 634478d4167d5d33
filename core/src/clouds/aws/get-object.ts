import { Readable } from "node:stream";
import type { Call, ObjectRange } from "../../objects/object-store.ts";
import { attempt, contextOf } from "./attempt.ts";
import type { S3Connection } from "./client.ts";
import { overwritten, translateError } from "./errors.ts";
import { quoted } from "./etag.ts";
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
  return new ObjectBody(answer.Body, answer.ContentLength, (error) => translateError(error, context));
}

/** None for the whole object, so that its checksum, where it has one, is checked. */
function rangeHeader({ offset, length }: ObjectRange): string | undefined {
  if (length !== undefined) return `bytes=${offset}-${offset + length - 1}`;
  return offset > 0 ? `bytes=${offset}-` : undefined;
}
