import { cloudOfLegacyProvider } from "@glacier/core/clouds";
import { isConfigClassName } from "@glacier/core/config";
import type { Site } from "../facts/facts.ts";
import type { Machine } from "./machine.ts";
import { LEGACY_FACTORIES, makeObject, property } from "./members.ts";
import { movedConfig } from "./moves.ts";
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
      return makeProvider(machine, site, {});
    default: {
      const [className = "", method] = name.split(".");
      const legacy = cloudOfLegacyProvider(className);
      const type = Object.hasOwn(LEGACY_FACTORIES, name) ? LEGACY_FACTORIES[name] : undefined;
      if (type) machine.observe({ kind: "legacy", site, method: name, type });
      if (legacy && method === "fromEnv") return makeProvider(machine, site, { legacyCloud: legacy.id });
      if (method !== "fromEnv" || !isConfigClassName(className)) return machine.callUnknown({ kind: "glacier", name }, given, site);
      return makeConfig(machine, className, machine.fresh(), site, { isFromEnv: true });
    }
  }
}

/** `new` of a class that Glacier exports; of a derived one, `superSite` is where its constructor hands the arguments on. */
export function constructGlacier(
  machine: Machine,
  name: string,
  given: readonly Value[],
  site: Site,
  { isDerived = false, superSite }: { isDerived?: boolean; superSite?: Site } = {},
): Value {
  const [options = UNDEFINED] = given;
  if (isConfigClassName(name)) {
    return makeConfig(machine, name, isMissing(options) ? makeObject(machine, site) : options, site, { writtenAt: superSite });
  }
  const legacyCloud = cloudOfLegacyProvider(name)?.id;
  if (name === "Provider" || legacyCloud !== undefined) {
    const configSite = options.kind === "object" ? machine.seen(options).places.get("config") : undefined;
    const config = property(machine, options, "config");
    return makeProvider(machine, site, { config, name: property(machine, options, "name"), legacyCloud, configSite, isDerived });
  }
  observeDirect(machine, name, given, site, isDerived);
  return { ...machine.fresh(), type: name };
}

/** Notes that a resource is made without its provider. Whoever extends the base class makes a kind of his own, constructed as he likes. */
export function observeDirect(machine: Machine, className: string, given: readonly Value[], site: Site, isDerived: boolean): void {
  if (isResourceClass(className) && !(isDerived && className === "Resource")) machine.observe({ kind: "direct", site, className, given });
}

/** Whether Glacier's class of that name is one of providers: V2 had one a cloud. */
export const isProviderClass = (name: string): boolean => name === "Provider" || cloudOfLegacyProvider(name) !== undefined;

/** Whether Glacier's class of that name is one of resources, which only providers make. */
export const isResourceClass = (className: string): boolean => RESOURCE_CLASSES.has(className);

const RESOURCE_CLASSES = new Set(["Resource", "Bucket", "Serverless", "ExecutionEnvironment"]);

/** A config object, which the rules hear of. `writtenAt`: the call that gives the options, where that is another one than makes the config. */
export function makeConfig(
  machine: Machine,
  className: string,
  options: Value,
  site: Site,
  { isFromEnv = false, writtenAt = site }: { isFromEnv?: boolean; writtenAt?: Site | undefined } = {},
): Value {
  // What it is given is checked when it is made.
  machine.asksOutside = true;
  const origin = machine.origin(site);
  const written = writtenNow(machine, options);
  const config: ConfigAtom = { kind: "config", key: "", className, options, written, ...(isFromEnv && { isFromEnv }), origin };
  config.key = `config#${machine.identity(config)}`;
  machine.observe({ kind: "config", site: writtenAt, config });
  return config;
}

interface ProviderParts {
  config?: Value;
  name?: Value;
  /** The id of the cloud that a class of V2 stands for. */
  legacyCloud?: string | undefined;
  configSite?: Site | undefined;
  isDerived?: boolean;
}

const isMissing = (value: Value | undefined): boolean => value?.kind === "literal" && value.value === undefined;

function makeProvider(machine: Machine, site: Site, parts: ProviderParts): Value {
  const { config, name = UNDEFINED, legacyCloud, configSite, isDerived = false } = parts;
  machine.asksOutside = true;
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
  const moved = movedConfig(machine, provider.origin, { config, legacyCloud });
  if (moved) delete provider.legacyCloud;
  const given = legacyCloud !== undefined && isMissing(config) ? undefined : config;
  provider.config = moved ?? given ?? { ...machine.unknown(`${provider.key}.config`), ...(legacyCloud && { configOf: legacyCloud }) };
  machine.observe({ kind: "provider", site, provider, configSite, isDerived });
  return provider;
}
