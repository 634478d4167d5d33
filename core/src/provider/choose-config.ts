import {
  type CloudDescriptor,
  cloudOfProviderConfig,
  cloudsThatFit,
  cloudsThatHave,
  isConfigForKind,
  type ResourceKind,
} from "../clouds/descriptors.ts";
import { type AnyConfig, type ConfigClassName, configClassOf, isConfigClassName } from "../config/index.ts";
import { ConfigMismatchError, ConfigValidationError } from "../errors.ts";

/**
 * The config that a resource gets: the one that fits the provider's cloud, or none. On a laptop, configs of clouds are accepted and ignored.
 *
 * @throws {ConfigMismatchError} when the cloud has no such resource, or no given config fits it.
 * @throws {ConfigValidationError} for something that is no resource's config, or two configs of one cloud.
 */
export function chooseConfig(cloud: CloudDescriptor, kind: ResourceKind, given: unknown): AnyConfig | undefined {
  const fitting = cloud.configs[kind];
  if (!fitting) {
    throw new ConfigMismatchError(`${kind}() does not exist on ${cloud.label}.`, {
      hint: `It exists on ${listLabels(cloudsThatHave(kind))}. spark() runs on every cloud.`,
      operation: operationOf(kind),
    });
  }
  if (given === undefined) return undefined;
  const configs = (Array.isArray(given) ? given : [given]).map((value) => readConfig(kind, value));
  refuseTwice(kind, configs);
  for (const { className } of configs) refuseOtherKind(kind, fitting, className);
  // In the descriptor's order: an engine of this cloud goes before Spark, which fits everywhere.
  for (const className of fitting) {
    const match = configs.find((entry) => entry.className === className);
    if (match) return match.config;
  }
  if (configs.length === 0 || cloud.ignoresForeignConfigs) return undefined;
  throw new ConfigMismatchError(mismatch(cloud, kind, fitting, configs, Array.isArray(given)), {
    hint: `Give new ${fitting[0]}(…), or an array with one config per cloud.`,
    operation: operationOf(kind),
  });
}

interface GivenConfig {
  readonly className: ConfigClassName;
  readonly config: AnyConfig;
}

function readConfig(kind: ResourceKind, value: unknown): GivenConfig {
  const className = configClassOf(value);
  if (className === undefined || !isConfigClassName(className)) {
    throw new ConfigValidationError(`The config of ${kind}() is ${describe(value)}; allowed is a config object such as ${example(kind)}.`, {
      hint: `Write config: ${example(kind)}.`,
      operation: operationOf(kind),
    });
  }
  if (cloudOfProviderConfig(className)) {
    throw new ConfigValidationError(`${className} is a provider's config and cannot be the config of ${kind}().`, {
      hint: `Give it to new Provider({ config }), and ${example(kind)} here.`,
      operation: operationOf(kind),
    });
  }
  // The brand says that some copy of the package made it with this class.
  return { className, config: value as AnyConfig };
}

function refuseTwice(kind: ResourceKind, configs: readonly GivenConfig[]): void {
  const twice = configs.find(({ className }, index) => configs.findIndex((other) => other.className === className) !== index);
  if (!twice) return;
  throw new ConfigValidationError(`The configs of ${kind}() hold ${twice.className} twice; allowed is at most one config per cloud.`, {
    hint: "Remove one of them.",
    operation: operationOf(kind),
  });
}

function refuseOtherKind(kind: ResourceKind, fitting: readonly ConfigClassName[], className: ConfigClassName): void {
  if (isConfigForKind(className, kind)) return;
  const usual = fitting[0] ? `new ${fitting[0]}(…)` : example(kind);
  throw new ConfigMismatchError(`${className} is not a config of ${kind}().`, { hint: `Give ${usual}.`, operation: operationOf(kind) });
}

function mismatch(
  cloud: CloudDescriptor,
  kind: ResourceKind,
  fitting: readonly ConfigClassName[],
  configs: readonly GivenConfig[],
  isArray: boolean,
): string {
  const takes = `${kind}() on ${cloud.label} takes ${fitting.join(" or ")}`;
  const names = configs.map(({ className }) => className);
  if (isArray) return `None of ${names.join(", ")} fits: ${takes}.`;
  const clouds = names.flatMap((name) => cloudsThatFit(name, kind));
  return `${names.join()} is for ${listLabels(clouds)}: ${takes}.`;
}

const operationOf = (kind: ResourceKind): string => `provider.${kind}`;

const listLabels = (clouds: readonly CloudDescriptor[]): string => clouds.map((cloud) => cloud.label).join(", ");

/** The usual config of a kind of resource, for hints. */
function example(kind: ResourceKind): string {
  const className = cloudsThatHave(kind).flatMap((cloud) => cloud.configs[kind] ?? [])[0];
  return `new ${className}(…)`;
}

/** What a wrong value is, never what it holds. */
function describe(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "function") return value.name ? `the class or function ${value.name}` : "a function";
  return typeof value === "object" ? "a plain object" : `a ${typeof value}`;
}
