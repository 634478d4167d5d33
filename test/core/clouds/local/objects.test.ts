import { createReadStream, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import type { Bucket } from "@glacier/core/resources";
import { describe, expect, it } from "vitest";
import { listing, localProvider, pagesOf, textOf } from "./local-provider.ts";

function newBucket(): { bucket: Bucket; basePath: string } {
  const { provider, basePath } = localProvider();
  return { bucket: provider.bucket("lake"), basePath };
}

/** Every file below Glacier's own folder that is left after an operation. */
const leftovers = (basePath: string): string[] =>
  existsSync(join(basePath, ".glacier/tmp"))
    ? readdirSync(join(basePath, ".glacier/tmp"), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name)
    : [];

describe("objects of a local bucket", () => {
  it("come back as they were stored, from every kind of source", async () => {
    const { bucket, basePath } = newBucket();
    await bucket.upload("text", "grüße 😀");
    await bucket.upload("bytes", new Uint8Array([104, 105]));
    await bucket.upload("stream", Readable.from([Buffer.from("a"), Buffer.from("b")]));
    await bucket.upload("iterable", [Buffer.from("x"), Buffer.from("y")]);
    await bucket.upload("texts", ["p", "q"]);
    await bucket.upload("blob", new Blob(["blob"]));
    await bucket.upload("web stream", new Blob(["web"]).stream());
    await bucket.upload("buffer", new Uint8Array([111, 107]).buffer);
    await bucket.upload("view", new DataView(new Uint8Array([1, 111, 107, 1]).buffer, 1, 2));
    await bucket.upload("empty", "");
    await bucket.upload("empty iterable", []);
    const contents = {
      text: "grüße 😀",
      bytes: "hi",
      stream: "ab",
      iterable: "xy",
      texts: "pq",
      blob: "blob",
      "web stream": "web",
      buffer: "ok",
      view: "ok",
      empty: "",
      "empty iterable": "",
    };
    for (const [key, content] of Object.entries(contents)) expect(await textOf(bucket, key), key).toBe(content);
    expect(leftovers(basePath)).toEqual([]);
  });

  it("have size, date, etag and content type", async () => {
    const { bucket } = newBucket();
    const uploaded = await bucket.upload("a/b.csv", "12345");
    const stat = await bucket.stat("a/b.csv");
    expect(stat).toMatchObject({ key: "a/b.csv", size: 5, contentType: "text/csv", etag: uploaded.etag });
    expect(Math.abs(Date.now() - stat.lastModified.getTime())).toBeLessThan(60_000);
    await bucket.upload("a/b.csv", "54321");
    expect((await bucket.stat("a/b.csv")).etag).not.toBe(stat.etag);
  });

  it("are read in parts", async () => {
    const { bucket } = newBucket();
    await bucket.upload("x", "0123456789");
    expect(await textOf(bucket, "x", { offset: 3 })).toBe("3456789");
    expect(await textOf(bucket, "x", { offset: 3, length: 4 })).toBe("3456");
    expect(await textOf(bucket, "x", { length: 0 })).toBe("");
    expect(await textOf(bucket, "x", { offset: 8, length: 99 })).toBe("89");
    expect(await textOf(bucket, "x", { offset: 99 })).toBe("");
    for (const options of [{ offset: -1 }, { offset: 1.5 }, { length: -1 }, { length: Number.NaN }]) {
      await expect(bucket.read("x", options)).rejects.toMatchObject({ code: "CONFIG_INVALID" });
    }
  });

  it("keep the version that is being read when another is stored", async () => {
    const { bucket } = newBucket();
    await bucket.upload("x", "old");
    const stream = await bucket.read("x");
    await bucket.upload("x", "new!");
    expect((await stream.toArray()).map(String).join("")).toBe("old");
  });

  it("are removed many at once, and one that cannot be does not keep the others", async () => {
    const bucket = localProvider().provider.bucket("lake");
    for (const key of ["a/1", "a/2", "b", "c"]) await bucket.upload(key, "x");
    await bucket.removeMany(["a/1", "a/2", "never/was"]);
    await expect(bucket.removeMany(["../x", "b"])).rejects.toMatchObject({ code: "CONFIG_INVALID" });
    expect(await listing(bucket)).toEqual([["c"]]);
    await expect(bucket.removeMany(["c"], { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "CANCELLED" });
  });

  it("are copied and removed", async () => {
    const { bucket, basePath } = newBucket();
    await bucket.upload("a/b/c", "1");
    expect(await bucket.copy("a/b/c", "d/e")).toMatchObject({ key: "d/e", size: 1 });
    await bucket.copy("d/e", "d/e");
    await bucket.remove("a/b/c");
    await bucket.remove("a/b/c");
    await bucket.remove("never/was");
    expect(await listing(bucket)).toEqual([["d/e"]]);
    expect(existsSync(join(basePath, "lake/a"))).toBe(false);
  });

  it("that do not exist are NOT_FOUND, with the URI", async () => {
    const { bucket } = newBucket();
    for (const call of [() => bucket.stat("no"), () => bucket.read("no"), () => bucket.copy("no", "x")]) {
      await expect(call()).rejects.toMatchObject({
        code: "NOT_FOUND",
        message: expect.stringContaining("lake/no"),
        hint: expect.any(String),
      });
    }
    await bucket.upload("folder/x", "");
    await expect(bucket.stat("folder")).rejects.toMatchObject({ code: "NOT_FOUND", hint: expect.stringContaining("folder") });
  });

  it("have no signed URLs", async () => {
    const { bucket } = newBucket();
    await expect(bucket.signedUrl("x")).rejects.toMatchObject({ code: "UNSUPPORTED_OPERATION", name: "UnsupportedOperationError" });
  });

  it("may not be both a file and a folder", async () => {
    const { bucket } = newBucket();
    await bucket.upload("a/b", "1");
    await expect(bucket.upload("a", "2")).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(bucket.upload("a/b/c", "2")).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await textOf(bucket, "a/b")).toBe("1");
  });

  it("may take the place of an empty folder", async () => {
    const { bucket, basePath } = newBucket();
    mkdirSync(join(basePath, "lake/a"), { recursive: true });
    await bucket.upload("a", "1");
    expect(await textOf(bucket, "a")).toBe("1");
  });

  it("stay as they were when the source fails or the upload is cancelled", async () => {
    const { bucket, basePath } = newBucket();
    await bucket.upload("x", "old");
    const broken = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from("half");
      throw new Error("the network is gone");
    };
    await expect(bucket.upload("x", broken())).rejects.toThrow("the network is gone");
    const controller = new AbortController();
    const endless = async function* (): AsyncGenerator<Buffer> {
      for (;;) {
        yield Buffer.alloc(10_000);
        controller.abort();
      }
    };
    await expect(bucket.upload("x", endless(), { signal: controller.signal })).rejects.toMatchObject({ code: "CANCELLED" });
    expect(await textOf(bucket, "x")).toBe("old");
    expect(leftovers(basePath)).toEqual([]);
  });

  it.each([undefined, null, 5, {}, Promise.resolve("x"), [1], [null], [{}]])(
    "are never made of what holds no bytes: %j",
    async (source) => {
      const { bucket, basePath } = newBucket();
      await expect(bucket.upload("x", source as never)).rejects.toMatchObject({ code: "CONFIG_INVALID", operation: "bucket.upload" });
      expect(await bucket.exists()).toBe(false);
      expect(leftovers(basePath)).toEqual([]);
    },
  );

  it("from a file that is not there say so, and the process lives on", async () => {
    const { bucket, basePath } = newBucket();
    const missing = join(basePath, "missing.csv");
    // The stream fails before anybody can have begun to read it.
    await expect(bucket.upload("x", createReadStream(missing))).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: expect.stringContaining(`The source ${missing}`),
    });
    await expect(bucket.upload("../x", createReadStream(missing))).rejects.toMatchObject({ code: "CONFIG_INVALID" });
    expect(await bucket.exists()).toBe(false);
  });

  it("stay as they were when they are cancelled at any moment before they are in place", async () => {
    const { bucket, basePath } = newBucket();
    await bucket.upload("x", "old");
    let present = "old";
    let wasCancelled = 0;
    for (let moment = 0; moment < 60; moment++) {
      const controller = new AbortController();
      const upload = bucket.upload("x", `new ${moment}`, { signal: controller.signal });
      upload.catch(() => undefined);
      // In turns of the event loop and not by the clock: the first one is cancelled in any case.
      for (let turn = 0; turn < moment; turn++) await setImmediate();
      controller.abort();
      try {
        await upload;
        present = `new ${moment}`;
      } catch (error) {
        expect(error).toMatchObject({ code: "CANCELLED" });
        wasCancelled++;
      }
      expect(await textOf(bucket, "x")).toBe(present);
    }
    expect(wasCancelled).toBeGreaterThan(0);
    expect(leftovers(basePath)).toEqual([]);
  });

  it("are not read when that is cancelled while they are being opened", async () => {
    const { bucket } = newBucket();
    await bucket.upload("x", "0123456789");
    for (let turns = 0; turns < 40; turns++) {
      const controller = new AbortController();
      let isOpen = false;
      const reading = bucket.read("x", { signal: controller.signal }).then((stream) => {
        isOpen = true;
        return stream.toArray();
      });
      reading.catch(() => undefined);
      for (let turn = 0; turn < turns; turn++) await setImmediate();
      if (isOpen) break;
      controller.abort();
      await expect(reading).rejects.toMatchObject({ code: "CANCELLED" });
    }
  });

  it("are left alone by what is cancelled beforehand, and let go of a source that hangs", async () => {
    const { bucket, basePath } = newBucket();
    await bucket.upload("x", "old");
    const signal = AbortSignal.abort();
    for (const call of [() => bucket.stat("x", { signal }), () => bucket.copy("x", "y", { signal }), () => bucket.remove("x", { signal })])
      await expect(call()).rejects.toMatchObject({ code: "CANCELLED" });
    const controller = new AbortController();
    const hanging = async function* (): AsyncGenerator<string> {
      yield "half";
      setTimeout(() => controller.abort(), 5);
      await new Promise(() => undefined);
    };
    await expect(bucket.upload("x", hanging(), { signal: controller.signal })).rejects.toMatchObject({ code: "CANCELLED" });
    expect(await listing(bucket)).toEqual([["x"]]);
    expect(await textOf(bucket, "x")).toBe("old");
    expect(leftovers(basePath)).toEqual([]);
  });

  it("with hostile names are stored like any other", async () => {
    const { bucket } = newBucket();
    const keys = ["a b", "ü😀", "%2e%2e", "a\nb", "-rf", "*?[x]{y}", "'\"$(x)", "...", "x".repeat(200)];
    for (const key of keys) await bucket.upload(key, key);
    for (const key of keys) expect(await textOf(bucket, key)).toBe(key);
    expect((await listing(bucket)).flat().sort()).toEqual([...keys].sort());
  });

  it("whose name is too long for the file system are refused clearly", async () => {
    const { bucket } = newBucket();
    await expect(bucket.upload("x".repeat(300), "")).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining("too long"),
    });
  });
});

