import type { ConfigClassName } from "../config/index.ts";
import type { CloudDescriptor, ResourceKind } from "./descriptor.ts";
import { PORTABLE_NAME, portableForm } from "./descriptor-names.ts";
import { cloudDescriptors } from "./descriptors.generated.ts";

export type { CloudDescriptor, EnvironmentType, ResourceKind, UriPlace } from "./descriptor.ts";
export { type NameProblem, plainBucketNameProblem } from "./descriptor-names.ts";
export { outdatedRuntime, type RuntimeState } from "./descriptor-runtimes.ts";
export { cloudDescriptors };

/** The cloud with an id, or undefined. */
export function cloudById(cloudId: string): CloudDescriptor | undefined {
  return cloudDescriptors.find((cloud) => cloud.id === cloudId);
}

/** The cloud that a provider config of this class chooses; undefined when the class is no provider config. */
export function cloudOfProviderConfig(className: string): CloudDescriptor | undefined {
  return cloudDescriptors.find((cloud) => cloud.providerConfig === className);
}

/** The cloud that a provider class of V2 stands for; undefined when there was none of that name. */
export function cloudOfLegacyProvider(className: string): CloudDescriptor | undefined {
  return cloudDescriptors.find((cloud) => cloud.legacyProvider?.className === className);
}

/** The config classes that fit a kind of resource on a cloud, the usual one first; undefined when the cloud has no such resource. */
export function configsThatFit(cloudId: string, kind: ResourceKind): readonly ConfigClassName[] | undefined {
  return cloudById(cloudId)?.configs[kind];
}

/** The clouds on which a config class fits a kind of resource. */
export function cloudsThatFit(className: ConfigClassName, kind: ResourceKind): CloudDescriptor[] {
  return cloudDescriptors.filter((cloud) => cloud.configs[kind]?.includes(className));
}

/** The clouds that have a kind of resource, whatever its config. */
export function cloudsThatHave(kind: ResourceKind): CloudDescriptor[] {
  return cloudDescriptors.filter((cloud) => cloud.configs[kind] !== undefined);
}

/** The cloud whose vendor's SDK a module is part of; undefined for other modules. */
export function sdkOf(module: string): CloudDescriptor | undefined {
  return SDKS.find(({ name }) => (name.endsWith("/") ? module.startsWith(name) : isOf(module, name)))?.cloud;
}

const SDKS = cloudDescriptors.flatMap((cloud) => cloud.sdkPackages.map((name) => ({ name, cloud })));

const isOf = (module: string, name: string): boolean =>
  module.startsWith(name) && (module.length === name.length || module[name.length] === "/");

/** Whether a config class is of the right kind of resource on some cloud. */
export function isConfigForKind(className: ConfigClassName, kind: ResourceKind): boolean {
  return cloudsThatFit(className, kind).length > 0;
}

/** Why a bucket's name does not serve on every cloud; undefined for one that does. Continues "The name … ". */
export function unportableBucketName(name: string): string | undefined {
  const refused = cloudDescriptors.flatMap(({ names, label }) => {
    const problem = names.bucket?.(name);
    return problem ? [`on ${label} it ${problem.says}`] : [];
  });
  return refused[0] ?? (PORTABLE_NAME.test(name) ? undefined : "may hold lower-case letters, digits and single hyphens between them only");
}

/** A name near to this one that every cloud takes; undefined where there is none. */
export function portableBucketName(name: string): string | undefined {
  const folded = portableForm(name);
  return folded !== undefined && unportableBucketName(folded) === undefined ? folded : undefined;
}
