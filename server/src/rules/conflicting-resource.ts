import { configsThatFit } from "@glacier/core/clouds";
import { fieldsOfObjects, isConfigClassName, readField, UNKNOWN_VALUE } from "@glacier/core/config";
import { labelOf } from "../analysis/fit.ts";
import { NEVER } from "../analysis/flow/guards.ts";
import type { FactoryCall } from "../analysis/flow/observations.ts";
import type { ConfigAtom } from "../analysis/flow/values.ts";
import { holdsUnknown, plainFields } from "../analysis/plain-value.ts";
import { isEqual, isSameBucket, ownPath } from "../analysis/recording/buckets.ts";
import { isHere } from "../analysis/recording/clouds.ts";
import { describeResource } from "./describe-place.ts";
import { always, defineRule, type RuleContext } from "./rule.ts";
import { told } from "./story-of-steps.ts";
import { listOf } from "./wording.ts";

/** One bucket that is configured in two ways. */
export const conflictingResource = defineRule<{ conflict: { bucket: string; cloud: string; fields: string[] } }>({
  meta: { id: "conflicting-resource", severity: "warning" },
  messages: {
    conflict: ({ bucket, cloud, fields }) =>
      `The ${bucket} on ${cloud} has another config elsewhere, which differs in ${listOf(fields.map((field) => `'${field}'`))}.`,
  },
  subjects: { factory: (call) => isConfigured(call), meeting: always },
  compares: "factory",
  create(context) {
    const places = context.observed("factory").filter((calls) => calls.some(isConfigured));
    // What one place makes has one config.
    const calls = places.length < 2 ? [] : places.flat().filter(isConfigured).sort(byPlace);
    const meetings = context.observed("meeting").flat();
    const reported = new Set<number>();
    const pairs = [
      ...Object.values(Object.groupBy(calls, nameOf)).flatMap((same = []) => pairsOf(same)),
      ...meetings.map(({ call, other }) => [call, other] as const),
    ];
    for (const [call, other] of pairs) {
      if (reported.has(call.site.node) || (call.site.node === other.site.node && call.site.file === other.site.file)) continue;
      const found = conflictOf(context.guards, call, other);
      if (!found) continue;
      reported.add(call.site.node);
      const { cloud, fields } = found;
      context.report({
        message: "conflict",
        data: { bucket: describeResource(call.resource), cloud: labelOf(cloud), fields },
        at: call.configSite.file === context.file ? call.configSite : call.site,
        related: [told(context.source, other.configSite, "The other config is here.")],
      });
    }
  },
});

const isConfigured = ({ type, resource, configs }: FactoryCall): boolean =>
  type === "bucket" && resource.resourceName.kind === "literal" && configs.some(({ list }) => list !== undefined && list.length > 0);

const pairsOf = (calls: readonly FactoryCall[]): (readonly [FactoryCall, FactoryCall])[] =>
  calls.flatMap((call, index) => calls.slice(0, index).map((other) => [call, other] as const));

/** Only calls of one name can be of one bucket. */
const nameOf = ({ resource: { resourceName } }: FactoryCall): string => (resourceName.kind === "literal" ? String(resourceName.value) : "");

const byPlace = (left: FactoryCall, right: FactoryCall): number => left.site.node - right.site.node;

/** The fields that both configs give, and give differently. */
function conflictOf(guards: RuleContext["guards"], one: FactoryCall, other: FactoryCall): { cloud: string; fields: string[] } | undefined {
  if (one.type !== "bucket" || other.type !== "bucket" || guards.and(one.guard, other.guard) === NEVER) return undefined;
  // What is only supposed to be called may never be called beside the other.
  if (one.suppositions.length !== other.suppositions.length || one.suppositions.some((fact, index) => other.suppositions[index] !== fact))
    return undefined;
  const [left, right] = [configOf(one), configOf(other)];
  if (!left || !right || left.cloud !== right.cloud || isHere(left.cloud) || !isSameBucket(guards, one.resource, other.resource))
    return undefined;
  const [path, otherPath] = [ownPath(one.resource)?.key, ownPath(other.resource)?.key];
  const areSameObjects = path !== undefined && path === otherPath;
  const fields = Object.keys(left.fields).filter((field) => {
    const [mine, theirs] = [left.fields[field], right.fields[field]];
    // Lifecycle rules of several configs go together.
    if (field === "lifecycleRules" || mine === undefined || theirs === undefined) return false;
    if (left.ofObjects.includes(field) && !areSameObjects) return false;
    return !holdsUnknown(mine) && !holdsUnknown(theirs) && !isEqual(mine, theirs);
  });
  return fields.length > 0 ? { cloud: left.cloud, fields } : undefined;
}

/** The one config that counts on every path, of the one cloud that it is. */
function configOf({ receivers, configs }: FactoryCall): GivenFields | undefined {
  const clouds = new Set(receivers.map(({ cloud }) => cloud));
  const [cloud] = clouds;
  const [given] = configs;
  if (clouds.size !== 1 || cloud === undefined || configs.length !== 1 || !given?.list) return undefined;
  const fitting = configsThatFit(cloud, "bucket") ?? [];
  const own = given.list.filter(({ className }) => fitting.some((name) => name === className));
  const [config] = own;
  return own.length === 1 && config ? fieldsOf(cloud, config) : undefined;
}

interface GivenFields {
  cloud: string;
  fields: Record<string, unknown>;
  /** Those of them that decide about each object, and not about the bucket. */
  ofObjects: readonly string[];
}

function fieldsOf(cloud: string, { className, options, isFromEnv }: ConfigAtom): GivenFields | undefined {
  if (options.kind !== "object" || isFromEnv) return undefined;
  const known = Object.entries(plainFields(options)).filter(([, value]) => value !== UNKNOWN_VALUE);
  const read = known.map(([field, value]) => [field, isConfigClassName(className) ? readField(className, field, value) : value]);
  return { cloud, fields: Object.fromEntries(read), ofObjects: isConfigClassName(className) ? fieldsOfObjects(className) : [] };
}
