import * as z from "zod";
import { defineConfig } from "./define-config.ts";
import { fact } from "./fact.ts";
import { pattern, whole } from "./fields.ts";
import { blobLifecycleChecks } from "./lifecycle-checks.ts";
import { lifecycleRules } from "./lifecycle-rules.ts";
import { listOf } from "./schema-reader.ts";

/** Access tiers of Azure blobs, hottest first. Archive exists per blob only, never as an account's default. */
export const blobTiers = fact(["Hot", "Cool", "Cold", "Archive"], "Azure Blob Storage, access tiers", "2026-11");

/** Redundancy of an Azure storage account. */
export const blobReplications = fact(["LRS", "ZRS", "GRS", "RAGRS", "GZRS", "RAGZRS"], "Azure Storage redundancy", "2026-11");

/** Redundancy with which blobs cannot be archived. */
const withoutArchive: readonly string[] = fact(["ZRS", "GZRS", "RAGZRS"], "Azure Blob Storage, access tiers, archive", "2026-11").value;

const archiveAllowed = `Archive with ${listOf(blobReplications.value.filter((name) => !withoutArchive.includes(name)))}`;

const schema = () =>
  z.strictObject({
    tier: z.enum(blobTiers.value).default("Hot").describe("Access tier of blobs that Glacier writes."),
    replication: z
      .enum([...blobReplications.value, "RA-GRS"])
      .transform((name) => (name === "RA-GRS" ? "RAGRS" : name))
      .default("LRS")
      .describe('Redundancy of the storage account. "RA-GRS" is another spelling of "RAGRS".'),
    // [Azure Resource Manager, EncryptionScopes; upper case is left alone, 2026-11-26]
    encryptionScope: pattern(/^[A-Za-z0-9-]{3,63}$/, "a name of 3 to 63 letters, digits and hyphens")
      .optional()
      .describe("Encryption scope."),
    // [Azure Blob Storage, soft delete for blobs, 2026-11]
    softDeleteRetentionDays: whole(1, 365).default(7).describe("Days for which a deleted blob can be restored."),
    versioning: z.boolean().default(false).describe("Keep former versions of blobs."),
    // At most 100 rules a policy [Azure Blob Storage, lifecycle management policies, 2026-11].
    lifecycleRules: lifecycleRules(["Cool", "Cold", "Archive"], "Hot").max(100).optional().describe("What happens to blobs as they age."),
  });

/** Settings of a bucket (container) on Azure. */
export class BlobConfig extends defineConfig({
  name: "BlobConfig",
  kind: "bucket",
  schema,
  ofObjects: ["tier"],
  checks: [
    ...blobLifecycleChecks,
    {
      each: "lifecycleRules",
      rule: "config-combination",
      find: ({ lifecycleRules = [], replication }) =>
        lifecycleRules.flatMap(({ transition, transitions = [] }, index) =>
          [transition, ...transitions].some((step) => step?.storageClass === "Archive") && withoutArchive.includes(replication)
            ? [
                {
                  path: ["lifecycleRules", index],
                  says: `moves blobs to "Archive", which does not exist with replication "${replication}"`,
                  allowed: archiveAllowed,
                },
              ]
            : [],
        ),
    },
    {
      rule: "config-combination",
      find: ({ tier, replication }) =>
        tier === "Archive" && withoutArchive.includes(replication)
          ? [
              {
                path: ["tier"],
                says: `is "Archive", which does not exist with replication "${replication}"`,
                allowed: archiveAllowed,
              },
            ]
          : [],
    },
  ],
}) {}
