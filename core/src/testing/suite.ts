import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { BucketContract, ContractBucket, OpenBucket, ServerFacts, TestRunner } from "./bucket-contract.ts";
import { sortedKeys } from "./content.ts";

/** What the groups of tests are given. */
export class ContractSuite {
  readonly contract: BucketContract;
  readonly server: ServerFacts;
  readonly #runner: TestRunner;

  constructor(runner: TestRunner, contract: BucketContract) {
    this.#runner = runner;
    this.contract = contract;
    this.server = {
      checksConditions: true,
      checksConditionsOfParts: contract.server?.checksConditions ?? true,
      listsInOrder: true,
      checksSignatures: true,
      makesBuckets: false,
      largestObject: Number.POSITIVE_INFINITY,
      ...contract.server,
    };
  }

  /** A test with a bucket of its own, which has nothing unfinished in it afterwards. */
  readonly test = (name: string, body: (bucket: OpenBucket) => Promise<void>): void => {
    this.#runner.it(name, async () => {
      const made = await this.contract.makeBucket();
      try {
        await body(made.bucket);
        await nothingIsLeft(made);
      } finally {
        await made.close?.();
      }
    });
  };

  /** What a list gives, as it is to be compared: in its order, where the server keeps one. */
  listed(keys: readonly string[]): string[] {
    return this.server.listsInOrder ? [...keys] : sortedKeys([...new Set(keys)]);
  }

  /** The usual size of a large object, or what the server takes. In bytes. */
  get large(): number {
    return Math.min(20 * 1024 * 1024 + 1, this.server.largestObject);
  }
}

/** What was cancelled may take a moment to be gone. */
async function nothingIsLeft(made: ContractBucket): Promise<void> {
  if (!made.leftovers) return;
  for (let round = 0; round < 100; round++) {
    if ((await made.leftovers()).length === 0) return;
    await sleep(100);
  }
  assert.deepEqual(await made.leftovers(), [], "something unfinished is left in the bucket");
}
