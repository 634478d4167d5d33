import { archives } from "./archive.ts";
import { checkConfig } from "./check-config.ts";
import type { ConfigClassName } from "./config-classes.ts";

/** Where a field of one class goes in another. */
export interface EquivalentField {
  /** The field's name in the other class. */
  readonly field: string;
  /** How its value changes; `same` values may be carried over as they are written, whatever expression they are. */
  readonly mapping: "same" | "temperature" | "memory" | "lifecycle";
}

export interface CarriedOver {
  /** Plain values for the other class; valid for it. */
  readonly fields: Record<string, unknown>;
  /** What has no equivalent there, with the reason. */
  readonly dropped: readonly { readonly field: string; readonly reason: string }[];
  /** What is carried over and comes to something else there, as words that follow the other class. */
  readonly differences: readonly string[];
}

/**
 * The same settings for another cloud's class, as far as they exist there. Nothing is made up: a field without an equivalent is dropped and named.
 *
 * @param fields plain values, as written in the source or as held by a config object
 */
export function carryOver(from: ConfigClassName, to: ConfigClassName, fields: Readonly<Record<string, unknown>>): CarriedOver {
  const carried: Record<string, unknown> = {};
  const dropped: { field: string; reason: string }[] = [];
  let isReadAtOnce = false;
  for (const [field, value] of Object.entries(fields)) {
    const target = equivalentField(from, to, field);
    const mapped = target && mapValue(from, to, target.mapping, value);
    if (!target) dropped.push({ field, reason: `${to} has no equivalent of ${from}.${field}` });
    else if (mapped === undefined) dropped.push({ field, reason: `${to}.${target.field} has no equivalent of this value` });
    else if (isRefused(to, target.field, mapped)) dropped.push({ field, reason: `${to}.${target.field} does not allow this value` });
    else {
      carried[target.field] = mapped;
      isReadAtOnce ||= archives(from, value) && !archives(to, mapped);
    }
  }
  return { fields: carried, dropped, differences: isReadAtOnce ? ["its archive is read at once"] : [] };
}

/** The equivalent of a field in another class, or undefined. */
export function equivalentField(from: ConfigClassName, to: ConfigClassName, field: string): EquivalentField | undefined {
  if (from === to) return { field, mapping: "same" };
  for (const { mapping, names } of equivalents) {
    const target = names[to];
    if (names[from] === field && target !== undefined) return { field: target, mapping };
  }
  return undefined;
}

/** Per setting, its name in each class that has it. */
const equivalents: readonly { mapping: EquivalentField["mapping"]; names: Readonly<Partial<Record<ConfigClassName, string>>> }[] = [
  { mapping: "same", names: { S3Config: "versioning", BlobConfig: "versioning", GcsConfig: "versioning" } },
  { mapping: "temperature", names: { S3Config: "storageClass", BlobConfig: "tier", GcsConfig: "storageClass" } },
  { mapping: "lifecycle", names: { S3Config: "lifecycleRules", BlobConfig: "lifecycleRules", GcsConfig: "lifecycleRules" } },
  { mapping: "memory", names: { LambdaConfig: "memory", AzureFunctionConfig: "memory", CloudFunctionConfig: "memory" } },
  { mapping: "same", names: { LambdaConfig: "timeout", AzureFunctionConfig: "timeout", CloudFunctionConfig: "timeout" } },
  { mapping: "same", names: { LambdaConfig: "environment", AzureFunctionConfig: "environment", CloudFunctionConfig: "environment" } },
  {
    mapping: "same",
    names: { GlueConfig: "numWorkers", DataprocConfig: "numWorkers", DatabricksConfig: "numWorkers", SynapseConfig: "numNodes" },
  },
];

/** How often objects are touched, the one property that storage classes of all clouds share; those of an archive cannot be read at once. */
type Temperature = "hot" | "cool" | "cold" | "archive";

/** The first class of a temperature is the one that is chosen for it, and a class is of the first temperature that names it. Classes with a meaning of their own (tiering, one zone express) are absent. */
const temperatures: Readonly<Partial<Record<ConfigClassName, Readonly<Record<Temperature, readonly string[]>>>>> = {
  S3Config: { hot: ["STANDARD"], cool: ["STANDARD_IA", "ONEZONE_IA"], cold: ["GLACIER_IR"], archive: ["DEEP_ARCHIVE", "GLACIER"] },
  BlobConfig: { hot: ["Hot"], cool: ["Cool"], cold: ["Cold"], archive: ["Archive"] },
  // Its ARCHIVE is read at once, as the cold classes of the others are; it is their archives' neighbour only where there is nothing colder.
  GcsConfig: { hot: ["STANDARD"], cool: ["NEARLINE"], cold: ["COLDLINE", "ARCHIVE"], archive: ["ARCHIVE"] },
};

function mapValue(from: ConfigClassName, to: ConfigClassName, mapping: EquivalentField["mapping"], value: unknown): unknown {
  switch (mapping) {
    case "same":
      return value;
    case "temperature":
      return mapStorageClass(from, to, value);
    case "memory":
      return mapMemory(to, value);
    case "lifecycle":
      return mapLifecycle(from, to, value);
    default:
      return mapping satisfies never;
  }
}

function mapStorageClass(from: ConfigClassName, to: ConfigClassName, value: unknown): string | undefined {
  const source = temperatures[from];
  const target = temperatures[to];
  if (!source || !target || typeof value !== "string") return undefined;
  const order: readonly Temperature[] = ["hot", "cool", "cold", "archive"];
  const temperature = order.find((candidate) => source[candidate].includes(value));
  return temperature && target[temperature][0];
}

/** Megabytes as a number, and Google's `256Mi`. */
function mapMemory(to: ConfigClassName, value: unknown): unknown {
  if (to === "CloudFunctionConfig") return typeof value === "number" ? `${value}Mi` : undefined;
  if (typeof value === "number") return value;
  const match = typeof value === "string" ? /^(\d+)(Mi|Gi)$/.exec(value) : null;
  return match ? Number(match[1]) * (match[2] === "Gi" ? 1024 : 1) : undefined;
}

/** The whole list or nothing: rules work together, and half of them could delete what the others were to keep. */
function mapLifecycle(from: ConfigClassName, to: ConfigClassName, value: unknown): unknown {
  if (Array.isArray(value)) {
    const rules = value.map((rule) => mapLifecycle(from, to, rule));
    return rules.includes(undefined)
      ? undefined
      : rules.filter((rule, index) => !rules.slice(0, index).some((it) => isThereAlready(it, rule)));
  }
  if (typeof value !== "object" || value === null) return undefined;
  const mapped: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const isTransition = key === "transition" || key === "transitions";
    mapped[key] = isTransition ? mapLifecycle(from, to, inner) : key === "storageClass" ? mapStorageClass(from, to, inner) : inner;
    if (mapped[key] === undefined && inner !== undefined) return undefined;
  }
  return mapped;
}

/** Whether an earlier step of a rule has moved the objects to where this one would: two classes may have one equivalent. */
function isThereAlready(earlier: unknown, later: unknown): boolean {
  if (!isStep(earlier) || !isStep(later)) return false;
  return earlier.storageClass === later.storageClass && earlier.days <= later.days;
}

const isStep = (value: unknown): value is { days: number; storageClass: unknown } =>
  typeof value === "object" && value !== null && "storageClass" in value && "days" in value && typeof value.days === "number";

const isRefused = (className: ConfigClassName, field: string, value: unknown): boolean =>
  checkConfig(className, { [field]: value }).some((problem) => problem.severity === "error" && problem.path[0] === field);
