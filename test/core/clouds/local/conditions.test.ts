import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { localProvider, textOf } from "./local-provider.ts";

/** Successes of several processes that try the same at the same time. */
async function race(basePath: string, key: string, condition: "new" | "same", times: number): Promise<number[]> {
  const program = join(import.meta.dirname, "conditional-writer.ts");
  const args = ["--conditions=glacier-source", program, basePath, key, condition, String(times)];
  const runs = await Promise.all([1, 2, 3].map(() => promisify(execFile)(process.execPath, args)));
  return runs.map(({ stdout }) => Number(stdout));
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);

describe("a conditional upload to the local cloud", () => {
  it("that wants no object succeeds once for each key, however many processes try", async () => {
    const { provider, basePath } = localProvider();
    const bucket = provider.bucket("lake");
    expect(sum(await race(basePath, "new/", "new", 50))).toBe(50);
    expect(await textOf(bucket, "new/0")).toMatch(/^\d+$/);
  });

  it("that wants one version loses no count of several processes", async () => {
    const { provider, basePath } = localProvider();
    const bucket = provider.bucket("lake");
    await bucket.upload("counter", "0");
    const successes = await race(basePath, "counter", "same", 40);
    expect(sum(successes)).toBeGreaterThanOrEqual(40);
    expect(await textOf(bucket, "counter")).toBe(String(sum(successes)));
  });

  it("takes the place of an empty folder, and not of one with objects", async () => {
    const { provider, basePath } = localProvider();
    const bucket = provider.bucket("lake");
    mkdirSync(join(basePath, "lake/a/b"), { recursive: true });
    await expect(bucket.upload("a", "1", { ifNoneMatch: "*" })).rejects.toMatchObject({ code: "CONFLICT" });
    await bucket.upload("a/b", "1", { ifNoneMatch: "*" });
    await expect(bucket.upload("a", "2", { ifNoneMatch: "*" })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("both a file and a folder"),
    });
    await expect(bucket.upload("a/b/c", "2", { ifNoneMatch: "*" })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await textOf(bucket, "a/b")).toBe("1");
  });

  it("that is refused leaves nothing behind", async () => {
    const { provider, basePath } = localProvider();
    const bucket = provider.bucket("lake");
    const { etag } = await bucket.upload("x", "old");
    await bucket.upload("x", "new");
    for (const options of [{ ifNoneMatch: "*" }, { ifMatch: etag }] as const) {
      await expect(bucket.upload("x", "lost", options)).rejects.toMatchObject({
        code: "CONFLICT",
        operation: "bucket.upload",
        hint: expect.any(String),
      });
    }
    await expect(bucket.upload("y", "lost", { ifMatch: etag })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await textOf(bucket, "x")).toBe("new");
    expect(existsSync(join(basePath, "lake/y"))).toBe(false);
    const left = readdirSync(join(basePath, ".glacier/tmp"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(left).toEqual([]);
  });

  it("keeps few locks, whatever the number of keys", async () => {
    const { provider, basePath } = localProvider();
    const bucket = provider.bucket("lake");
    for (let turn = 0; turn < 200; turn++) {
      const { etag } = await bucket.upload(`k${turn}`, "a");
      await bucket.upload(`k${turn}`, "b", { ifMatch: etag });
    }
    expect(readdirSync(join(basePath, ".glacier/uploads")).length).toBeLessThanOrEqual(64);
  });

  it.each([{ ifNoneMatch: "etag" }, { ifNoneMatch: null }, { ifMatch: "" }, { ifMatch: 5 }, { ifMatch: "x", ifNoneMatch: "*" }])(
    "with %j is refused instead of carried out without a condition",
    async (options) => {
      const { provider } = localProvider();
      const bucket = provider.bucket("lake");
      await expect(bucket.upload("x", "new", options as never)).rejects.toMatchObject({
        code: "CONFIG_INVALID",
        operation: "bucket.upload",
      });
      expect(await bucket.exists()).toBe(false);
    },
  );
});

describe("a read of one version of a local object", () => {
  it("gives it, and nothing of another one", async () => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake");
    const { etag } = await bucket.upload("x", "old");
    expect(String(await (await bucket.read("x", { ifMatch: etag })).toArray())).toBe("old");
    await bucket.upload("x", "new");
    for (const length of [undefined, 0, 2]) {
      await expect(bucket.read("x", { ifMatch: etag, length })).rejects.toMatchObject({ code: "CONFLICT", retryable: true });
    }
    await expect(bucket.read("x", { ifMatch: "" })).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  });
});

describe("a content type given to a local object", () => {
  it("is taken when it is the one of the key's ending, and else refused", async () => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake");
    await bucket.upload("a.csv", "1", { contentType: "text/csv" });
    for (const key of ["b.csv", "b"]) {
      await expect(bucket.upload(key, "1", { contentType: "text/x-odd" })).rejects.toMatchObject({ code: "UNSUPPORTED_OPERATION" });
    }
    expect(await bucket.stat("a.csv")).toMatchObject({ contentType: "text/csv" });
    await expect(bucket.stat("b.csv")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
