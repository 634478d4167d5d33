import * as z from "zod";
import { defineConfig } from "./define-config.ts";
import { fact } from "./fact.ts";
import { text, whole } from "./fields.ts";
import { s3LifecycleChecks } from "./lifecycle-checks.ts";
import { lifecycleRules } from "./lifecycle-rules.ts";

/** Storage classes of S3 objects. */
export const s3StorageClasses = fact(
  [
    "STANDARD",
    "REDUCED_REDUNDANCY",
    "STANDARD_IA",
    "ONEZONE_IA",
    "INTELLIGENT_TIERING",
    "GLACIER",
    "GLACIER_IR",
    "DEEP_ARCHIVE",
    "EXPRESS_ONEZONE",
  ],
  "@aws-sdk/client-s3 StorageClass",
  "2026-11",
);

/** Storage classes that a lifecycle rule may move objects to. */
export const s3TransitionClasses = fact(
  ["STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"],
  "@aws-sdk/client-s3 TransitionStorageClass",
  "2026-11",
);

/** Server-side encryption of an S3 bucket. */
export const s3Encryptions = fact(["AES256", "aws:kms", "aws:kms:dsse"], "@aws-sdk/client-s3 ServerSideEncryption", "2026-11");

/** Most lifecycle rules and CORS rules of a bucket. */
const ruleLimits = fact(
  { lifecycle: 1000, cors: 100 },
  "Amazon S3 user guide, lifecycle configuration and CORS configuration",
  "2026-11",
).value;

// [Amazon S3 API, CORSRule, 2026-11-26]
const httpMethods = ["GET", "PUT", "HEAD", "POST", "DELETE"] as const;

const schema = () =>
  z.strictObject({
    versioning: z.boolean().default(false).describe("Keep former versions of objects."),
    storageClass: z.enum(s3StorageClasses.value).optional().describe("Storage class of objects that Glacier writes. Default: STANDARD."),
    encryption: z.enum(s3Encryptions.value).default("AES256").describe("Server-side encryption."),
    kmsKeyId: text().optional().describe("KMS key, by id or ARN; needs a KMS encryption."),
    publicAccessBlock: z.boolean().default(true).describe("Refuse every kind of public access."),
    lifecycleRules: lifecycleRules(s3TransitionClasses.value, "STANDARD")
      .max(ruleLimits.lifecycle)
      .optional()
      .describe("What happens to objects as they age."),
    cors: z
      .array(
        z.strictObject({
          allowedOrigins: z.array(text()).min(1),
          allowedMethods: z.array(z.enum(httpMethods)).min(1),
          allowedHeaders: z.array(text()).optional(),
          exposeHeaders: z.array(text()).optional(),
          maxAgeSeconds: whole(0).optional(),
        }),
      )
      .max(ruleLimits.cors)
      .optional()
      .describe("Which web pages may read and write objects."),
  });

/** Settings of a bucket on AWS. */
export class S3Config extends defineConfig({
  name: "S3Config",
  kind: "bucket",
  schema,
  exposedWhen: { publicAccessBlock: false },
  // A bucket of S3 has no class of its own.
  ofObjects: ["storageClass"],
  checks: [
    ...s3LifecycleChecks,
    {
      rule: "config-combination",
      find: ({ encryption, kmsKeyId }) =>
        kmsKeyId !== undefined && encryption === "AES256"
          ? [
              {
                path: ["kmsKeyId"],
                says: 'has no effect with encryption "AES256"',
                allowed: 'a key together with "aws:kms" or "aws:kms:dsse"',
              },
            ]
          : [],
    },
  ],
}) {}
