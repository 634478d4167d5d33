import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LocalConfig } from "@glacier/core/config";
import { type Bucket, Provider } from "@glacier/core/resources";
import { describe, expect, it } from "vitest";
import { translateFileError } from "../../../../core/src/clouds/local/errors.ts";
import { pl } from "../../../../core/src/data/polars.ts";
import { ownerId } from "../../../../core/src/owners/owner.ts";
import { listing, localProvider, rowsOf } from "./local-provider.ts";

const systemError = (code: string): Error => Object.assign(new Error(`${code}: x`), { code, syscall: "open" });

describe("a file system error", () => {
  it.each([
    ["ENOENT", "NOT_FOUND", false],
    ["EACCES", "ACCESS_DENIED", false],
    ["EROFS", "ACCESS_DENIED", false],
    ["ENOSPC", "THROTTLED", true],
    ["EMFILE", "THROTTLED", true],
    ["ENOTDIR", "CONFLICT", false],
    ["ENAMETOOLONG", "CONFIG_INVALID", false],
    ["EIO", "NETWORK", false],
  ])("%s is %s", (system, code, retryable) => {
    const cause = systemError(system);
    expect(translateFileError(cause, { operation: "bucket.read", uri: "file:///x" })).toMatchObject({
      code,
      retryable,
      cause,
      operation: "bucket.read",
      message: expect.stringContaining("file:///x"),
    });
  });

  it("is told from an error of the program", () => {
    const error = new TypeError("x is undefined");
    expect(translateFileError(error, { operation: "o", uri: "u" })).toBe(error);
  });
});

describe("a base path", () => {
  const operations: [string, (bucket: Bucket) => Promise<unknown>][] = [
    ["write", (bucket) => bucket.write(pl.DataFrame({ n: [1] }))],
    ["upload", (bucket) => bucket.upload("x", "y")],
    ["scan", (bucket) => bucket.scan()],
    ["list", (bucket) => listing(bucket)],
    ["exists", (bucket) => bucket.exists()],
    ["stat", (bucket) => bucket.stat("x")],
    ["remove", (bucket) => bucket.remove("x")],
  ];

  it.each(operations)("that is a file, or leads through one, is said to be: %s", async (_, act) => {
    const { basePath } = localProvider();
    const file = join(basePath, "file");
    writeFileSync(file, "");
    for (const [path, which] of [
      [file, "is a file"],
      [join(file, "data/x"), `leads through a file, ${file}`],
    ] as const) {
      const bucket = new Provider({ config: new LocalConfig({ basePath: path }) }).bucket("lake", { path: "x.parquet" });
      await expect(act(bucket)).rejects.toMatchObject({
        code: "CONFIG_INVALID",
        message: `The provider's base path ${path} ${which}; it must be a folder.`,
        hint: expect.stringContaining("GLACIER_BASE_PATH"),
      });
    }
  });

  it.runIf(process.platform === "linux").each(["/proc", "/proc/not/there"])(
    "in which no folder can be made is told at once: %s",
    async (basePath) => {
      const bucket = new Provider({ config: new LocalConfig({ basePath }) }).bucket("lake", { path: "x.parquet" });
      for (const [, act] of operations.slice(0, 2)) {
        await expect(act(bucket)).rejects.toMatchObject({
          code: "ACCESS_DENIED",
          message: `No folder can be made in the provider's base path, ${basePath}.`,
        });
      }
    },
  );

  it("is made by many writers at once", async () => {
    const basePath = join(localProvider().basePath, "a/b/c");
    const writers = Array.from({ length: 10 }, () => new Provider({ config: new LocalConfig({ basePath }) }).bucket("lake"));
    await Promise.all(writers.map((bucket, index) => bucket.upload(`${index}`, "x")));
    expect(await listing(new Provider({ config: new LocalConfig({ basePath }) }).bucket("lake"))).toEqual([
      Array.from({ length: 10 }, (_, n) => `${n}`),
    ]);
  });
});

