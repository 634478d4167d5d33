import { configFields, isConfigClassName } from "@glacier/core/config";
import { providerId } from "@glacier/core/graph";
import type { ResourceProvider, StaticValue } from "../../protocol/index.ts";
import type { Observation } from "../analysis/flow/observations.ts";
import { atomsOf, type ConfigAtom, type ProviderAtom, type Value } from "../analysis/flow/values.ts";
import { holdsUnknown, plainValue } from "../analysis/plain-value.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { digest } from "../digest.ts";
import { idOfResource, isFromEnv, type NamedProvider, namesOfProvider, namesOfResource, optionOf, uriOfBucket } from "../graph/names.ts";
import type { FileLocation, Resources } from "./answers.ts";

/**
 * The providers of the workspace with their buckets, by what the source says about them. Providers of one name are the same where they have
 * the same config in the same workspace folder: relative paths start there, and other fields lead elsewhere.
 *
 * @param rootOf the workspace folder of a file
 */
export function resourcesOf(source: SourceView, observations: readonly Observation[], rootOf: (file: string) => string): Resources {
  const providers = new Map<string, ResourceProvider<FileLocation>>();
  const bucketsOf = new Map<string, Set<string>>();
  const makeKey = ({ origin }: ProviderAtom, { name, cloud, config }: NamedProvider): string => {
    const fields = config ? Object.entries(staticFields(config)).toSorted(([a], [b]) => (a < b ? -1 : 1)) : [];
    const identity = JSON.stringify([rootOf(source.locate(origin.site).file), cloud, fields]);
    return `${providerId(name)}#${digest(identity).slice(0, 16)}`;
  };
  const known = new Map<ProviderAtom, (NamedProvider & { key: string })[]>();
  // Every bucket of a provider asks for the same.
  const withKeys = (provider: ProviderAtom): (NamedProvider & { key: string })[] => {
    const found = known.get(provider) ?? namesOfProvider(provider).map((named) => ({ ...named, key: makeKey(provider, named) }));
    known.set(provider, found);
    return found;
  };
  for (const observation of observations) {
    if (observation.kind !== "provider") continue;
    for (const { name, cloud, config, key } of withKeys(observation.provider)) {
      const location = source.locate(observation.site);
      const made = {
        key,
        id: providerId(name),
        name,
        clouds: cloud === undefined ? [] : [cloud],
        config: config ? staticFields(config) : {},
        ...configFrom(observation.provider, config),
        location,
        buckets: [],
      };
      if (!providers.has(key)) providers.set(key, made);
      if (!bucketsOf.has(key)) bucketsOf.set(key, new Set());
    }
  }
  for (const observation of observations) {
    if (observation.kind !== "factory" || observation.type !== "bucket") continue;
    const { resource } = observation;
    for (const atom of atomsOf(resource.provider)) {
      if (atom.kind !== "provider") continue;
      for (const { name: providerName, cloud, config, key } of withKeys(atom)) {
        const owner = providers.get(key);
        const listed = bucketsOf.get(key);
        for (const name of namesOfResource(resource)) {
          const id = idOfResource("bucket", providerName, name);
          if (!owner || !listed || listed.has(id)) continue;
          listed.add(id);
          const [path, format] = [optionOf(resource, "path"), optionOf(resource, "format")];
          const uri = uriOfBucket(cloud, config, resource);
          owner.buckets.push({
            id,
            name,
            bucketName: staticValue(resource.resourceName),
            path: path ? staticValue(path) : { kind: "literal", value: "" },
            format: format ? staticValue(format) : { kind: "literal", value: "parquet" },
            ...(uri !== undefined && { uri }),
            location: source.locate(observation.site),
          });
        }
      }
    }
  }
  return { providers: [...providers.values()] };
}

/** The fields of a config. What may hold a secret is not shown, however it is written. */
function staticFields(config: ConfigAtom): Record<string, StaticValue> {
  const { className, options } = config;
  if (options.kind !== "object" || !isConfigClassName(className)) return {};
  const infos = configFields(className);
  const given = [...options.properties].map(([field, cell]): [string, StaticValue] => {
    const isSecret = infos.find(({ name }) => name === field)?.secret ?? false;
    const value: StaticValue = cell.value ? staticValue(cell.value) : { kind: "unknown" };
    return [field, isSecret ? withoutValue(value) : value];
  });
  return Object.fromEntries(given);
}

function withoutValue(value: StaticValue): StaticValue {
  return value.kind === "env" ? { kind: "secret", variable: value.variable } : { kind: "secret" };
}

function configFrom(provider: ProviderAtom, config: ConfigAtom | undefined): Pick<ResourceProvider, "configFrom"> {
  if (config ? config.isFromEnv : isFromEnv(provider)) return { configFrom: "environment" };
  return config?.options.kind === "object" && !config.options.open ? {} : { configFrom: "unknown" };
}

/** A literal, or an environment variable with the literal that stands in for it. */
function staticValue(value: Value): StaticValue {
  const plain = plainValue(value);
  // Nothing in it is unknown, so it is made of what JSON can hold.
  if (!holdsUnknown(plain) && plain !== undefined) return { kind: "literal", value: plain as (StaticValue & { kind: "literal" })["value"] };
  if (value.kind === "unknown" && value.variable !== undefined) return { kind: "env", variable: value.variable };
  if (value.kind !== "choice") return { kind: "unknown" };
  const [one, other, ...more] = value.alternatives.map(({ atom }) => atom);
  const [variable, fallback] = one?.kind === "unknown" ? [one, other] : [other, one];
  const isDefaulted = more.length === 0 && variable?.kind === "unknown" && variable.variable !== undefined && fallback?.kind === "literal";
  if (!isDefaulted) return { kind: "unknown" };
  return { kind: "env", variable: variable.variable ?? "", ...(fallback.value !== undefined && { default: fallback.value }) };
}
