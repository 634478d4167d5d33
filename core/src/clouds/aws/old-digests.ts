import { createHash } from "node:crypto";
import type { S3Client } from "@aws-sdk/client-s3";

/**
 * A list of keys to delete must be guarded by a digest. The SDK sends the kind that S3 wants now; with it go away what other servers may not know,
 * and the MD5 comes back that S3 itself wanted once.
 */
export function sendOldDigests(client: S3Client): void {
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        const request: unknown = args.request;
        if (commandName === "DeleteObjectsCommand" && isRequest(request)) {
          for (const name of Object.keys(request.headers)) {
            if (/^x-amz-(sdk-checksum-algorithm|checksum-)/i.test(name)) Reflect.deleteProperty(request.headers, name);
          }
          Object.assign(request.headers, { "content-md5": createHash("md5").update(request.body).digest("base64") });
        }
        return next(args);
      },
    // After all that adds headers, before what signs them.
    { step: "build", priority: "low", name: "oldDigests" },
  );
}

interface SmallRequest {
  readonly headers: object;
  readonly body: string | Uint8Array;
}

function isRequest(request: unknown): request is SmallRequest {
  if (typeof request !== "object" || request === null || !("headers" in request) || !("body" in request)) return false;
  const { headers, body } = request;
  return typeof headers === "object" && headers !== null && (typeof body === "string" || body instanceof Uint8Array);
}
