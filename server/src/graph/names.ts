import { cloudById, cloudOfProviderConfig, type ResourceKind } from "@glacier/core/clouds";
import { configFields, isConfigClassName } from "@glacier/core/config";
import { bucketId, environmentId, serverlessId } from "@glacier/core/graph";
import { atomsOf, type ConfigAtom, type ProviderAtom, type ResourceAtom, type Value } from "../analysis/flow/values.ts";
import { knownText, textOfAtom } from "../analysis/known-text.ts";
import { plainFields } from "../analysis/plain-value.ts";

/** One of the providers that an expression may be, under the name that it has at run time as far as the source says it. */
export interface NamedProvider {
  name: string;
  /** Undefined where only a run can tell. */
  cloud: string | undefined;
  config: ConfigAtom | undefined;
}

/** What a provider may be called. Where the environment decides a part of the name, the part says so: `aws:$AWS_REGION`. */
export function namesOfProvider(provider: ProviderAtom): NamedProvider[] {
  const named = provider.name && atomsOf(provider.name).map(textOfAtom);
  const found = atomsOf(provider.config).flatMap((atom): NamedProvider[] => {
    const config = atom.kind === "config" ? atom : undefined;
    const cloud = provider.legacyCloud ?? (config && cloudOfProviderConfig(config.className)?.id);
    return (named ?? [defaultName(cloud, config, isFromEnv(provider))]).map((name) => ({ name, cloud, config }));
  });
  return found.filter((it, index) => found.findIndex((other) => other.name === it.name) === index);
}

/** Of a provider whose cloud only a run can tell, the call that asks for it: no name that it has at run time, and none that could be taken for one. */
function defaultName(cloud: string | undefined, config: ConfigAtom | undefined, isFromEnv: boolean): string {
  if (cloud === undefined) return isFromEnv ? "Provider.fromEnv()" : "?";
  const field = cloudById(cloud)?.nameField ?? "";
  return `${cloud}:${config ? fieldText(config, field) : "?"}`;
}

/** Whether the provider is what `Provider.fromEnv()` makes of the environment. */
export const isFromEnv = ({ key, config }: ProviderAtom): boolean => config.kind === "unknown" && config.key === `${key}.config`;

/** A field of a config as text, its default where it is not given. */
function fieldText(config: ConfigAtom, field: string): string {
  const given = fieldOf(config, field);
  if (given && !(given.kind === "literal" && given.value === undefined)) return knownText(given);
  const { options, className } = config;
  if ((options.kind === "object" && options.open) || options.kind !== "object" || !isConfigClassName(className)) return "?";
  return String(configFields(className).find(({ name }) => name === field)?.default ?? "?");
}

/** What a config's options say about a field. */
function fieldOf(config: ConfigAtom, field: string): Value | undefined {
  return config.options.kind === "object" ? config.options.properties.get(field)?.value : undefined;
}

/** The URI of a bucket of a cloud, where every part of it is known. */
export function uriOfBucket(cloud: string | undefined, config: ConfigAtom | undefined, bucket: ResourceAtom): string | undefined {
  const path = optionOf(bucket, "path");
  const bucketName = plainText(bucket.resourceName);
  const text = path === undefined ? "" : plainText(path)?.replace(/^\/+/, "");
  if (cloud === undefined || bucketName === undefined || text === undefined) return undefined;
  const fields = config?.options.kind === "object" ? plainFields(config.options) : {};
  return cloudById(cloud)?.bucketUri({ config: fields, bucketName, path: text });
}

/** A resource under the names that it may have at run time. */
export function namesOfResource(resource: ResourceAtom): string[] {
  const given = optionOf(resource, "name");
  if (given && !isAbsent(given)) return atomsOf(given).map(textOfAtom);
  const names = atomsOf(resource.resourceName).map(textOfAtom);
  if (resource.type === "serverless") return names;
  if (resource.type !== "bucket") return names.map((name) => `${resource.type}_${name}`);
  const path = optionOf(resource, "path");
  const paths = path && !isAbsent(path) ? atomsOf(path).map((atom) => textOfAtom(atom).replace(/^\/+/, "")) : [""];
  return names.flatMap((name) => paths.map((each) => (each === "" ? name : `${name}_${each}`.replaceAll("/", "_"))));
}

/** What a resource's options say about one of them. */
export function optionOf(resource: ResourceAtom, option: string): Value | undefined {
  return resource.options?.kind === "object" ? resource.options.properties.get(option)?.value : undefined;
}

const isAbsent = (value: Value): boolean => value.kind === "literal" && value.value === undefined;

export function idOfResource(type: ResourceKind, provider: string, name: string): string {
  if (type === "bucket") return bucketId(provider, name);
  return type === "serverless" ? serverlessId(provider, name) : environmentId(provider, name);
}

/** The text that a value is, where it is exactly one. */
const plainText = (value: Value | undefined): string | undefined =>
  value?.kind === "literal" && typeof value.value === "string" ? value.value : undefined;
