import { isConfigClassName } from "@glacier/core/config";
import type { Site } from "../facts/facts.ts";
import type { Machine } from "./machine.ts";
import { makeObject, property } from "./members.ts";
import { makePipeline, makeTask } from "./pipelines.ts";
import { type ConfigAtom, type ProviderAtom, UNDEFINED, type Value } from "./values.ts";
import { writtenNow } from "./written.ts";

/** Calls a function that Glacier exports. */
export function callGlacier(machine: Machine, name: string, given: readonly Value[], site: Site): Value {
  switch (name) {
    case "task":
      return makeTask(machine, given, site);
    case "pipeline":
      return makePipeline(machine, given, site);
    case "Provider.fromEnv":
      return makeProvider(machine, undefined, UNDEFINED, site);
    default: {
      const [className = "", method] = name.split(".");
      if (method !== "fromEnv" || !isConfigClassName(className)) return machine.callUnknown({ kind: "glacier", name }, given, site);
      return makeConfig(machine, className, machine.fresh(), site, true);
    }
  }
}

/** `new` of a class that Glacier exports. */
export function constructGlacier(machine: Machine, name: string, given: readonly Value[], site: Site): Value {
  const [options = UNDEFINED] = given;
  if (isConfigClassName(name)) {
    const isLeftOut = options.kind === "literal" && options.value === undefined;
    return makeConfig(machine, name, isLeftOut ? makeObject(machine, site) : options, site);
  }
  if (name === "Provider") return makeProvider(machine, property(machine, options, "config"), property(machine, options, "name"), site);
  const legacyCloud = LEGACY_PROVIDERS[name];
  if (legacyCloud) return makeProvider(machine, property(machine, options, "config"), UNDEFINED, site, legacyCloud);
  if (RESOURCE_CLASSES.has(name)) machine.observe({ kind: "direct", site, className: name });
  return { ...machine.fresh(), type: name };
}

const RESOURCE_CLASSES = new Set(["Resource", "Bucket", "Serverless", "ExecutionEnvironment"]);

/** The classes that V2 had for what a config says now. */
const LEGACY_PROVIDERS: Readonly<Record<string, string>> = {
  AWSProvider: "aws",
  AzureProvider: "azure",
  GCPProvider: "gcp",
  LocalProvider: "local",
};

/** A config object, which the rules hear of. */
export function makeConfig(machine: Machine, className: string, options: Value, site: Site, isFromEnv = false): Value {
  const origin = machine.origin(site);
  const written = writtenNow(machine, options);
  const config: ConfigAtom = { kind: "config", key: "", className, options, written, ...(isFromEnv && { isFromEnv }), origin };
  config.key = `config#${machine.identity(config)}`;
  machine.observe({ kind: "config", site, config });
  return config;
}

function makeProvider(machine: Machine, config: Value | undefined, name: Value, site: Site, legacyCloud?: string): Value {
  const isNamed = name.kind !== "literal" || name.value !== undefined;
  const provider: ProviderAtom = {
    kind: "provider",
    key: "",
    config: UNDEFINED,
    name: isNamed ? name : undefined,
    origin: machine.origin(site),
    ...(legacyCloud && { legacyCloud }),
  };
  provider.key = `provider#${machine.identity(provider)}`;
  provider.config = config ?? machine.unknown(`${provider.key}.config`);
  machine.observe({ kind: "provider", site, provider });
  return provider;
}