describe("no key leaves the base path", () => {
  it("by its text", async () => {
    const { bucket } = newBucket();
    for (const key of ["../x", "/etc/passwd", "a/../../x", "a\\b", "a\0b", ".glacier/tmp/x", "", "a/"]) {
      for (const call of [
        () => bucket.stat(key),
        () => bucket.read(key),
        () => bucket.upload(key, ""),
        () => bucket.copy(key, "x"),
        () => bucket.copy("x", key),
        () => bucket.remove(key),
        () => bucket.signedUrl(key),
      ]) {
        await expect(call(), key).rejects.toMatchObject({ code: expect.stringMatching(/CONFIG_INVALID|NOT_FOUND/) });
      }
    }
    for (const prefix of ["../", "/etc", ".glacier/", "a\\b"])
      await expect(pagesOf(bucket, { prefix })).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  });

  it("by a symbolic link", async () => {
    const { bucket, basePath } = newBucket();
    const { basePath: outside } = localProvider();
    writeFileSync(join(outside, "secret"), "hush");
    await bucket.upload("inside", "1");
    symlinkSync(outside, join(basePath, "lake/folder"));
    symlinkSync(join(outside, "secret"), join(basePath, "lake/file"));
    symlinkSync(join(outside, "missing"), join(basePath, "lake/dangling"));
    symlinkSync(join(basePath, ".glacier"), join(basePath, "lake/own"));
    for (const key of ["folder/secret", "file", "folder/new", "dangling", "own/tmp"]) {
      for (const call of [
        () => bucket.stat(key),
        () => bucket.read(key),
        () => bucket.upload(key, "x"),
        () => bucket.copy(key, "y"),
        () => bucket.remove(key),
      ]) {
        await expect(call(), key).rejects.toMatchObject({ code: "ACCESS_DENIED", hint: expect.any(String) });
      }
    }
    expect(readdirSync(outside)).toEqual(["secret"]);
    expect(await listing(bucket)).toEqual([["inside"]]);
    await expect(pagesOf(bucket, { prefix: "folder/" })).rejects.toMatchObject({ code: "ACCESS_DENIED" });
  });

  it("by a bucket that is a link", async () => {
    const { provider, basePath } = localProvider();
    const { basePath: outside } = localProvider();
    writeFileSync(join(outside, "x"), "hush");
    symlinkSync(outside, join(basePath, "lake"));
    const bucket = provider.bucket("lake");
    await expect(bucket.read("x")).rejects.toMatchObject({ code: "ACCESS_DENIED" });
    await expect(bucket.exists()).rejects.toMatchObject({ code: "ACCESS_DENIED" });
    await expect(pagesOf(bucket)).rejects.toMatchObject({ code: "ACCESS_DENIED" });
  });

  it("though a link inside it is as good as a file", async () => {
    const { bucket, basePath } = newBucket();
    await bucket.upload("real", "1");
    symlinkSync(join(basePath, "lake/real"), join(basePath, "lake/link"));
    expect(await textOf(bucket, "link")).toBe("1");
    expect(await listing(bucket)).toEqual([["link", "real"]]);
    await bucket.upload("link", "2");
    expect(await textOf(bucket, "real")).toBe("1");
  });

  it("though the base path itself may be a link", async () => {
    const { basePath: real } = localProvider();
    const { basePath: elsewhere, provider } = localProvider();
    symlinkSync(real, join(elsewhere, "base"));
    const linked = new (provider.constructor as new (options: unknown) => typeof provider)({
      config: new (provider.config.constructor as new (options: unknown) => unknown)({ basePath: join(elsewhere, "base") }),
    });
    await linked.bucket("lake").upload("x", "1");
    expect(existsSync(join(real, "lake/x"))).toBe(true);
  });
});