describe("a user without permission", () => {
  /** Runs code as a user who owns nothing here; as ourselves where we are not the administrator. */
  function runAsNobody(basePath: string, code: string): string {
    const source = join(import.meta.dirname, "..", "..", "..", "..", "core", "src", "resources", "index.ts");
    const script = `
      if (process.getuid() === 0) { process.setgid(65534); process.setuid(65534); }
      const bucket = new Provider({ config: new configs.LocalConfig({ basePath: ${JSON.stringify(basePath)} }) }).bucket("lake", { path: "x.parquet" });
      const say = (promise) => promise.then((value) => console.log("fine", value?.height ?? ""), (error) => console.log(error.code));
      ${code}`;
    const loading = `const { Provider } = await import(${JSON.stringify(`file://${source}`)}); const configs = await import("@glacier/core/config"); const { pl } = await import(${JSON.stringify(`file://${join(source, "../../data/polars.ts")}`)}); await import(${JSON.stringify(`file://${join(source, "../../clouds/local/bucket-adapter.ts")}`)}); await import(${JSON.stringify(`file://${join(source, "../../data/load.ts")}`)});`;
    const result = spawnSync(
      process.execPath,
      ["--conditions=glacier-source", "--disable-warning=ExperimentalWarning", "--input-type=module", "-e", loading + script],
      { encoding: "utf8" },
    );
    return result.stdout + result.stderr;
  }

  it("gets ACCESS_DENIED for writing, and may scan what can be read", async () => {
    const { provider, basePath } = localProvider();
    const bucket = provider.bucket("lake", { path: "x.parquet" });
    await bucket.write(pl.DataFrame({ n: [1, 2] }));
    for (const folder of [basePath, join(basePath, ".glacier"), join(basePath, ".glacier/tmp"), join(basePath, "lake")])
      chmodSync(folder, 0o555);
    const output = runAsNobody(
      basePath,
      `await say(bucket.scan().then((frame) => frame.collect()));
       await say(bucket.write(pl.DataFrame({ n: [3] })));
       await say(bucket.upload("y", "1"));
       await say(bucket.remove("x.parquet"));`,
    );
    for (const folder of [basePath, join(basePath, ".glacier"), join(basePath, ".glacier/tmp"), join(basePath, "lake")])
      chmodSync(folder, 0o755);
    expect(output).toBe("fine 2\nACCESS_DENIED\nACCESS_DENIED\nACCESS_DENIED\n");
    expect(await rowsOf(bucket)).toHaveLength(2);
  });

  it("writes where only the bucket is theirs, as in the folder of all homes, and leaves nothing else there", async () => {
    const { provider, basePath } = localProvider();
    await provider.bucket("lake").upload("x", "1");
    rmSync(join(basePath, ".glacier"), { recursive: true });
    chmodSync(join(basePath, "lake"), 0o777);
    chmodSync(basePath, 0o555);
    const output = runAsNobody(
      basePath,
      `await say(bucket.upload("y", "1"));
       await say(bucket.upload("new/folder/z", "1"));
       await say(bucket.write(pl.DataFrame({ n: [3] })));`,
    );
    chmodSync(basePath, 0o755);
    expect(output).toBe("fine \nfine \nfine \n");
    expect(readdirSync(basePath, { recursive: true }).sort()).toEqual([
      "lake",
      "lake/new",
      "lake/new/folder",
      "lake/new/folder/z",
      "lake/x",
      "lake/x.parquet",
      "lake/y",
    ]);
  });

  it("removes what a killed process of theirs has left beside the objects, and nobody else's", async () => {
    const { provider, basePath } = localProvider();
    await provider.bucket("lake").upload("x", "1");
    rmSync(join(basePath, ".glacier"), { recursive: true });
    const dead = `${ownerId.split("~")[0]}~${2 ** 22 + 1}~1`;
    const [left, living, others] = [`.glacier-${dead}~a.csv`, `.glacier-${ownerId}~b.csv`, `.glacier-${dead}~c.csv`];
    for (const name of [left, living, others]) writeFileSync(join(basePath, "lake", name), "half of it");
    const isAdministrator = process.getuid?.() === 0;
    if (isAdministrator) for (const name of [left, living]) chownSync(join(basePath, "lake", name), 65534, 65534);
    chmodSync(join(basePath, "lake"), 0o777);
    chmodSync(basePath, 0o555);
    const output = runAsNobody(basePath, `await say(bucket.upload("y", "1"));`);
    chmodSync(basePath, 0o755);
    expect(output).toBe("fine \n");
    expect(readdirSync(join(basePath, "lake")).sort()).toEqual([living, ...(isAdministrator ? [others] : []), "x", "y"].sort());
  });

  it("gets ACCESS_DENIED for an object that may not be read", async () => {
    const { provider, basePath } = localProvider();
    await provider.bucket("lake", { path: "x.parquet" }).write(pl.DataFrame({ n: [1] }));
    chmodSync(basePath, 0o755);
    chmodSync(join(basePath, "lake/x.parquet"), 0o000);
    const output = runAsNobody(
      basePath,
      `await say(bucket.scan()); await say(bucket.read("x.parquet")); await say(bucket.stat("x.parquet"));`,
    );
    chmodSync(join(basePath, "lake/x.parquet"), 0o644);
    // Its size is in the folder, which may be read.
    expect(output).toMatch(/^ACCESS_DENIED\nACCESS_DENIED\nfine/);
  });
});
