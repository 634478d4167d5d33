import { setTimeout as delay } from "node:timers/promises";
import { isInstance } from "../brand.ts";
import type { EnvironmentType } from "../clouds/descriptors.ts";
import { GlacierError } from "../errors.ts";
import type { EnvironmentAdapter, JobDefinition, JobStatus } from "./adapter.ts";
import type { ConstructionKey } from "./construction.ts";
import { Resource, type ResourceInit } from "./resource.ts";

export interface WaitOptions {
  /** Stops waiting; the job itself goes on. */
  readonly signal?: AbortSignal | undefined;
  /** Called whenever the status has changed. */
  readonly onStatus?: ((status: JobStatus) => void) | undefined;
}

/** Where tasks run that are too big for one machine: a cluster, a pool or a serverless engine. */
export class ExecutionEnvironment extends Resource {
  readonly kind: EnvironmentType;
  readonly environmentType: EnvironmentType;
  readonly environmentName: string;

  /** @throws {DirectInstantiationError} unless a provider calls it. */
  constructor(key: ConstructionKey, init: ResourceInit & { environmentType: EnvironmentType; environmentName: string }) {
    super(key, init, "ExecutionEnvironment", "spark(name) or another environment's factory");
    this.kind = init.environmentType;
    this.environmentType = init.environmentType;
    this.environmentName = init.environmentName;
  }

  /** Starts a job and gives its id. */
  async submitJob(definition: JobDefinition): Promise<string> {
    return (await this.#adapter()).submitJob(definition);
  }

  async getJobStatus(jobId: string): Promise<JobStatus> {
    return (await this.#adapter()).getJobStatus(jobId);
  }

  async cancelJob(jobId: string): Promise<void> {
    return (await this.#adapter()).cancelJob(jobId);
  }

  /**
   * Waits until a job has come to its end, whichever.
   *
   * @throws {GlacierError} `CANCELLED` when the signal is aborted.
   */
  async waitForJob(jobId: string, options: WaitOptions = {}): Promise<JobStatus> {
    const adapter = await this.#adapter();
    let last: JobStatus | undefined;
    for (;;) {
      throwIfAborted(options.signal);
      const status = await adapter.getJobStatus(jobId);
      if (status !== last) options.onStatus?.(status);
      last = status;
      if (status !== "PENDING" && status !== "RUNNING") return status;
      await delay(adapter.pollInterval, undefined, { signal: options.signal }).catch(() => throwIfAborted(options.signal));
    }
  }

  // The registry knows which adapter a kind of resource gets.
  #adapter(): Promise<EnvironmentAdapter> {
    return this.provider.getAdapter(this) as Promise<EnvironmentAdapter>;
  }

  static override [Symbol.hasInstance](this: unknown, value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: `this` is the class on the right of instanceof, which may be derived.
    return isInstance(this, ExecutionEnvironment, value, CLASS_BRAND, "ExecutionEnvironment");
  }
}

const CLASS_BRAND = Symbol.for("@glacier/core/resource-class");
Object.defineProperty(ExecutionEnvironment.prototype, CLASS_BRAND, { value: "ExecutionEnvironment" });

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new GlacierError("CANCELLED", "Waiting for the job was cancelled.", {
      operation: "environment.waitForJob",
      cause: signal.reason,
    });
}
