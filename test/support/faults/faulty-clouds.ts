import { AwsConfig, AzureConfig, GcpConfig } from "@glacier/core/config";
import { Provider } from "@glacier/core/resources";
import type { ContractBucket, DataFormat, OpenBucket } from "@glacier/core/testing";
import { createObjectStore as createS3, objectStoreModule as s3Module } from "../../../core/src/clouds/aws/object-store.ts";
import { createObjectStore as createAzure } from "../../../core/src/clouds/azure/object-store.ts";
import { createObjectStore as createGcs, objectStoreModule as gcsModule } from "../../../core/src/clouds/gcp/object-store.ts";
import type { ObjectStore } from "../../../core/src/objects/object-store.ts";
import { ObjectStoreBucket } from "../../../core/src/objects/object-store-bucket.ts";
import type { ObjectStorePlace } from "../../../core/src/objects/place.ts";
import type { BucketAdapter } from "../../../core/src/resources/adapter.ts";
import { newAzureContainer } from "../clouds/azure-buckets.ts";
import { newGcsBucket } from "../clouds/gcs-buckets.ts";
import { newS3Bucket } from "../clouds/s3-buckets.ts";
import type { EmulatorAccess } from "../emulators/emulators.ts";
import { FaultProxy } from "./fault-proxy.ts";

/** A bucket twice: behind a proxy that lets requests fail, and as it is, to see what has become of it. */
export interface FaultyBucket {
  readonly proxy: FaultProxy;
  /** It tries less often than a user's, and waits for every answer that is to come, however busy this machine is. */
  open(path?: string, format?: DataFormat): BucketAdapter;
  /** One that soon takes no answer for silence, so that a test of that need not wait as long as a user might. */
  openImpatient(): BucketAdapter;
  readonly sound: OpenBucket;
  leftovers(): Promise<readonly string[]>;
}

/** The clouds whose adapters are tested on faults, each on the emulator that is most like it. */
export const faultyClouds = {
  s3Full: async (access: EmulatorAccess["s3Full"]): Promise<FaultyBucket> => {
    const proxy = await FaultProxy.before(access.endpoint);
    const { region, accessKeyId, secretAccessKey } = access;
    const config = new AwsConfig({ endpoint: proxy.endpoint, region, accessKeyId, secretAccessKey, forcePathStyle: true });
    return faulty(proxy, await newS3Bucket(access), new Provider({ config }), createS3, s3Module);
  },
  azure: async (access: EmulatorAccess["azure"]): Promise<FaultyBucket> => {
    const proxy = await FaultProxy.before(access.endpoint);
    const { account: storageAccount, accountKey } = access;
    const config = new AzureConfig({ resourceGroup: "test", storageAccount, accountKey, endpoint: proxy.endpoint });
    return faulty(proxy, await newAzureContainer(access), new Provider({ config }), createAzure, AZURE);
  },
  gcs: async (access: EmulatorAccess["gcs"]): Promise<FaultyBucket> => {
    // It serves only the host that it was told to be.
    const proxy = await FaultProxy.before(access.endpoint, "own");
    const config = new GcpConfig({ project: access.project, endpoint: proxy.endpoint });
    return faulty(proxy, await newGcsBucket(access), new Provider({ config }), createGcs, gcsModule);
  },
};

const AZURE = import.meta.resolve("../../../core/src/clouds/azure/object-store.ts");

const TUNING = { maxAttempts: 4, connectTimeoutMs: 20_000, idleTimeoutMs: 20_000 };
const IMPATIENT: typeof TUNING = { ...TUNING, idleTimeoutMs: 1_000 };

function faulty(
  proxy: FaultProxy,
  made: ContractBucket & { name: string },
  provider: Provider,
  createObjectStore: (place: ObjectStorePlace, tuning: typeof TUNING) => ObjectStore,
  module: string,
): FaultyBucket {
  const place: ObjectStorePlace = { provider: { ...provider.config }, bucket: undefined, bucketName: made.name };
  const openWith = (tuning: typeof TUNING) => {
    const store = createObjectStore(place, tuning);
    return (path?: string, format?: DataFormat): BucketAdapter =>
      new ObjectStoreBucket(provider.bucket(made.name, { path, format }), store, { module, place });
  };
  return {
    proxy,
    open: openWith(TUNING),
    openImpatient: openWith(IMPATIENT),
    sound: made.bucket,
    leftovers: async () => (await made.leftovers?.()) ?? [],
  };
}
