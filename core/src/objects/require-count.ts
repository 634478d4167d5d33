import { GlacierError } from "../errors.ts";

/** @throws {GlacierError} `CONFIG_INVALID` unless it is a whole number. */
export function requireCount(value: unknown, name: string, least: number, operation: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= least) return value;
  throw new GlacierError("CONFIG_INVALID", `${operation}(): ${name} is ${String(value)}; allowed is a whole number of at least ${least}.`, {
    operation,
  });
}
