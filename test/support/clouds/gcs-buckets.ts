import { randomUUID } from "node:crypto";
import { GcpConfig } from "@glacier/core/config";
import { Provider } from "@glacier/core/resources";
import type { ContractBucket, OpenBucket } from "@glacier/core/testing";
import { Storage } from "@google-cloud/storage";
import type { GcsAccess } from "../emulators/access.ts";

/** A new, empty bucket, made by the vendor's own client. */
export async function newGcsBucket(access: GcsAccess): Promise<ContractBucket & { name: string }> {
  const name = `test-${randomUUID()}`;
  await new Storage({ apiEndpoint: access.endpoint, projectId: access.project }).createBucket(name);
  return { name, bucket: openGcs(access)(name) };
}

/** Opens a bucket by its name. */
export function openGcs({ endpoint, project }: GcsAccess): (bucketName: string) => OpenBucket {
  const provider = new Provider({ config: new GcpConfig({ project, endpoint }) });
  return (bucketName) => (path, options) => provider.bucket(bucketName, { path, ...options });
}
