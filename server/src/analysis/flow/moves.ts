import { type CloudDescriptor, cloudOfProviderConfig } from "@glacier/core/clouds";
import type { Site } from "../facts/facts.ts";
import { isHere } from "../recording/clouds.ts";
import type { Machine } from "./machine.ts";
import type { GivenConfigs, Receiver } from "./observations.ts";
import { type Alternative, type Atom, atomsOf, type ConfigAtom, type MovedFrom, type Origin, type Value } from "./values.ts";
import type { Written } from "./written.ts";

/** Providers looked at as if they were on another cloud: the run is that of the source with another config in their place. */
export interface Move {
  cloud: CloudDescriptor;
  /** Whether the provider that is made at a place is one of them. */
  includes(site: Site): boolean;
}

/**
 * What a provider's config is on the cloud that it is moved to; undefined for a provider that stays. Those stay that are on
 * that cloud on some path already, or may be: moving their other paths there would pair them with what was never meant for them.
 * A laptop that takes a cloud's place on some path stays one.
 */
export function movedConfig(
  machine: Machine,
  origin: Origin,
  { config, legacyCloud }: { config: Value | undefined; legacyCloud: string | undefined },
): Value | undefined {
  const { move } = machine.program;
  if (!move?.includes(origin.site)) return undefined;
  if (legacyCloud !== undefined) return legacyCloud === move.cloud.id ? undefined : configOn(machine, move.cloud, origin, { legacyCloud });
  if (!config) return configOn(machine, move.cloud, origin, {});
  const atoms = atomsOf(config);
  if (!atoms.every(isElsewhere)) return undefined;
  if (config.kind === "config") return configOn(machine, move.cloud, config.origin, { config });
  if (config.kind !== "choice") return undefined;
  const isLaptopBesideCloud = (atom: ConfigAtom): boolean => isOnLaptop(atom) && !atoms.every(isOnLaptop);
  const alternatives = config.alternatives.map(({ guard, atom }): Alternative => {
    return {
      guard,
      atom: isElsewhere(atom) && !isLaptopBesideCloud(atom) ? configOn(machine, move.cloud, atom.origin, { config: atom }) : atom,
    };
  });
  return { kind: "choice", alternatives };

  function isElsewhere(atom: Atom): atom is ConfigAtom {
    const cloud = cloudOfConfig(atom);
    return cloud !== undefined && cloud !== move?.cloud.id;
  }
}

/** The id of the cloud that a provider's config is of; undefined for what is no such config. */
export const cloudOfConfig = (atom: Atom): string | undefined =>
  atom.kind === "config" ? cloudOfProviderConfig(atom.className)?.id : undefined;

export const isOnLaptop = (atom: Atom): boolean => isHere(cloudOfConfig(atom) ?? "");

function configOn(machine: Machine, { providerConfig }: CloudDescriptor, origin: Origin, movedFrom: MovedFrom): ConfigAtom {
  const config: ConfigAtom = {
    kind: "config",
    key: "",
    className: providerConfig,
    options: machine.fresh(),
    written: { kind: "unknown" },
    movedFrom,
    origin,
  };
  config.key = `config#${machine.identity(config)}`;
  return config;
}

/** The providers that a move is about: a laptop that stays one takes everything, and says nothing of the other cloud. */
export function withoutLaptops(machine: Machine, receivers: Receiver[]): Receiver[] {
  if (!machine.program.move) return receivers;
  return receivers.filter(({ cloud, config }) => config?.movedFrom || cloud === undefined || !isHere(cloud));
}

/**
 * A provider whose cloud the environment chooses may well meet configs and names that the environment chooses too, in a way that the source does not
 * show. What such a provider makes is known to be made on the other cloud only where nothing else is chosen.
 */
export function withoutGuesses(
  machine: Machine,
  receivers: Receiver[],
  configs: readonly GivenConfigs[],
  written: readonly Written[],
): Receiver[] {
  if (!machine.program.move) return receivers;
  const isChosen = configs.length > 1 || written.some(holdsChoice);
  return receivers.map((receiver) => {
    if (!receiver.provider || !isLeftToEnvironment(receiver.config)) return receiver;
    const before = new Set(machine.guards.conditions(receiver.provider.origin.guard));
    const isAsked = machine.guards.conditions(machine.paths).some((condition) => !before.has(condition));
    return isChosen || isAsked ? { ...receiver, cloud: undefined } : receiver;
  });
}

/** Whether a config stands for a cloud that only the environment chooses as the source is. */
const isLeftToEnvironment = (config: ConfigAtom | undefined): boolean =>
  config?.movedFrom !== undefined && config.movedFrom.config === undefined && config.movedFrom.legacyCloud === undefined;

function holdsChoice(written: Written): boolean {
  switch (written.kind) {
    case "choice":
      return true;
    case "object":
      return [...written.fields.values()].some(holdsChoice);
    case "array":
      return written.items.some(holdsChoice);
    default:
      return false;
  }
}
