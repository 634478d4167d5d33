// The contract suite is only worth something when it finds adapters that break it.
import { inspect } from "node:util";
import type { Bucket } from "@glacier/core/resources";
import { type BucketContract, bucketContract } from "@glacier/core/testing";
import { describe, expect, it } from "vitest";
import { GlacierError } from "../../../core/src/errors.ts";
import type { ListPage, UploadChunk } from "../../../core/src/resources/adapter.ts";
import { localProvider } from "../clouds/local/local-provider.ts";

type Methods = Partial<Pick<Bucket, "upload" | "list" | "read" | "remove" | "stat" | "signedUrl" | "exists">>;

/** The tests that fail on a local bucket with other methods, of those whose names match. */
async function failures(matching: RegExp, methods: (bucket: Bucket) => Methods, facts: Partial<BucketContract> = {}): Promise<string[]> {
  const tests: [name: string, test: () => Promise<void>][] = [];
  const path: string[] = [];
  const runner = {
    describe: (name: string, body: () => void) => {
      path.push(name);
      body();
      path.pop();
    },
    it: (name: string, test: () => Promise<void>) => tests.push([[...path.slice(1), name].join(" "), test]),
  };
  const withMethods = (bucket: Bucket): Bucket => {
    const others = methods(bucket);
    return new Proxy(bucket, {
      get: (target, name) => {
        const value: unknown = Reflect.get(others, name) ?? Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  };
  bucketContract(runner, {
    name: "a broken cloud",
    capabilities: { signedUrls: false, conditionalWrites: true, anyKey: false, contentTypes: false },
    server: { makesBuckets: true },
    makeBucket: async () => {
      const { provider } = localProvider();
      return { bucket: (at, options) => withMethods(provider.bucket("lake", { path: at, ...options })) };
    },
    missing: (at, options) => withMethods(localProvider().provider.bucket("never-made", { path: at, ...options })),
    ...facts,
  });
  const failed: string[] = [];
  for (const [name, test] of tests.filter(([name]) => matching.test(name))) {
    await test().catch((error: unknown) => failed.push(`${name}: ${inspect(error)}`));
  }
  return failed;
}

const sound = (): Methods => ({});

describe("the contract of a bucket", () => {
  it("finds nothing wrong with an adapter that keeps it", async () => {
    expect(await failures(/^(conditions|signed URLs|content types|declares|what cannot)/, sound)).toEqual([]);
  });

  it("finds a capability that is declared and not there", async () => {
    const capabilities = { signedUrls: true, conditionalWrites: true, anyKey: true, contentTypes: true };
    const found = await failures(/^(signed URLs|content types|declares|keys (are texts|may be))/, sound, { capabilities });
    expect(found.map((failure) => failure.replace(/:.*/s, ""))).toEqual([
      "declares what it can do",
      "content types of one's own are kept, also by a copy",
      "keys are texts and no paths",
      "keys may be both an object and the folder of others",
      "signed URLs give their holder the object, whatever its key",
      "signed URLs give nothing but what they were signed for",
      "signed URLs give nothing any more when their time is over",
      "signed URLs refuse a time that is none",
    ]);
  });

  it("finds a capability that is there and not declared", async () => {
    const capabilities = { signedUrls: false, conditionalWrites: false, anyKey: false, contentTypes: false };
    expect(await failures(/^(conditions|declares)/, sound, { capabilities })).toHaveLength(2);
  });

  it("finds conditions that are passed over", async () => {
    const found = await failures(/^conditions/, (bucket) => ({ upload: (key, source) => bucket.upload(key, source) }));
    expect(found.length).toBeGreaterThanOrEqual(4);
    expect(found.join()).toContain("let no count be lost");
  });

  it("finds a list in another order, and one that is a page short", async () => {
    const inOrderOf = (change: <Item>(items: readonly Item[]) => Item[]) => (bucket: Bucket) => ({
      async *list(...[options]: Parameters<Bucket["list"]>) {
        for await (const page of bucket.list(options)) yield { ...page, objects: change(page.objects) };
      },
    });
    expect(
      await failures(
        /^lists is in the order/,
        inOrderOf((items) => [...items].reverse()),
      ),
    ).toHaveLength(1);
    expect(
      await failures(
        /^lists gives small/,
        inOrderOf((items) => items.slice(1)),
      ),
    ).toHaveLength(1);
  });

  it("finds a list that leaves out its last page", async () => {
    const forgetful = (bucket: Bucket): Methods => ({
      async *list(options) {
        let last: ListPage | undefined;
        for await (const page of bucket.list(options)) {
          if (last) yield last;
          last = page;
        }
        if (last && last.objects.length === (options?.pageSize ?? 1000)) yield last;
      },
    });
    expect(await failures(/^lists gives small/, forgetful)).toHaveLength(1);
  });

  it("finds keys that are written in another way than they were given", async () => {
    const composed = (bucket: Bucket): Methods => ({
      upload: (key, ...rest) => bucket.upload(key.normalize?.() ?? key, ...rest),
      read: (key, ...rest) => bucket.read(key.normalize?.() ?? key, ...rest),
      stat: (key, ...rest) => bucket.stat(key.normalize?.() ?? key, ...rest),
    });
    expect(await failures(/^keys of any characters/, composed)).toHaveLength(1);
    const trimmed = (bucket: Bucket): Methods => ({
      upload: (key, ...rest) => bucket.upload(key.trim?.() ?? key, ...rest),
      read: (key, ...rest) => bucket.read(key.trim?.() ?? key, ...rest),
      stat: (key, ...rest) => bucket.stat(key.trim?.() ?? key, ...rest),
    });
    expect(await failures(/^keys of any characters/, trimmed)).toHaveLength(1);
  });

  it("finds signals that are passed over, in each operation that takes one", async () => {
    const deaf: Record<string, (bucket: Bucket) => Methods> = {
      upload: (bucket) => ({ upload: (key, source, options) => bucket.upload(key, source, { ...options, signal: undefined }) }),
      read: (bucket) => ({ read: (key, options) => bucket.read(key, { ...options, signal: undefined }) }),
      stat: (bucket) => ({ stat: (key) => bucket.stat(key) }),
      list: (bucket) => ({ list: (options) => bucket.list({ ...options, signal: undefined }) }),
      remove: (bucket) => ({ remove: (key) => bucket.remove(key) }),
    };
    for (const [operation, methods] of Object.entries(deaf))
      expect(await failures(/^cancelling beforehand/, methods), operation).toHaveLength(1);
  });

  it("finds a remove that fails for what is not there", async () => {
    const strict = (bucket: Bucket): Methods => ({
      remove: async (key) => {
        await bucket.stat(key);
        await bucket.remove(key);
      },
    });
    expect(await failures(/^copying and removing removes an object/, strict)).toHaveLength(1);
  });

  it("finds an object of which a part is visible while it is uploaded", async () => {
    const upload = (bucket: Bucket): Methods => ({
      upload: async (key, source, options) => {
        if (typeof source !== "object" || !(Symbol.asyncIterator in source)) return bucket.upload(key, source, options);
        const before = await bucket.read(key).then(
          (stream) => stream.toArray(),
          () => undefined,
        );
        const chunks: UploadChunk[] = [];
        try {
          for await (const chunk of source) {
            chunks.push(chunk);
            if (chunks.length < 3) await bucket.upload(key, chunks);
          }
        } catch (error) {
          // Tidies up, but shows a part until then.
          if (before) await bucket.upload(key, before);
          else await bucket.remove(key);
          throw error instanceof Error ? error : new Error(String(error));
        }
        return bucket.upload(key, chunks, options);
      },
    });
    expect(await failures(/^uploading shows/, upload)).toHaveLength(1);
  });

  it("finds a range that is a byte too long, and a body that ends early", async () => {
    const lengthened = (bucket: Bucket): Methods => ({
      read: (key, options = {}) => bucket.read(key, options.length ? { ...options, length: options.length + 1 } : options),
    });
    expect(await failures(/^reading gives the whole/, lengthened)).toHaveLength(1);
    const shortened = (bucket: Bucket): Methods => ({ read: (key, options) => bucket.read(key, { length: 1_000_000, ...options }) });
    expect(await failures(/^reading gives every byte/, shortened)).toHaveLength(1);
  });

  it("finds an upload of which a part is visible after its source has failed", async () => {
    const upload = (bucket: Bucket): Methods => ({
      upload: async (key, source, options) => {
        if (typeof source !== "object" || !(Symbol.asyncIterator in source)) return bucket.upload(key, source, options);
        try {
          for await (const chunk of source) await bucket.upload(key, chunk, options);
        } catch (error) {
          throw error instanceof Error ? error : new Error(String(error));
        }
        return bucket.stat(key);
      },
    });
    expect(await failures(/^uploading leaves/, upload)).toHaveLength(1);
  });

  it("finds an error of another code, one that helps nobody, and one that shows a secret, which it does not repeat", async () => {
    const failing = (error: GlacierError) => (): Methods => ({ stat: () => Promise.reject(error) });
    const missing = /^what cannot be had because it is not there/;
    const told = { operation: "bucket.stat", hint: "Check the key." };
    expect(await failures(missing, failing(new GlacierError("NETWORK", "no/such key: no answer.", told)))).toHaveLength(1);
    expect(await failures(missing, failing(new GlacierError("NOT_FOUND", "no/such key is not there.")))).toHaveLength(1);
    const cause = Object.assign(new Error("404"), { request: { headers: { authorization: "open-sesame" } } });
    const found = await failures(missing, failing(new GlacierError("NOT_FOUND", "no/such key is not there.", { ...told, cause })), {
      secrets: ["open-sesame"],
    });
    expect(found).toHaveLength(1);
    expect(found.join()).toContain("secret number 1");
    expect(found.join()).not.toContain("open-sesame");
  });

  it("finds rights that are not asked for", async () => {
    const denied = (bucketName: string) => localProvider().provider.bucket(bucketName);
    expect(await failures(/ACCESS_DENIED/, sound, { denied })).toHaveLength(1);
  });

  it("finds what is left unfinished", async () => {
    const left = ["upload 1"];
    const { provider } = localProvider();
    const makeBucket = async () => ({ bucket: () => provider.bucket("lake"), leftovers: async () => left });
    expect((await failures(/^declares/, sound, { makeBucket })).join()).toContain("something unfinished is left");
  });
});
