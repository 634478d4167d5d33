import { readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { withLock } from "../../../../core/src/clouds/local/lock.ts";
import { isDead, isForeign, ownerId } from "../../../../core/src/owners/owner.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

describe("withLock", () => {
  it("lets one in at a time", async () => {
    const folder = temporaryFolder();
    let inside = 0;
    let most = 0;
    const enter = (): Promise<void> =>
      withLock(folder, "x", async () => {
        most = Math.max(most, ++inside);
        await delay(2);
        inside--;
      });
    await Promise.all(Array.from({ length: 12 }, enter));
    expect(most).toBe(1);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it("is free again after an error", async () => {
    const folder = temporaryFolder();
    await expect(withLock(folder, "x", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await withLock(folder, "x", async () => 5)).toBe(5);
  });

  it("is taken from a process that died, by one only", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "x.41"), `${ownerId.split("~")[0]}~${2 ** 22 + 1}~1`);
    let inside = 0;
    let most = 0;
    const enter = (): Promise<void> =>
      withLock(folder, "x", async () => {
        most = Math.max(most, ++inside);
        await delay(1);
        inside--;
      });
    await Promise.all(Array.from({ length: 6 }, enter));
    expect(most).toBe(1);
  });

  it("is taken from a process of another host when that shows no sign of life any more", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "x.41"), "another-container~1~1");
    expect(await withLock(folder, "x", async () => 5, { patience: 20 })).toBe(5);
    expect(readdirSync(folder)).toEqual(["x.42"]);
  });

  it("is left to a process of another host that lives", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "x.41");
    writeFileSync(file, "another-container~1~1");
    const looks = Promise.withResolvers<void>();
    let time = 0;
    // Between two looks, far more time passes than anybody has patience for, and the owner beats once.
    const now = (): number => {
      time += 1_000_000;
      utimesSync(file, time, time);
      if (time === 10_000_000) looks.resolve();
      return time;
    };
    let isIn = false;
    const waiting = withLock(folder, "x", async () => (isIn = true), { patience: 1, now });
    await looks.promise;
    expect(isIn).toBe(false);
    writeFileSync(file, "free");
    expect(await waiting).toBe(true);
  });

  it("keeps locks of different names apart", async () => {
    const folder = temporaryFolder();
    expect(await withLock(folder, "x", () => withLock(folder, "y", async () => 1))).toBe(1);
  });
});

describe("an owner", () => {
  it("is dead when its process is gone or its id was given to another", () => {
    const [host] = ownerId.split("~");
    expect(isDead(ownerId)).toBe(false);
    expect(isDead(`${host}~${2 ** 22 + 1}~1`)).toBe(true);
    if (process.platform === "linux") expect(isDead(`${host}~${process.pid}~1`)).toBe(true);
  });

  it("of another host or container cannot be looked for", () => {
    expect(isForeign("elsewhere~1~1")).toBe(true);
    expect(isForeign(ownerId)).toBe(false);
    for (const owner of ["", "free", "a~b~c", "nonsense"]) expect(isForeign(owner)).toBe(false);
  });

  it("of another host, or of no meaning, is never known to be dead", () => {
    for (const owner of ["elsewhere~1~1", "", "free", "a~b~c"]) expect(isDead(owner)).toBe(false);
  });
});
