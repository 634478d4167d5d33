import * as z from "zod";
import { whole } from "./fields.ts";
import type { ConfigRule } from "./problems.ts";

/**
 * Lifecycle rules have one shape on every cloud; only the storage classes differ.
 * Days count from the object's creation. `usual` is the class that objects begin in and that no rule moves them back to.
 */
export function lifecycleRules<const Classes extends readonly [string, ...string[]]>(storageClasses: Classes, usual: string) {
  const storageClass = z.enum(storageClasses).meta({ ruleOf: { [usual]: "lifecycle-order" } satisfies Record<string, ConfigRule> });
  const transition = z.strictObject({ days: whole(0), storageClass });
  return z.array(
    z.strictObject({
      // [Amazon S3 API, LifecycleRule.ID, 2026-11]
      id: z.string().min(1).max(255).optional(),
      prefix: z.string().optional(),
      transition: transition.optional(),
      transitions: z.array(transition).optional(),
      expiration: z.strictObject({ days: whole(1) }).optional(),
      noncurrentExpiration: z.strictObject({ days: whole(1) }).optional(),
      abortIncompleteMultipartUploadDays: whole(1).optional(),
    }),
  );
}

/** A lifecycle rule of any cloud. */
export interface LifecycleRule<StorageClass extends string = string> {
  id?: string | undefined;
  prefix?: string | undefined;
  transition?: LifecycleTransition<StorageClass> | undefined;
  transitions?: readonly LifecycleTransition<StorageClass>[] | undefined;
  expiration?: { days: number } | undefined;
  noncurrentExpiration?: { days: number } | undefined;
  abortIncompleteMultipartUploadDays?: number | undefined;
}

/** Moves objects to another storage class, so many days after they were made. */
export interface LifecycleTransition<StorageClass extends string = string> {
  days: number;
  storageClass: StorageClass;
}
