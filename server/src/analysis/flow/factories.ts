import { cloudOfLegacyProvider, cloudOfProviderConfig, type ResourceKind } from "@glacier/core/clouds";
import type { Expression, Site } from "../facts/facts.ts";
import { classesAsked, configOfClass } from "./asked-configs.ts";
import { ALWAYS, type Guard, NEVER } from "./guards.ts";
import type { Machine } from "./machine.ts";
import { FACTORIES, LEGACY_FACTORIES, property } from "./members.ts";
import { withoutGuesses, withoutLaptops } from "./moves.ts";
import type { GivenConfigs, Receiver } from "./observations.ts";
import { type ArrayItem, type Atom, atomsOf, type ConfigAtom, type ProviderAtom, UNDEFINED, type Value } from "./values.ts";
import { writtenNow } from "./written.ts";

/** A method of a provider that makes a resource. */
export interface Factory {
  type: ResourceKind;
  /** It has this name in V2. */
  isLegacy: boolean;
}

/** What a method of a provider makes; undefined for methods that make no resource. */
export function factoryOf(method: string): Factory | undefined {
  // The set holds nothing but kinds of resource.
  if (FACTORIES.has(method)) return { type: method as ResourceKind, isLegacy: false };
  const type = Object.hasOwn(LEGACY_FACTORIES, method) ? LEGACY_FACTORIES[method] : undefined;
  return type && { type, isLegacy: true };
}

/** Whether a call of a factory's name on this value is a factory call: it is a provider, or is given one of Glacier's configs as only a provider is. */
export function isReceiver(machine: Machine, object: Value, given: readonly Value[]): boolean {
  const atoms = atomsOf(object);
  if (atoms.some(isProvider)) return true;
  if (!atoms.some((atom) => atom.kind === "unknown" && !atom.type) || given[1]?.kind !== "object") return false;
  const cell = machine.seen(given[1]).properties.get("config");
  return cell !== undefined && atomsOf(machine.read(cell)).some((atom) => holdsConfig(machine, atom));
}

const holdsConfig = (machine: Machine, atom: Atom): boolean =>
  atom.kind === "config" ||
  (atom.kind === "array" && machine.seen(atom).items.some(({ value }) => atomsOf(value).some((it) => it.kind === "config")));

const isProvider = (atom: Atom): boolean =>
  atom.kind === "provider" ||
  (atom.kind === "unknown" && (atom.type === "Provider" || cloudOfLegacyProvider(atom.type ?? "") !== undefined));

/** `provider.bucket(name, options)` and its like: what provider meets which config is noted for the rules. */
export function callFactory(
  machine: Machine,
  object: Value,
  { type, isLegacy }: Factory,
  given: readonly Value[],
  expression: (Expression & { kind: "call" }) | undefined,
  site: Site,
): Value {
  if (!machine.isReached) return machine.fresh();
  machine.asksOutside = true;
  // In V2 the name could be one of the options.
  const isAllInOne = isLegacy && given[0]?.kind === "object";
  const [first = UNDEFINED, second] = given;
  const options = isAllInOne ? first : second;
  const resourceName = isAllInOne ? property(machine, first, "bucket") : first;
  const config = options && property(machine, options, "config");
  const origin = machine.origin(site);
  const configs = config ? givenConfigs(machine, config, site) : [{ guard: ALWAYS, list: [] }];
  const written = { name: writtenNow(machine, resourceName), options: writtenNow(machine, options ?? UNDEFINED) };
  const receivers = withoutGuesses(machine, withoutLaptops(machine, receiversOf(machine, object)), configs, [
    written.name,
    written.options,
  ]);
  const resource = {
    kind: "resource" as const,
    type,
    provider: object,
    resourceName,
    options,
    config,
    written,
    receivers,
    configs,
    origin,
  };
  if (receivers.length === 0 && machine.program.move) return resource;
  machine.observe({
    kind: "factory",
    site,
    type,
    isLegacy,
    receivers,
    configs,
    configSite: configSite(machine, expression, isAllInOne ? 0 : 1) ?? site,
    frame: machine.frame,
    activations: machine.activations,
    asks: machine.run.asks,
    branches: machine.run.knownBranches,
    resource,
  });
  return resource;
}

function configSite(machine: Machine, expression: (Expression & { kind: "call" }) | undefined, index: number): Site | undefined {
  const options = expression?.arguments[index];
  if (options?.kind !== "object") return undefined;
  const written = options.properties.findLast((part) => part.kind === "value" && part.key === "config");
  return written && machine.site(written.kind === "value" ? written.value.node : written.node);
}

function receiversOf(machine: Machine, object: Value): Receiver[] {
  return eachAtom(machine, object).flatMap(({ guard, atom }) => {
    if (atom.kind === "provider") return receiversOfProvider(machine, guard, atom);
    // Of what is not there nothing is called.
    if (atom.kind === "literal" || (object.kind === "choice" && isFalsy(machine, atom, guard))) return [];
    const legacy = atom.kind === "unknown" ? cloudOfLegacyProvider(atom.type ?? "") : undefined;
    const unknown = { guard, isProvider: isProvider(atom), cloud: legacy?.id, provider: undefined, config: undefined };
    return atom.kind === "unknown" && !legacy ? narrowed(machine, unknown, `${atom.key}.cloud`) : [unknown];
  });
}

