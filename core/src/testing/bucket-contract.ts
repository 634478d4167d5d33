import assert from "node:assert/strict";
import type { DataFormat } from "../config/formats.ts";
import type { BucketCapabilities } from "../resources/adapter.ts";
import type { Bucket } from "../resources/bucket.ts";
import { accessTests } from "./bucket/access.ts";
import { cancellationTests } from "./bucket/cancellation.ts";
import { conditionTests } from "./bucket/conditions.ts";
import { contentTypeTests } from "./bucket/content-types.ts";
import { copyAndRemoveTests } from "./bucket/copy-and-remove.ts";
import { folderTests } from "./bucket/folders.ts";
import { frameTests } from "./bucket/frames.ts";
import { keyTests } from "./bucket/keys.ts";
import { listTests } from "./bucket/list.ts";
import { readTests } from "./bucket/read.ts";
import { replacementTests } from "./bucket/replacement.ts";
import { signedUrlTests } from "./bucket/signed-urls.ts";
import { uploadTests } from "./bucket/upload.ts";
import { ContractSuite } from "./suite.ts";

/**
 * What every adapter of a `Bucket` does, as tests for any runner: vitest, `node:test` or mocha, whose `describe` and `it` are given.
 * Tests that a capability or a fact of the server decides about are only there where they can tell something; what is not declared is tested to be refused.
 * Give a test two minutes: some store thousands of objects.
 *
 * ```ts
 * import { bucketContract } from "@glacier/core/testing";
 * import { describe, it } from "vitest";
 *
 * bucketContract({ describe, it }, {
 *   name: "my cloud",
 *   capabilities: { signedUrls: true, conditionalWrites: true, anyKey: true, contentTypes: true },
 *   makeBucket: async () => {
 *     const name = await createEmptyBucket();
 *     return { bucket: (path, options) => provider.bucket(name, { path, ...options }), close: () => dropBucket(name) };
 *   },
 *   missing: (path, options) => provider.bucket("never-made", { path, ...options }),
 *   secrets: [accessKey],
 * });
 * ```
 */
export function bucketContract(runner: TestRunner, contract: BucketContract): void {
  const suite = new ContractSuite(runner, contract);
  runner.describe(`a bucket of ${contract.name}`, () => {
    suite.test("declares what it can do", async (bucket) => {
      assert.deepEqual({ ...(await bucket().capabilities()) }, { ...contract.capabilities });
    });
    for (const [name, tests] of groups) runner.describe(name, () => tests(suite));
  });
}

const groups: readonly [name: string, tests: (suite: ContractSuite) => void][] = [
  ["frames", frameTests],
  ["folders and globs", folderTests],
  ["replacing", replacementTests],
  ["lists", listTests],
  ["reading", readTests],
  ["uploading", uploadTests],
  ["conditions", conditionTests],
  ["content types", contentTypeTests],
  ["keys", keyTests],
  ["copying and removing", copyAndRemoveTests],
  ["signed URLs", signedUrlTests],
  ["cancelling", cancellationTests],
  ["what cannot be had", accessTests],
];

/** The two functions of a test runner. A test that rejects has failed. */
export interface TestRunner {
  describe(name: string, tests: () => void): unknown;
  it(name: string, test: () => Promise<void>): unknown;
}

export interface BucketContract {
  /** Of the adapter and its server, for titles. */
  readonly name: string;
  /** What the adapter declares; tested to be so. */
  readonly capabilities: BucketCapabilities;
  /** A new, empty bucket, which no other test sees. */
  makeBucket(): Promise<ContractBucket>;
  /** A bucket that does not exist. */
  readonly missing: OpenBucket;
  /** Where the server of the tests is less than the real one. */
  readonly server?: Partial<ServerFacts> | undefined;
  /** The bucket of a name, asked for by somebody who has no right to it. Default: not tested. */
  readonly denied?: ((bucketName: string, ...open: Parameters<OpenBucket>) => Bucket) | undefined;
  /** The same with credentials that were good once. Default: not tested. */
  readonly expired?: ((bucketName: string, ...open: Parameters<OpenBucket>) => Bucket) | undefined;
  /** A bucket asked for by somebody who has no credentials at all. Default: not tested. */
  readonly withoutCredentials?: OpenBucket | undefined;
  /** A bucket of a server that nobody answers for. Default: not tested. */
  readonly unreachable?: OpenBucket | undefined;
  /** Texts that may stand in no error: keys, tokens, passwords. */
  readonly secrets?: readonly string[] | undefined;
}

export type OpenBucket = (path?: string, options?: { format?: DataFormat }) => Bucket;

export interface ContractBucket {
  /** The bucket with the path and format that a test needs. */
  readonly bucket: OpenBucket;
  /** What is kept and no list shows, such as unfinished uploads: none may be left when a test is over. Default: not looked at. */
  leftovers?(): Promise<readonly string[]>;
  /** Called after the test, however that ended. */
  close?(): Promise<void>;
}

export interface ServerFacts {
  /** It heeds the conditions of a write. Default: true. */
  readonly checksConditions: boolean;
  /** It heeds the conditions of an upload in parts, too. Default: as `checksConditions`. */
  readonly checksConditionsOfParts: boolean;
  /** It lists keys in the order of their bytes, and a common prefix once, however small the pages. Default: true. */
  readonly listsInOrder: boolean;
  /** It refuses wrong and outdated signatures. Default: true. */
  readonly checksSignatures: boolean;
  /** The first write makes a bucket that is not there. Default: false. */
  readonly makesBuckets: boolean;
  /** The most bytes of an object that it takes. Default: no limit that matters here. */
  readonly largestObject: number;
}