describe("a list", () => {
  it("is in the order of UTF-8 bytes, and without Glacier's own files", async () => {
    const { bucket } = newBucket();
    const keys = ["a", "a-b", "a/b", "a/c/d", "a0", "ab", "Z", "ü", "\uffee", "😀"];
    for (const key of keys.filter((key) => key !== "a")) await bucket.upload(key, "");
    expect(await listing(bucket)).toEqual([["Z", "a-b", "a/b", "a/c/d", "a0", "ab", "ü", "\uffee", "😀"]]);
  });

  it("has pages, prefixes and delimiters", async () => {
    const { bucket } = newBucket();
    for (const key of ["raw/2025/a", "raw/2026/a", "raw/2026/b", "raw/x", "rawer", "top"]) await bucket.upload(key, "");
    expect(await listing(bucket, { pageSize: 2 })).toEqual([
      ["raw/2025/a", "raw/2026/a"],
      ["raw/2026/b", "raw/x"],
      ["rawer", "top"],
    ]);
    expect(await listing(bucket, { prefix: "raw/", delimiter: "/" })).toEqual([["raw/x", "<raw/2025/>", "<raw/2026/>"]]);
    expect(await listing(bucket, { prefix: "raw", delimiter: "/" })).toEqual([["rawer", "<raw/>"]]);
    expect(await listing(bucket, { prefix: "raw/2026" })).toEqual([["raw/2026/a", "raw/2026/b"]]);
    expect(await listing(bucket, { prefix: "raw/2026", delimiter: "/" })).toEqual([["<raw/2026/>"]]);
    expect(await listing(bucket, { delimiter: "a" })).toEqual([["top", "<ra>"]]);
    expect(await listing(bucket, { prefix: "none" })).toEqual([[]]);
    expect(await listing(bucket, { prefix: "raw/x/y" })).toEqual([[]]);
    expect(await listing(bucket, { pageSize: 1, delimiter: "/" })).toEqual([["<raw/>"], ["rawer"], ["top"]]);
  });

  it("of a bucket that does not exist is NOT_FOUND", async () => {
    const { bucket } = newBucket();
    await expect(pagesOf(bucket)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("refuses a prefix or delimiter that is no text", async () => {
    const { bucket } = newBucket();
    await bucket.upload("x", "");
    for (const options of [{ prefix: 5 }, { prefix: null }, { delimiter: 5 }])
      await expect(pagesOf(bucket, options as never)).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  });

  it("refuses a page size that is none", async () => {
    const { bucket } = newBucket();
    await bucket.upload("x", "");
    for (const pageSize of [0, -1, 1.5, Number.NaN])
      await expect(pagesOf(bucket, { pageSize })).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  });

  it("can be cancelled before and in between", async () => {
    const { bucket } = newBucket();
    for (const key of ["a", "b", "c"]) await bucket.upload(key, "");
    const controller = new AbortController();
    const pages = bucket.list({ pageSize: 1, signal: controller.signal });
    expect((await pages.next()).value).toMatchObject({ objects: [{ key: "a" }] });
    controller.abort();
    await expect(pages.next()).rejects.toMatchObject({ code: "CANCELLED" });
    await expect(pagesOf(bucket, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "CANCELLED" });
    await expect(bucket.read("a", { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "CANCELLED" });
  });
});
