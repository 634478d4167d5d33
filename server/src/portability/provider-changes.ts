import { type CloudDescriptor, cloudById, cloudOfProviderConfig } from "@glacier/core/clouds";
import { configFields, isConfigClassName } from "@glacier/core/config";
import type { Fix } from "../analysis/diagnostic.ts";
import { labelOf } from "../analysis/fit.ts";
import type { Observation, ProviderMade } from "../analysis/flow/observations.ts";
import { atomsOf, type ConfigAtom, type MovedFrom } from "../analysis/flow/values.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { fromEnvironment } from "../fixes/change-provider.ts";
import { listOf } from "../rules/wording.ts";
import type { ProviderChange } from "./portability.ts";

/** What to do about the providers of a file that would move. */
export function changesOfProviders(
  source: SourceView,
  target: CloudDescriptor,
  file: string,
  observations: readonly Observation[],
): ProviderChange[] {
  const changes = new Map<string, ProviderChange>();
  for (const made of observations) {
    if (made.kind !== "provider" || made.site.file !== file) continue;
    for (const { movedFrom, config } of movedConfigs(made)) {
      const place = config && config.origin.site.file === file ? config.origin.site : (made.configSite ?? made.site);
      const { range } = source.locate(place.file === file ? place : made.site);
      const before = config ? cloudOfProviderConfig(config.className)?.id : movedFrom.legacyCloud;
      const fixes = config ? [fromEnvironment(source, config, target)].filter((fix): fix is Fix => fix !== undefined) : [];
      const change = { file, range, clouds: before === undefined ? [] : [before], message: describe(target, movedFrom), fixes };
      changes.set(JSON.stringify([range, change.message]), change);
    }
  }
  return [...changes.values()];
}

function movedConfigs({ provider }: ProviderMade): { movedFrom: MovedFrom; config: ConfigAtom | undefined }[] {
  return atomsOf(provider.config).flatMap((atom) =>
    atom.kind === "config" && atom.movedFrom ? [{ movedFrom: atom.movedFrom, config: atom.movedFrom.config }] : [],
  );
}

function describe(target: CloudDescriptor, { config, legacyCloud }: MovedFrom): string {
  const { label, providerConfig } = target;
  if (!config && legacyCloud === undefined)
    return `The environment chooses this provider's cloud: nothing in the source has to change for ${label}.`;
  if (!config) {
    const className = cloudById(legacyCloud ?? "")?.legacyProvider?.className ?? "A class of V2";
    return `${className} is of Glacier V2 and of ${labelOf(legacyCloud ?? "")} alone: on ${label} a Provider with ${providerConfig} takes its place.`;
  }
  return [
    `On ${label} a provider takes ${providerConfig} in the place of ${config.className}.`,
    ...needs(target),
    ...losses(target, config),
  ].join(" ");
}

function needs({ providerConfig }: CloudDescriptor): string[] {
  const required = configFields(providerConfig).flatMap(({ name, required }) => (required ? [name] : []));
  return required.length === 0 ? [] : [`It needs ${listOf(required)}.`];
}

/** The settings that are given and have no place in the other class; a place to live is named by itself, since another has to be chosen. */
function losses(target: CloudDescriptor, { className, options }: ConfigAtom): string[] {
  const given = options.kind === "object" ? [...options.properties.keys()] : [];
  const known = isConfigClassName(className) ? configFields(className).map(({ name }) => name) : [];
  const regionField = cloudOfProviderConfig(className)?.regionField;
  const lost = given.filter((name) => known.includes(name) && name !== regionField);
  const isPlaced = regionField !== undefined && given.includes(regionField) && target.regionField !== undefined;
  return [
    ...(isPlaced ? [`Choose a ${target.regionField}: ${regionField} names a place of ${cloudOfProviderConfig(className)?.label}.`] : []),
    ...(lost.length === 0 ? [] : [`${listOf(lost)} ${lost.length === 1 ? "does" : "do"} not carry over.`]),
  ];
}
