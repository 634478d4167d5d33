import * as path from "node:path";
import { cloudById } from "@glacier/core/clouds";
import { type AnyConfig, configClasses } from "@glacier/core/config";
import { type Bucket, Provider } from "@glacier/core/resources";
import type { ResourceBucket, ResourceProvider } from "@glacier/server/protocol";
import type { Problem } from "./folder.ts";
import { resolveText, resolveValue } from "./static-values.ts";

export interface ConnectOptions {
  env: Readonly<Record<string, string | undefined>>;
  /** Relative paths of the local cloud start here, as they do when the pipeline is run. */
  folder: string;
}

export type Connected = { ok: true; bucket: Bucket; path: string } | { ok: false; problem: Problem };

/**
 * A bucket of the source as one that can be listed. Nothing of the user's code runs: it is made from literals and environment variables.
 *
 * @throws the `GlacierError` of a config that is not valid, or of a cloud that cannot be browsed
 */
export function connectBucket(provider: ResourceProvider, bucket: ResourceBucket, { env, folder }: ConnectOptions): Connected {
  const [cloudId, ...others] = provider.clouds;
  if (cloudId === undefined || others.length > 0) {
    return refuse(
      `${provider.name} may be on ${provider.clouds.length === 0 ? "any cloud" : provider.clouds.join(" or ")}.`,
      "Only a run can tell which.",
    );
  }
  const cloud = cloudById(cloudId);
  if (!cloud) return refuse(`${cloudId} is a cloud of an extension.`, "Only Glacier's own clouds can be browsed here.");

  const name = resolveText("bucket's name", bucket.bucketName, env);
  if (!name.known) return refuse(name.why);
  const where = resolveText("bucket's path", bucket.path, env);
  const fields: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(provider.config)) {
    const resolved = resolveValue(value, env);
    if (resolved.known) fields[field] = resolved.value;
    // A secret is left to the SDK's own chain; any other unknown would browse a place that the pipeline does not mean.
    else if (value.kind !== "secret") return refuse(`The provider's ${field} is not known: ${resolved.why}.`);
  }
  if (cloudId === "local") fields.basePath = path.resolve(folder, typeof fields.basePath === "string" ? fields.basePath : "data");

  const Config = configClasses[cloud.providerConfig] as new (fields: unknown) => AnyConfig; // validates its argument itself
  // A descriptor's `providerConfig` is always the class of a provider's config.
  const made = new Provider({ config: new Config(fields) as ConstructorParameters<typeof Provider>[0]["config"], name: provider.name });
  const text = where.text ?? "";
  return { ok: true, bucket: made.bucket(name.text ?? "", { path: text }), path: text };
}

const refuse = (message: string, hint?: string): Connected => ({ ok: false, problem: { message, ...(hint ? { hint } : {}) } });
