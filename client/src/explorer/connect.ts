import * as path from "node:path";
import { cloudById } from "@glacier/core/clouds";
import { configClasses, type ProviderConfig } from "@glacier/core/config";
import { type Bucket, Provider } from "@glacier/core/resources";
import type { ResourceBucket, ResourceProvider } from "@glacier/server/protocol";
import type { Problem } from "./problems.ts";
import { resolveText, resolveValue } from "./static-values.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface ConnectOptions {
  env: Environment;
  /** Relative paths of a config start here, as they do when the pipeline is run. */
  folder: string;
}

export type Connected =
  | {
      ok: true;
      bucket: Bucket;
      path: string;
      /** Why a secret of the config is not known here, a sentence each: the SDK's own chain of credentials has to do. */
      withheld: readonly string[];
    }
  | { ok: false; problem: Problem };

/**
 * A bucket of the source as one that can be listed. Nothing of the user's code runs: it is made from literals and environment variables. No SDK is
 * loaded, and nobody is asked for anything, before the bucket is used.
 *
 * @throws the `GlacierError` of a config that is not valid, or of a cloud that cannot be browsed
 */
export function connectBucket(source: ResourceProvider, bucket: ResourceBucket, options: ConnectOptions): Connected {
  const { env, folder } = options;
  const name = resolveText("bucket's name", bucket.bucketName, env);
  if (!name.known) return refuse(name.why, KNOWN);
  const where = resolveText("bucket's path", bucket.path, env);
  const found = configOf(source, env);
  if ("problem" in found) return { ok: false, problem: found.problem };
  const text = where.text ?? "";
  const provider = new Provider({ config: inFolder(found.config, folder), name: source.name });
  return { ok: true, bucket: provider.bucket(name.text ?? "", { path: text }), path: text, withheld: found.withheld };
}

type FoundConfig = { config: ProviderConfig; withheld: string[] } | { problem: Problem };

function configOf(source: ResourceProvider, env: Environment): FoundConfig {
  const isRead = source.configFrom === "environment";
  if (isRead && source.clouds.length === 0) return { config: Provider.fromEnv(env).config, withheld: [] };
  const [cloudId, ...others] = source.clouds;
  if (cloudId === undefined || others.length > 0) {
    const clouds = source.clouds.length === 0 ? "any cloud" : source.clouds.join(" or ");
    return { problem: { message: `${source.name} may be on ${clouds}.`, hint: "Only a run can tell which." } };
  }
  const cloud = cloudById(cloudId);
  if (!cloud)
    return { problem: { message: `${cloudId} is a cloud of an extension.`, hint: "Only Glacier's own clouds can be browsed here." } };
  const Config = configClasses[cloud.providerConfig] as unknown as ProviderConfigClass; // as a descriptor's `providerConfig` always is
  if (isRead) return { config: Config.fromEnv(env), withheld: [] };
  if (source.configFrom === "unknown") return { problem: { message: `The config of ${source.name} is not known here.`, hint: KNOWN } };
  return fieldsOf(source, Config, env);
}

interface ProviderConfigClass {
  /** Validates its argument itself. */
  new (fields: unknown): ProviderConfig;
  fromEnv(env: Environment): ProviderConfig;
}

function fieldsOf({ config }: ResourceProvider, Config: ProviderConfigClass, env: Environment): FoundConfig {
  const fields: Record<string, unknown> = {};
  const secrets: Record<string, unknown> = {};
  const withheld: string[] = [];
  for (const [field, value] of Object.entries(config)) {
    const resolved = resolveValue(value, env);
    if (resolved.known) (value.kind === "secret" ? secrets : fields)[field] = resolved.value;
    else if (value.kind === "secret") withheld.push(`${field}: ${resolved.why}.`);
    // Any other unknown would browse a place that the pipeline does not mean.
    else return { problem: { message: `The provider's ${field} is not known: ${resolved.why}.`, hint: KNOWN } };
  }
  // Secrets belong together: a part of them opens nothing.
  return { config: new Config(withheld.length > 0 ? fields : { ...fields, ...secrets }), withheld };
}

/** The same config with the paths in it as a run sees them: it starts in the workspace's folder, and the editor does not. */
function inFolder(config: ProviderConfig, folder: string): ProviderConfig {
  const paths = PATHS.flatMap((field) => {
    const value: unknown = Object.entries(config).find(([name]) => name === field)?.[1];
    return typeof value === "string" ? [[field, path.resolve(folder, value)]] : [];
  });
  if (paths.length === 0) return config;
  const Config = configClasses[config.configClass] as unknown as ProviderConfigClass; // the class of this very object
  return new Config({ ...config, ...Object.fromEntries(paths) });
}

/** The fields of providers' configs that are paths of files. */
const PATHS = ["basePath", "credentialsFile"];

const KNOWN = "A provider can be browsed whose config is made of literals and of environment variables that the editor was started with.";

const refuse = (message: string, hint: string): Connected => ({ ok: false, problem: { message, hint } });
