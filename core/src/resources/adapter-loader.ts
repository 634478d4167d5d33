import type { ResourceKind } from "../clouds/descriptors.ts";
import type { BucketAdapter, EnvironmentAdapter, ServerlessAdapter } from "./adapter.ts";
import type { Bucket } from "./bucket.ts";
import type { ExecutionEnvironment } from "./execution-environment.ts";
import type { Serverless } from "./serverless.ts";

/** Which resource and which adapter belong to a kind. */
interface AdapterTypes extends Record<Exclude<ResourceKind, "bucket" | "serverless">, [ExecutionEnvironment, EnvironmentAdapter]> {
  bucket: [Bucket, BucketAdapter];
  serverless: [Serverless, ServerlessAdapter];
}

/** What an adapter's module exports. */
export interface AdapterModule<Kind extends ResourceKind> {
  createAdapter(resource: AdapterTypes[Kind][0]): AdapterTypes[Kind][1];
}

/** Per cloud and kind of resource, how to import its adapter. */
export type AdapterLoaders = Readonly<Record<string, { readonly [Kind in ResourceKind]?: () => Promise<AdapterModule<Kind>> }>>;
