import type { ConfigClassName } from "./config-classes.ts";
import { fact } from "./fact.ts";
import type { LifecycleRule } from "./lifecycle-rules.ts";

/**
 * Storage classes whose objects must be restored, for minutes to hours, before they can be read, by the config that chooses them.
 * S3's GLACIER_IR and all classes of Cloud Storage are read at once.
 */
export const offlineClasses = fact(
  {
    S3Config: { field: "storageClass", classes: ["GLACIER", "DEEP_ARCHIVE"] },
    BlobConfig: { field: "tier", classes: ["Archive"] },
  },
  "Amazon S3 user guide, storage classes; Azure Blob Storage, archive tier",
  "2026-11-26",
);

/** Whether a storage class, or one to which a list of lifecycle rules moves objects, is one of those. */
export function archives(className: ConfigClassName, value: unknown): boolean {
  if (typeof value === "string") return offlineOf(className)?.classes.includes(value) ?? false;
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, inner]) => (typeof inner !== "string" || key === "storageClass") && archives(className, inner));
}

/** What makes objects unreadable as soon as they are written. */
export interface ArchivedAtOnce {
  /** From the options object to the value that does. */
  readonly path: readonly (string | number)[];
  readonly storageClass: string;
}

/**
 * Whether objects whose keys begin with `prefix` are archived at once with these fields of a config: by its own class or by a transition on day 0.
 * Fields that are not known are left out.
 */
export function archivedAtOnce(
  className: ConfigClassName,
  fields: Readonly<Record<string, unknown>>,
  prefix: string,
): ArchivedAtOnce | undefined {
  const facts = offlineOf(className);
  if (!facts) return undefined;
  const own = fields[facts.field];
  if (typeof own === "string" && facts.classes.includes(own)) return { path: [facts.field], storageClass: own };
  // A schema has not seen these values: what is not of its shape is passed over.
  const rules = Array.isArray(fields.lifecycleRules) ? (fields.lifecycleRules as readonly Partial<LifecycleRule>[]) : [];
  for (const [index, rule] of rules.entries()) {
    const { prefix: ruled = "", transition, transitions } = typeof rule === "object" && rule !== null ? rule : {};
    if (typeof ruled !== "string" || !prefix.startsWith(ruled)) continue;
    const several = Array.isArray(transitions) ? transitions : [];
    const placed = [{ step: transition, at: ["transition"] }, ...several.map((step, at) => ({ step, at: ["transitions", at] }))];
    const found = placed.find(({ step }) => step?.days === 0 && facts.classes.includes(step.storageClass));
    if (found?.step) return { path: ["lifecycleRules", index, ...found.at], storageClass: found.step.storageClass };
  }
  return undefined;
}

const offlineOf = (className: ConfigClassName): { readonly field: string; readonly classes: readonly string[] } | undefined =>
  (offlineClasses.value as Partial<Record<ConfigClassName, { field: string; classes: readonly string[] }>>)[className];
