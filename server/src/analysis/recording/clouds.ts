import { cloudById } from "@glacier/core/clouds";
import { ALWAYS, type Guards } from "../flow/guards.ts";
import type { Receiver, StepRecorded } from "../flow/observations.ts";
import type { Access, ResourceAtom, StepRecord, Value } from "../flow/values.ts";
import { type Clashes, clashes, type Side } from "./together.ts";

/** A resource with one of the providers that it may be of. */
export interface Placed {
  resource: ResourceAtom;
  receiver: Receiver | undefined;
}

/** The resources that a value may be, each with each of its providers, on their paths. What is no resource is one of an unknown provider. */
export function placedIn(guards: Guards, value: Value): Side<Placed | undefined>[] {
  const alternatives = value.kind === "choice" ? value.alternatives : [{ guard: ALWAYS, atom: value }];
  return alternatives.flatMap(({ guard, atom }): Side<Placed | undefined>[] => {
    if (atom.kind !== "resource") return [{ guard, item: undefined }];
    return atom.receivers.map((receiver) => ({ guard: guards.and(guard, receiver.guard), item: { resource: atom, receiver } }));
  });
}

/** Two clouds that data has to be carried between: both are known, and neither is this machine. */
export function areApart(one: Placed | undefined, other: Placed | undefined): boolean {
  const [left, right] = [cloudOf(one), cloudOf(other)];
  return left !== undefined && right !== undefined && left !== right && !isHere(left) && !isHere(right);
}

export const cloudOf = (placed: Placed | undefined): string | undefined => placed?.receiver?.cloud;

/** On a laptop everything runs and every config is accepted. */
export const isHere = (cloud: string): boolean => cloudById(cloud)?.ignoresForeignConfigs === true;

/** An executor that cannot reach a bucket: its machines are in one cloud, and the bucket is in another or on a laptop. */
const cannotReach = (executor: Placed | undefined, bucket: Placed | undefined): boolean => {
  const [from, to] = [cloudOf(executor), cloudOf(bucket)];
  return from !== undefined && to !== undefined && from !== to && !isHere(from);
};

/** The buckets that a step's executor cannot reach, and the calls that concern them. */
export function unreachable(
  guards: Guards,
  { guard, step }: Pick<StepRecorded, "guard" | "step">,
): { access: Access; found: Clashes<Placed | undefined, Placed | undefined> }[] {
  const { executor } = step.task;
  if (!executor) return [];
  const base = guards.and(guard, step.guard);
  return oncePerBucket(step).flatMap((access) => {
    const found = clashes(
      guards,
      guards.and(base, access.guard),
      placedIn(guards, executor),
      placedIn(guards, access.resource),
      cannotReach,
    );
    return found.pairs.length > 0 ? [{ access, found }] : [];
  });
}

function oncePerBucket({ access }: StepRecord): Access[] {
  const buckets = access.filter(({ resource }) => resource.type === "bucket");
  return buckets.filter((each, index) => buckets.findIndex(({ resource }) => resource === each.resource) === index);
}
