import { isInstance } from "../brand.ts";
import type { JsonValue } from "../json.ts";
import type { DeployResult, ServerlessAdapter } from "./adapter.ts";
import type { ConstructionKey } from "./construction.ts";
import { Resource, type ResourceInit } from "./resource.ts";

/** The code of a function: the function itself, or where it is exported, as `"./file.ts#export"`. */
export type ServerlessHandler = string | ((payload: JsonValue) => JsonValue | Promise<JsonValue>);

/** A function that a cloud runs on demand. */
export class Serverless extends Resource {
  readonly kind = "serverless";
  readonly functionName: string;
  readonly handler: ServerlessHandler;
  /** `nodejs24`, or the vendor's own spelling of a runtime. */
  readonly runtime: string;

  /** @throws {DirectInstantiationError} unless a provider calls it. */
  constructor(key: ConstructionKey, init: ResourceInit & { functionName: string; handler: ServerlessHandler; runtime: string }) {
    super(key, init, "Serverless", "serverless(functionName, { handler })");
    this.functionName = init.functionName;
    this.handler = init.handler;
    this.runtime = init.runtime;
  }

  /** Calls the function and waits for its answer. */
  async invoke(payload: JsonValue): Promise<JsonValue> {
    return (await this.#adapter()).invoke(payload);
  }

  /** Makes the function, or brings it up to date. */
  async deploy(): Promise<DeployResult> {
    return (await this.#adapter()).deploy();
  }

  // The registry knows which adapter a kind of resource gets.
  #adapter(): Promise<ServerlessAdapter> {
    return this.provider.getAdapter(this) as Promise<ServerlessAdapter>;
  }

  static override [Symbol.hasInstance](this: unknown, value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: `this` is the class on the right of instanceof, which may be derived.
    return isInstance(this, Serverless, value, CLASS_BRAND, "Serverless");
  }
}

const CLASS_BRAND = Symbol.for("@glacier/core/resource-class");
Object.defineProperty(Serverless.prototype, CLASS_BRAND, { value: "Serverless" });
