import { adapterLoaders } from "../clouds/adapters.generated.ts";
import { cloudById, type ResourceKind } from "../clouds/descriptors.ts";
import { GlacierError } from "../errors.ts";
import type { BucketAdapter, EnvironmentAdapter, ServerlessAdapter } from "../resources/adapter.ts";
import type { AdapterLoaders, AdapterModule } from "../resources/adapter-loader.ts";
import type { Resource } from "../resources/resource.ts";

/** What serves a resource; which one, its kind says. */
export type ResourceAdapter = BucketAdapter | ServerlessAdapter | EnvironmentAdapter;

/**
 * Imports and makes the adapter of a resource.
 *
 * @throws {GlacierError} `NO_ADAPTER`, saying what is supported.
 */
export async function loadAdapter(cloud: string, resource: Resource, loaders: AdapterLoaders = adapterLoaders): Promise<ResourceAdapter> {
  // A kind and its module's types are paired in AdapterTypes, which an index cannot express.
  const load = loaders[cloud]?.[resource.kind] as (() => Promise<AdapterModule<ResourceKind>>) | undefined;
  if (load) return (await load()).createAdapter(resource as never);
  throw new GlacierError("NO_ADAPTER", `Glacier cannot run ${articleFor(resource.kind)} on ${labelOf(cloud)} yet (${resource.name}).`, {
    hint: `Supported are: ${supported(loaders)}. Graphs and checks work without it, and --local runs the buckets of any cloud on this machine.`,
    operation: `provider.${resource.kind}`,
  });
}

/** `bucket on Local, bucket and serverless on AWS`. */
function supported(loaders: AdapterLoaders): string {
  return Object.entries(loaders)
    .map(([cloud, kinds]) => `${Object.keys(kinds).join(" and ")} on ${labelOf(cloud)}`)
    .join(", ");
}

const labelOf = (cloud: string): string => cloudById(cloud)?.label ?? cloud;

const articleFor = (kind: ResourceKind): string => (kind === "bucket" ? "a bucket" : `${kind}()`);
