import { fact } from "./fact.ts";
import type { LifecycleRule, LifecycleTransition } from "./lifecycle-rules.ts";
import type { CheckFinding, ConfigCheck } from "./problems.ts";
import { showValue } from "./redact.ts";

/** What a cloud knows about its storage classes, as far as lifecycle rules are concerned. */
interface LifecycleFacts {
  /** Days for which an object of a class is paid at least. */
  readonly minimumDays: Readonly<Partial<Record<string, number>>>;
  /** Whether these days begin with the object, whatever class it was in, and a move ends none: then only its removal can come too early. */
  readonly paidFromCreation?: boolean;
  /** Why a class may not follow another in one rule; undefined where it may. */
  readonly refusesStep?: (from: LifecycleTransition, to: LifecycleTransition) => string | undefined;
  /** The first day on which objects may be moved to a class. Default: 0. */
  readonly firstDay?: Readonly<Partial<Record<string, number>>>;
  /** Whether the cloud refuses a rule that removes objects before it has moved them. */
  readonly refusesEarlyExpiration: boolean;
  /** The field that says in which class objects begin. */
  readonly classField: string;
  /** Classes that no rule moves objects out of. */
  readonly final?: readonly string[];
}

type WithRules = { readonly versioning: boolean; readonly lifecycleRules?: readonly LifecycleRule[] | undefined };

const s3NeverAfter: Readonly<Record<string, readonly string[]>> = {
  INTELLIGENT_TIERING: ["STANDARD_IA"],
  ONEZONE_IA: ["INTELLIGENT_TIERING", "STANDARD_IA", "GLACIER_IR"],
  GLACIER: ["STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR"],
  DEEP_ARCHIVE: ["STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER"],
};

/** Lifecycle rules of S3: which class may not follow which, days before and between transitions, and days that are paid at least. */
const s3Lifecycle = fact(
  {
    minimumDays: { STANDARD_IA: 30, ONEZONE_IA: 30, GLACIER_IR: 90, GLACIER: 90, DEEP_ARCHIVE: 180 },
    firstDay: { STANDARD_IA: 30, ONEZONE_IA: 30 },
    neverAfter: s3NeverAfter,
    daysFromInfrequentAccessToArchive: 30,
  },
  "Amazon S3 user guide, lifecycle transition considerations",
  "2026-11",
);

/** Days for which a blob of a tier is paid at least. */
const blobLifecycle = fact({ minimumDays: { Cool: 30, Cold: 90, Archive: 180 } }, "Azure Blob Storage, access tiers", "2026-11");

/**
 * Days for which an object of a class is paid at least, counted from its creation where a rule has moved it ("SetStorageClass", time in the original class), and
 * the classes from hot to cold: rules only move towards the cold.
 */
const gcsLifecycle = fact(
  { minimumDays: { NEARLINE: 30, COLDLINE: 90, ARCHIVE: 365 }, towardsCold: ["NEARLINE", "COLDLINE", "ARCHIVE"] },
  "Cloud Storage, storage classes and object lifecycle management",
  "2026-11",
);

/** What S3 refuses or charges for in lifecycle rules. */
export const s3LifecycleChecks = checksOf({
  ...s3Lifecycle.value,
  classField: "storageClass",
  refusesEarlyExpiration: true,
  refusesStep: (from, to) => {
    const { neverAfter, daysFromInfrequentAccessToArchive: pause } = s3Lifecycle.value;
    if (neverAfter[from.storageClass]?.includes(to.storageClass)) return `follows ${from.storageClass}, from which S3 moves nothing there`;
    const isFromInfrequent = from.storageClass.endsWith("_IA");
    const isToArchive = to.storageClass === "GLACIER" || to.storageClass === "DEEP_ARCHIVE";
    return isFromInfrequent && isToArchive && to.days - from.days < pause
      ? `is on day ${to.days}, ${to.days - from.days} days after ${from.storageClass}; allowed are at least ${pause}`
      : undefined;
  },
});

/** What Azure refuses or charges for in lifecycle rules. */
export const blobLifecycleChecks = checksOf({
  ...blobLifecycle.value,
  classField: "tier",
  final: ["Archive"],
  refusesEarlyExpiration: false,
});

/** What Cloud Storage refuses or charges for in lifecycle rules. */
export const gcsLifecycleChecks = checksOf({
  ...gcsLifecycle.value,
  classField: "storageClass",
  paidFromCreation: true,
  refusesEarlyExpiration: false,
  refusesStep: (from, to) => {
    const order: readonly string[] = gcsLifecycle.value.towardsCold;
    return order.indexOf(to.storageClass) < order.indexOf(from.storageClass)
      ? `follows ${from.storageClass}, and Cloud Storage moves only to colder classes`
      : undefined;
  },
});

