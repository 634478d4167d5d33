import * as z from "zod";
import { defineConfig } from "./define-config.ts";
import { fact } from "./fact.ts";
import { text } from "./fields.ts";
import { gcsLifecycleChecks } from "./lifecycle-checks.ts";
import { lifecycleRules } from "./lifecycle-rules.ts";
import { regionChecks } from "./region-checks.ts";
import { gcsLocations } from "./regions.ts";

/** Storage classes of Cloud Storage, hottest first. */
export const gcsStorageClasses = fact(["STANDARD", "NEARLINE", "COLDLINE", "ARCHIVE"], "Cloud Storage, storage classes", "2026-11");

/** Former classes, which the service still takes and treats like STANDARD. */
export const gcsLegacyClasses = fact(
  ["MULTI_REGIONAL", "REGIONAL", "DURABLE_REDUCED_AVAILABILITY"],
  "Cloud Storage, storage classes, additional classes",
  "2026-11",
);

const schema = () =>
  z.strictObject({
    storageClass: z
      .enum([...gcsStorageClasses.value, ...gcsLegacyClasses.value])
      .default("STANDARD")
      .describe("Storage class of the bucket and of objects that Glacier writes."),
    versioning: z.boolean().default(false).describe("Keep former versions of objects."),
    // At most 100 rules a bucket [Cloud Storage, quotas and limits, 2026-11].
    lifecycleRules: lifecycleRules(["NEARLINE", "COLDLINE", "ARCHIVE"], "STANDARD")
      .max(100)
      .optional()
      .describe("What happens to objects as they age."),
    uniformBucketLevelAccess: z.boolean().default(true).describe("Access by bucket policy alone, without lists per object."),
    location: text()
      .meta({ allowed: 'a location such as "EU" or "europe-west1"' })
      .optional()
      .describe("Where the bucket lives. Default: the provider's region."),
  });

/** Settings of a bucket on Google Cloud. */
export class GcsConfig extends defineConfig({
  name: "GcsConfig",
  kind: "bucket",
  schema,
  checks: [
    ...gcsLifecycleChecks,
    ...regionChecks("location", gcsLocations),
    {
      rule: "config-value",
      severity: "warning",
      find: ({ storageClass }) =>
        (gcsLegacyClasses.value as readonly string[]).includes(storageClass)
          ? [{ path: ["storageClass"], says: `is the legacy class "${storageClass}"`, suggestion: "STANDARD" }]
          : [],
    },
  ],
}) {}
