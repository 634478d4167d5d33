import { isInstance } from "../brand.ts";
import type { ResourceKind } from "../clouds/descriptors.ts";
import type { AnyConfig } from "../config/index.ts";
import type { Provider } from "../provider/provider.ts";
import { type ConstructionKey, requireConstructionKey } from "./construction.ts";

/** What every resource is made from. */
export interface ResourceInit {
  readonly provider: Provider;
  readonly config: AnyConfig | undefined;
  readonly name: string;
}

/** Something that a provider offers: a bucket, a function, an execution environment. Made by its provider's factory methods. */
export abstract class Resource {
  readonly provider: Provider;
  /** The config that fits the provider's cloud; undefined where none was given, or where a laptop ignores it. */
  readonly config: AnyConfig | undefined;
  /** Names the resource in graphs, together with its provider's name. */
  readonly name: string;
  /** Which adapter serves it. */
  abstract readonly kind: ResourceKind;

  /** @throws {DirectInstantiationError} unless a provider calls it. */
  constructor(key: ConstructionKey, init: ResourceInit, className = "Resource", factory = "bucket(…)") {
    requireConstructionKey(key, className, factory);
    this.provider = init.provider;
    this.config = init.config;
    this.name = init.name;
  }

  static [Symbol.hasInstance](this: unknown, value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: `this` is the class on the right of instanceof, which may be derived.
    return isInstance(this, Resource, value, RESOURCE_BRAND, "Resource");
  }
}

const RESOURCE_BRAND = Symbol.for("@glacier/core/resource");
Object.defineProperty(Resource.prototype, RESOURCE_BRAND, { value: "Resource" });