/** `team && new Provider(…)` is a provider wherever it is anything to call. */
function isFalsy(machine: Machine, atom: Atom, guard: Guard): boolean {
  if (atom.kind !== "unknown") return false;
  return machine.guards.and(machine.guards.and(machine.paths, guard), machine.conditions.isTruthy(atom.key)) === NEVER;
}

function receiversOfProvider(machine: Machine, outer: Guard, provider: ProviderAtom): Receiver[] {
  if (provider.legacyCloud) return [{ guard: outer, isProvider: true, cloud: provider.legacyCloud, provider, config: undefined }];
  return eachAtom(machine, provider.config, outer).flatMap(({ guard, atom }) => {
    if (atom.kind !== "config") {
      const asked = classesAsked(machine, atom, guard);
      if (asked.length > 0)
        return asked.map((it): Receiver => {
          const cloud = it.className && cloudOfProviderConfig(it.className)?.id;
          return { guard: it.guard, isProvider: true, cloud, provider, config: undefined };
        });
      const owner = atom.kind === "unknown" && atom.key.endsWith(".config") ? atom.key.slice(0, -".config".length) : provider.key;
      return narrowed(machine, { guard, isProvider: true, cloud: undefined, provider, config: undefined }, `${owner}.cloud`);
    }
    return [{ guard, isProvider: true, cloud: cloudOfProviderConfig(atom.className)?.id, provider, config: atom }];
  });
}

/** A provider of a cloud that is not known, on paths that have asked for its cloud. */
function narrowed(machine: Machine, receiver: Receiver, key: string): Receiver[] {
  const known = machine.conditions.known(key, machine.guards.and(machine.paths, receiver.guard));
  if (known.length === 0) return [receiver];
  return known.map(({ value, guard }) => ({
    ...receiver,
    guard: machine.guards.and(receiver.guard, guard),
    cloud: typeof value === "string" ? value : undefined,
  }));
}

/** The configs that a `config` option may hold, as the lists that the factory sees. */
function givenConfigs(machine: Machine, value: Value, site: Site): GivenConfigs[] {
  return eachAtom(machine, value).flatMap(({ guard, atom }): GivenConfigs[] => {
    if (atom.kind === "config") return [{ guard, list: [atom] }];
    if (atom.kind === "literal" && atom.value === undefined) return [{ guard, list: [] }];
    if (atom.kind !== "array")
      return configsAsked(machine, atom, guard, site).map((it) => ({ guard: it.guard, list: it.config && [it.config] }));
    const { items, open } = machine.seen(atom);
    return open ? [{ guard, list: undefined }] : listsOf(machine, guard, items, site);
  });
}

/** What is no config in the source may be one that the paths have asked about. */
function configsAsked(machine: Machine, atom: Atom, guard: Guard, site: Site): { guard: Guard; config: ConfigAtom | undefined }[] {
  const asked = classesAsked(machine, atom, guard);
  if (atom.kind !== "unknown" || asked.length === 0) return [{ guard, config: undefined }];
  return asked.map((it) => ({ guard: it.guard, config: it.className && configOfClass(machine, atom, it.className, site) }));
}

/** Every list that an array may come to, each on its own paths. */
function listsOf(machine: Machine, outer: Guard, items: readonly ArrayItem[], site: Site): GivenConfigs[] {
  let lists: GivenConfigs[] = [{ guard: outer, list: [] }];
  for (const { value, present } of items) {
    lists = lists.flatMap(({ guard, list }): GivenConfigs[] => {
      const absent = machine.guards.without(guard, present);
      const longer = eachAtom(machine, value, machine.guards.and(guard, present)).flatMap(({ guard: own, atom }) => {
        const given = atom.kind === "config" ? [{ guard: own, config: atom }] : configsAsked(machine, atom, own, site);
        return given.map((it): GivenConfigs => ({ guard: it.guard, list: list && it.config ? [...list, it.config] : undefined }));
      });
      return [...(machine.guards.and(absent, machine.paths) === NEVER ? [] : [{ guard: absent, list }]), ...longer];
    });
    if (lists.length > LIST_LIMIT) return [{ guard: outer, list: undefined }];
  }
  return lists;
}

const LIST_LIMIT = 16;

/** What a value may be on the current paths, with the paths of each. */
function eachAtom(machine: Machine, value: Value, outer: Guard = ALWAYS): { guard: Guard; atom: Atom }[] {
  const alternatives = value.kind === "choice" ? value.alternatives : [{ guard: ALWAYS, atom: value }];
  return alternatives
    .map(({ guard, atom }) => ({ guard: machine.guards.and(guard, outer), atom }))
    .filter(({ guard }) => machine.guards.and(guard, machine.paths) !== NEVER);
}
