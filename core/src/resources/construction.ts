import { DirectInstantiationError } from "../errors.ts";

/** What a provider shows when it constructs a resource. Not exported to users: only a provider has it. */
export const constructionKey: unique symbol = Symbol("glacier resource construction");

export type ConstructionKey = typeof constructionKey;

/** @throws {DirectInstantiationError} unless a provider constructs the resource. */
export function requireConstructionKey(key: unknown, className: string, factory: string): void {
  if (key === constructionKey) return;
  throw new DirectInstantiationError(`A ${className} is made by its provider, not with new ${className}().`, {
    hint: `Call provider.${factory} instead.`,
    operation: `new ${className}`,
  });
}
