export type { DataFormat } from "../config/formats.ts";
export type { BucketCapabilities } from "../resources/adapter.ts";
export type { Bucket } from "../resources/bucket.ts";
export {
  type BucketContract,
  bucketContract,
  type ContractBucket,
  type OpenBucket,
  type ServerFacts,
  type TestRunner,
} from "./bucket-contract.ts";