function checksOf(facts: LifecycleFacts): readonly ConfigCheck<WithRules>[] {
  const eachRule =
    (find: (rule: LifecycleRule) => readonly CheckFinding[]): ConfigCheck<WithRules>["find"] =>
    ({ lifecycleRules = [] }) =>
      lifecycleRules.flatMap((rule, index) => find(rule).map((found) => ({ ...found, path: ["lifecycleRules", index, ...found.path] })));
  return [
    {
      each: "lifecycleRules",
      rule: "lifecycle-order",
      find: eachRule((rule) => orderFindings(rule, facts)),
    },
    {
      // Apart from the transitions, which are known though the expiration may not be.
      each: "lifecycleRules",
      rule: "lifecycle-order",
      find: eachRule((rule) => expirationFindings(rule, facts)),
    },
    {
      each: "lifecycleRules",
      rule: "lifecycle-minimum-duration",
      severity: "warning",
      find: (values) => {
        // The field's name is the cloud's own, so its type is not known here.
        const own = (values as Readonly<Record<string, unknown>>)[facts.classField];
        return eachRule((rule) => earlyFindings(rule, typeof own === "string" ? own : undefined, facts))(values);
      },
    },
    {
      each: "lifecycleRules",
      rule: "config-combination",
      find: ({ lifecycleRules = [] }) =>
        lifecycleRules.flatMap(({ id }, index) =>
          id !== undefined && lifecycleRules.findIndex((other) => other.id === id) < index
            ? [
                {
                  path: ["lifecycleRules", index, "id"],
                  says: `is ${showValue(id)}, which an earlier rule has`,
                  allowed: "another id",
                },
              ]
            : [],
        ),
    },
    {
      each: "lifecycleRules",
      rule: "config-combination",
      severity: "warning",
      find: ({ versioning, lifecycleRules = [] }) =>
        lifecycleRules.flatMap(({ noncurrentExpiration }, index) =>
          noncurrentExpiration !== undefined && !versioning
            ? [
                {
                  path: ["lifecycleRules", index, "noncurrentExpiration"],
                  says: "has no effect without versioning",
                  allowed: "it together with versioning: true",
                },
              ]
            : [],
        ),
    },
  ];
}

/** A transition and where it stands in its rule. */
interface PlacedTransition extends LifecycleTransition {
  readonly path: readonly (string | number)[];
}

/** In the order in which they happen. */
function transitionsOf(rule: LifecycleRule): PlacedTransition[] {
  const single = rule.transition ? [{ ...rule.transition, path: ["transition"] }] : [];
  const several = (rule.transitions ?? []).map((transition, index) => ({ ...transition, path: ["transitions", index] }));
  return [...single, ...several].sort((a, b) => a.days - b.days);
}

function orderFindings(rule: LifecycleRule, facts: LifecycleFacts): CheckFinding[] {
  const transitions = transitionsOf(rule);
  return transitions.flatMap((to, index): CheckFinding[] => {
    const earliest = facts.firstDay?.[to.storageClass] ?? 0;
    if (to.days < earliest)
      return [{ path: [...to.path, "days"], says: `is ${to.days} for ${to.storageClass}`, allowed: `at least ${earliest}` }];
    const path = [...to.path, "storageClass"];
    const before = transitions.slice(0, index);
    if (before.some(({ storageClass }) => storageClass === to.storageClass))
      return [{ path, says: `is ${JSON.stringify(to.storageClass)} a second time in this rule`, allowed: "each class once" }];
    const refusal = before.map((from) => facts.refusesStep?.(from, to)).find((reason) => reason !== undefined);
    return refusal === undefined ? [] : [{ path, says: refusal }];
  });
}

function expirationFindings(rule: LifecycleRule, facts: LifecycleFacts): CheckFinding[] {
  const { expiration } = rule;
  const last = transitionsOf(rule).at(-1);
  if (!facts.refusesEarlyExpiration || !expiration || !last || expiration.days > last.days) return [];
  return [
    { path: ["expiration", "days"], says: `is ${expiration.days}`, allowed: `more than ${last.days}, the day of the last transition` },
  ];
}

/** Objects that leave a class before the days are over that are paid in any case. */
function earlyFindings(rule: LifecycleRule, own: string | undefined, facts: LifecycleFacts): CheckFinding[] {
  // One report per mistake: where the order is wrong, the days will change.
  if (orderFindings(rule, facts).length > 0) return [];
  const moves = transitionsOf(rule);
  const path: PlacedTransition["path"] = moves[0] ? [...moves[0].path, "days"] : ["expiration", "days"];
  // What is moved at once is never paid for in the class that it was written in.
  const begins = own === undefined || moves[0]?.days === 0 ? [] : [{ days: 0, storageClass: own, path }];
  if (facts.paidFromCreation) return earlyRemovals(rule, own, moves, facts);
  const stays = [...begins, ...moves];
  return stays.flatMap(({ path, days, storageClass }, index): CheckFinding[] => {
    const minimum = facts.minimumDays[storageClass] ?? 0;
    const next = facts.final?.includes(storageClass) ? undefined : stays[index + 1]?.days;
    const leaves = next ?? rule.expiration?.days;
    if (leaves === undefined || leaves <= days || leaves - days >= minimum) return [];
    return [{ path, says: `keeps objects in ${storageClass} for ${leaves - days} days, but ${minimum} are billed` }];
  });
}

/** Objects that are removed before the days of the class are over that they are in by then. */
function earlyRemovals(
  { expiration }: LifecycleRule,
  own: string | undefined,
  moves: readonly PlacedTransition[],
  { minimumDays }: LifecycleFacts,
): CheckFinding[] {
  if (!expiration) return [];
  const { days } = expiration;
  const last = moves.findLast((move) => move.days < days);
  const storageClass = last?.storageClass ?? own;
  const minimum = (storageClass !== undefined && minimumDays[storageClass]) || 0;
  if (days >= minimum) return [];
  return [
    {
      path: last?.path ?? ["expiration", "days"],
      says: `keeps objects in ${storageClass} that are removed on day ${days}, but ${minimum} days are billed`,
    },
  ];
}
