import type { Call, PolarsAccess } from "../../objects/object-store.ts";
import { attempt } from "./attempt.ts";
import type { S3Connection } from "./client.ts";
import { whatPolarsFinds } from "./polars-surroundings.ts";
import { addressOf } from "./signed-url.ts";

/**
 * How Polars reaches the bucket. Everything that it would else take from its surroundings is said, so that it asks whom this program asks, as whom
 * this program asks; where what it finds would win over what it is told, it is not let near the bucket.
 */
export async function polarsAccess(
  connection: S3Connection,
  call: Call,
  credentialsUrl: () => Promise<string>,
  env = process.env,
): Promise<PolarsAccess | undefined> {
  const { client, bucketName, region } = connection;
  // A bucket that is named by an ARN, or an access point.
  if (!/^[a-z0-9.-]+$/.test(bucketName)) return undefined;
  return attempt(connection, "", call, async () => {
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await client.config.credentials();
    const found = await whatPolarsFinds(env);
    const identity = { aws_access_key_id: accessKeyId, aws_secret_access_key: secretAccessKey };
    const common = { ...(await address(connection)), aws_region: region, aws_skip_signature: "false" };
    const root = `s3://${bucketName}/`;
    if (expiration === undefined) {
      if (sessionToken !== undefined) return { root, cloudOptions: { ...common, ...identity, aws_session_token: sessionToken } };
      // A token that Polars finds would be sent along with a key that it does not belong to.
      return found.token ? undefined : { root, cloudOptions: { ...common, ...identity } };
    }
    if (found.identity) return undefined;
    const url = await credentialsUrl();
    // Of these, Polars takes the second where the variables of a pod on EKS are set, else the first.
    return { root, cloudOptions: { ...common, aws_metadata_endpoint: url, aws_container_credentials_full_uri: `${url}${CONTAINER_PATH}` } };
  });
}

/** What `answerPolars` answers a container with. */
export const CONTAINER_PATH = "/credentials";

/** Where S3 is and how it is spoken to, read from an address that the SDK has made: it knows partitions, profiles and private endpoints. */
async function address(connection: S3Connection): Promise<Record<string, string>> {
  const { origin, pathname, protocol } = new URL(await addressOf(connection, "k", 60));
  const inPath = pathname.endsWith(`/${connection.bucketName}/k`);
  const endpoint = `${origin}${pathname.slice(0, -(inPath ? `/${connection.bucketName}/k` : "/k").length)}`;
  return {
    aws_endpoint_url: endpoint,
    aws_endpoint_url_s3: endpoint,
    aws_virtual_hosted_style_request: String(!inPath),
    aws_allow_http: String(protocol === "http:"),
  };
}
