import type { S3Client } from "@aws-sdk/client-s3";
import { AwsConfig } from "../../config/aws-config.ts";
import { S3Config } from "../../config/s3-config.ts";
import type { ObjectStorePlace } from "../../objects/place.ts";
import { credentialsFor, describeSources } from "./credentials.ts";
import { endpointOf, isAmazon } from "./endpoint.ts";
import { sendOldDigests } from "./old-digests.ts";
import { DEFAULT_TUNING, type Tuning } from "./tuning.ts";
import { type WriteOptions, writeOptionsOf } from "./write-options.ts";

export type S3Sdk = typeof import("@aws-sdk/client-s3");

/** A bucket on S3: the SDK, a client of it, and what every request needs to know. */
export interface S3Connection {
  readonly sdk: S3Sdk;
  readonly client: S3Client;
  readonly bucketName: string;
  readonly region: string;
  readonly writeOptions: WriteOptions;
  readonly tuning: Tuning;
  /** Where credentials are looked for, for messages. */
  readonly credentialSources: string;
  uriOf(key: string): string;
}

/** Loads the SDK. No request is made. */
export async function connect(place: ObjectStorePlace, changes: Partial<Tuning> = {}, env = process.env): Promise<S3Connection> {
  const tuning = { ...DEFAULT_TUNING, ...changes };
  // The fields are those of such configs, which checked them; made anew, they have their types again.
  const config = new AwsConfig(place.provider as ConstructorParameters<typeof AwsConfig>[0]);
  const bucket = place.bucket && new S3Config(place.bucket as ConstructorParameters<typeof S3Config>[0]);
  const { bucketName } = place;
  const endpoint = endpointOf(config, env);
  const [sdk, credentials] = await Promise.all([import("@aws-sdk/client-s3"), credentialsFor(config, env)]);
  const client = new sdk.S3Client({
    region: config.region,
    ...credentials,
    ...(config.profile && { profile: config.profile }),
    ...(endpoint && { endpoint }),
    // Few servers other than AWS have a name for every bucket.
    forcePathStyle: config.forcePathStyle ?? !isAmazon(endpoint),
    maxAttempts: tuning.maxAttempts,
    retryMode: "standard",
    logger: SILENT,
    requestHandler: { connectionTimeout: tuning.connectTimeoutMs, socketTimeout: tuning.idleTimeoutMs },
    // Checksums of S3's own kinds break servers that do not know them. The SHA-256 that a request is signed with guards what is sent everywhere.
    // The vendor's own variables win.
    ...(!isAmazon(endpoint) && {
      ...(!env.AWS_REQUEST_CHECKSUM_CALCULATION && { requestChecksumCalculation: "WHEN_REQUIRED" }),
      ...(!env.AWS_RESPONSE_CHECKSUM_VALIDATION && { responseChecksumValidation: "WHEN_REQUIRED" }),
    }),
  });
  if (!isAmazon(endpoint)) sendOldDigests(client);
  return {
    sdk,
    client,
    bucketName,
    region: config.region,
    writeOptions: writeOptionsOf(bucket),
    tuning,
    credentialSources: describeSources(config, env),
    uriOf: (key) => (key === "" ? `s3://${bucketName}` : `s3://${bucketName}/${key}`),
  };
}

const ignore = () => undefined;
/** What matters comes as an error; the SDK's warnings are about choices that the author has made. */
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };
