// What a network and a busy service do to a bucket: it gets over it, or says so; it never gives or keeps a part for the whole.
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it, onTestFinished, vi } from "vitest";
import { translatePolarsError } from "../../../core/src/data/errors.ts";
import { pl } from "../../../core/src/data/polars.ts";
import type { BucketAdapter } from "../../../core/src/resources/adapter.ts";
import type { Fault } from "./fault.ts";
import type { FaultyBucket } from "./faulty-clouds.ts";

const MEBIBYTE = 1024 * 1024;
/** Longer than any limit that these buckets have. In milliseconds. */
const PATIENCE = 60_000;

/** The tests of one cloud. */
export function faultTests(open: () => Promise<FaultyBucket>): void {
  const test = (name: string, body: (bucket: FaultyBucket) => Promise<void>): void =>
    it(name, async () => body(await open()), 2 * PATIENCE);

  for (const status of [503, 429, 500]) {
    test(`waits out a burst of ${status} in every operation`, async ({ proxy, open, sound }) => {
      await sound().upload("x", "0123456789");
      const lake = open();
      const operations: Record<string, () => Promise<unknown>> = {
        stat: () => lake.stat("x", {}),
        read: () => contentOf(lake, "x"),
        list: () => keysOf(lake),
        upload: () => lake.upload("y", "new", {}),
        stream: () => lake.upload("z", pieces(bytes(9 * MEBIBYTE)), {}),
        copy: () => lake.copy("x", "copy", {}),
        remove: () => lake.remove("copy", {}),
        removeMany: () => lake.removeMany(["y", "missing"], {}),
      };
      for (const [name, operation] of Object.entries(operations)) {
        await proxy.plan({ kind: "status", status, times: 2 });
        await operation().catch((error: unknown) => expect.fail(`${name}: ${error}`));
        expect(
          (await proxy.requests()).filter(({ fault }) => fault === "status"),
          name,
        ).toHaveLength(2);
      }
      expect(await keysOf(sound())).toEqual(["x", "z"]);
    });
  }

  test("gives up on a service that stays busy, and says that it may be tried again later", async ({ proxy, open }) => {
    await proxy.plan({ kind: "status", status: 503 });
    const lake = open();
    for (const operation of [() => lake.stat("x", {}), () => keysOf(lake), () => lake.upload("x", "new", {}), () => lake.remove("x", {})])
      await expect(ends<unknown>(operation())).rejects.toMatchObject({ code: "THROTTLED", retryable: true });
  });

  const brokenReads: Record<string, Fault> = {
    "is reset": { kind: "reset", of: "response", bytes: 1_000_000, method: "GET", times: 3 },
    "is reset before its first byte": { kind: "reset", of: "response", bytes: 0, method: "GET", times: 2 },
    "ends too early": { kind: "truncate", bytes: 1_000_000, method: "GET", times: 3 },
    "falls silent": { kind: "silence", bytes: 1_000_000, method: "GET", times: 1 },
    "never comes": { kind: "silence", method: "GET", times: 1 },
  };
  for (const [what, fault] of Object.entries(brokenReads)) {
    test(`takes up a read again whose answer ${what}`, async ({ proxy, open, openImpatient, sound }) => {
      const content = bytes(8 * MEBIBYTE);
      await sound().upload("x", content);
      await proxy.plan(fault);
      const lake = fault.kind === "silence" ? openImpatient() : open();
      expect(content.equals(await ends(contentOf(lake, "x")))).toBe(true);
      const gets = (await proxy.requests()).filter(({ method, received }) => method === "GET" && received > 0);
      // What was read is not read again: but for what was on its way.
      expect(gets.reduce((sum, { received }) => sum + received, 0)).toBeLessThan(content.length + 4 * MEBIBYTE);
    });
  }

  test("never takes a body that always ends too early for the whole", async ({ proxy, open, sound }) => {
    await sound().upload("x", bytes(MEBIBYTE));
    await proxy.plan({ kind: "truncate", bytes: 0, method: "GET" });
    await expect(ends(contentOf(open(), "x"))).rejects.toMatchObject({ code: "NETWORK", retryable: true });
  });

  for (const [what, fault] of Object.entries({
    "is reset": { kind: "reset", of: "response", bytes: 50_000, times: 2 },
    "ends too early": { kind: "truncate", bytes: 50_000, times: 2 },
    "ends too early every time": { kind: "truncate", bytes: 1_000 },
  } satisfies Record<string, Fault>)) {
    for (const [reader, bytes] of Object.entries({ Polars: "0", Glacier: "Infinity" }))
      test(`gives the right rows or none of a scan by ${reader} whose answer ${what}`, async ({ proxy, open, sound }) => {
        vi.stubEnv("GLACIER_DIRECT_READ_BYTES", bytes);
        onTestFinished(() => void vi.unstubAllEnvs());
        const ids = Array.from({ length: 200_000 }, (_, index) => index);
        for (const format of ["parquet", "csv"] as const) {
          const texts = ids.map((id) => `text ${(id * 7919) % 100_003}`);
          await sound(`t.${format}`, { format }).write(pl.DataFrame({ id: ids, text: texts }));
          await proxy.plan({ ...fault, method: "GET", path: `t[.]${format}` });
          const scan = async (): Promise<number[]> => {
            const frame = await (await open(`t.${format}`, format).scan()).collect();
            return Array.from(frame.getColumn("id").toArray(), Number);
          };
          const found = await ends(scan()).catch((error: unknown) => error);
          // As a pipeline tells apart what Polars throws at a collect.
          const known = translatePolarsError(found, { uri: `t.${format}` }) ?? found;
          if (known instanceof Error) expect(known).toMatchObject({ code: "NETWORK", retryable: true });
          else expect(known).toEqual(ids);
        }
      });
  }

  test("reads by ranges no more than it is asked for", async ({ proxy, open, sound }) => {
    await sound().upload("x", bytes(8 * MEBIBYTE));
    await proxy.plan();
    const read = await contentOf(open(), "x", { offset: 4 * MEBIBYTE, length: 1000 });
    expect(read.equals(bytes(8 * MEBIBYTE).subarray(4 * MEBIBYTE, 4 * MEBIBYTE + 1000))).toBe(true);
    const gets = (await proxy.requests()).filter(({ method, received }) => method === "GET" && received >= 1000);
    expect(gets).toMatchObject([{ range: `bytes=${4 * MEBIBYTE}-${4 * MEBIBYTE + 999}`, received: 1000 }]);
  });

  test("ends at once when it is cancelled while the answer is slow, or does not come", async ({ proxy, open, sound }) => {
    await sound().upload("x", bytes(MEBIBYTE));
    const lake = open();
    for (const fault of [
      { kind: "slow", bytesPerSecond: 20_000 },
      { kind: "silence" },
      // So that it is in a pause when it is cancelled, and has not used up its tries.
      { kind: "status", status: 503, retryAfter: 2 },
    ] satisfies Fault[]) {
      const operations: ((signal: AbortSignal) => Promise<unknown>)[] = [
        (signal) => contentOf(lake, "x", { signal }),
        (signal) => keysOf(lake, signal),
        (signal) => lake.upload("y", bytes(MEBIBYTE), { signal }),
      ];
      for (const operation of operations) {
        await proxy.plan(fault);
        const controller = new AbortController();
        const work = operation(controller.signal);
        work.catch(() => undefined);
        await sleep(100);
        controller.abort();
        const outcome = await ends(work).catch((error: unknown) => error);
        // A small answer may have come in spite of the fault.
        if (outcome instanceof Error) expect(outcome).toMatchObject({ code: "CANCELLED" });
        else expect(fault.kind).toBe("slow");
      }
    }
  });

  test("gives up on a service that never answers, in bounded time", async ({ proxy, openImpatient }) => {
    await proxy.plan({ kind: "silence" });
    const lake = openImpatient();
    const operations = [() => lake.stat("x", {}), () => keysOf(lake), () => lake.upload("x", "new", {}), () => lake.remove("x", {})];
    const outcomes = await ends(Promise.allSettled(operations.map((operation) => operation())));
    for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { code: "NETWORK", retryable: true } });
  });

  for (const [size, name] of [
    [2 * MEBIBYTE, "small"],
    [40 * MEBIBYTE, "large"],
  ] as const) {
    for (const times of [1, Number.MAX_SAFE_INTEGER]) {
      const often = times === 1 ? "once" : "every time";
      test(`shows no part of a ${name} upload that is reset ${often}, and leaves nothing unfinished`, async ({
        proxy,
        open,
        sound,
        leftovers,
      }) => {
        await sound().upload("old", "old");
        for (const method of ["PUT", "POST"]) {
          for (const key of ["old", "new"]) {
            await proxy.plan({ kind: "reset", of: "request", bytes: 300_000, times, method });
            const content = bytes(size);
            const outcome = await ends(open().upload(key, pieces(content), {})).catch((error: unknown) => error);
            const present = await contentOf(sound(), key).catch(() => undefined);
            if (outcome instanceof Error) {
              expect(outcome).toMatchObject({ code: "NETWORK", retryable: true });
              // The old one, or all of the new one, whose answer was lost.
              if (!present?.equals(content)) expect(present?.toString()).toBe(key === "old" ? "old" : undefined);
            } else expect(present?.equals(content)).toBe(true);
            await proxy.plan();
            await sound().remove("new");
            await sound().upload("old", "old");
          }
        }
        await expect.poll(leftovers, { timeout: PATIENCE }).toEqual([]);
      });
    }
  }

  test("holds back a large answer instead of taking it into memory", async ({ proxy, open, sound }) => {
    const size = 200 * MEBIBYTE;
    await sound().upload("x", pieces(bytes(size)));
    await proxy.plan();
    const before = process.memoryUsage().rss;
    const chunks = (await open().read("x", {}))[Symbol.asyncIterator]();
    await chunks.next();
    await sleep(1_000);
    // Nobody has asked for more than the first bytes. The buffers of the system on both sides hold a few more.
    const passed = (await proxy.requests()).reduce((sum, { received }) => sum + received, 0);
    expect(passed).toBeLessThan(64 * MEBIBYTE);
    let rest = 0;
    let highest = 0;
    for await (const chunk of { [Symbol.asyncIterator]: () => chunks }) {
      rest += chunk.length;
      highest = Math.max(highest, process.memoryUsage().rss - before);
    }
    expect(rest).toBeGreaterThan(size - 64 * MEBIBYTE);
    expect(highest).toBeLessThan(size);
  });
}

/** Fails when it does not end, well or badly. */
async function ends<Result>(work: Promise<Result>): Promise<Result> {
  const late = new AbortController();
  const limit = sleep(PATIENCE, undefined, { signal: late.signal }).then(() => expect.fail("it does not end"));
  limit.catch(() => undefined);
  try {
    return await Promise.race([work, limit]);
  } finally {
    late.abort();
  }
}

async function contentOf(
  bucket: Pick<BucketAdapter, "read">,
  key: string,
  options: { offset?: number; length?: number; signal?: AbortSignal } = {},
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await bucket.read(key, options)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

async function keysOf(bucket: Pick<BucketAdapter, "list">, signal?: AbortSignal): Promise<string[]> {
  const keys: string[] = [];
  for await (const { objects } of bucket.list({ signal })) keys.push(...objects.map(({ key }) => key));
  return keys;
}

/** Bytes that are different at every place. */
function bytes(size: number): Buffer {
  const content = Buffer.alloc(size);
  for (let at = 0; at + 4 <= size; at += 4) content.writeUInt32LE((at * 2_654_435_761) % 0x1_0000_0000, at);
  return content;
}

async function* pieces(content: Buffer, size = 256 * 1024): AsyncGenerator<Buffer, void, undefined> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}
