import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import type * as Os from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type * as AtomicFile from "../../../../core/src/clouds/local/atomic-file.ts";
import type * as FolderState from "../../../../core/src/clouds/local/folder-state.ts";
import { readStates, replaceFolder } from "../../../../core/src/clouds/local/folder-state.ts";
import { withLock } from "../../../../core/src/clouds/local/lock.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

type Owner = typeof FolderState & { withLock: typeof withLock };

/** The same code under the name of another host, so as an owner that cannot be looked for from here. `moved` runs whenever it has put a part in place. */
async function elsewhere(hostname = "another-container", moved: () => Promise<void> = async () => undefined): Promise<Owner> {
  vi.resetModules();
  vi.doMock("node:os", async (original) => ({ ...(await original<typeof Os>()), hostname: () => hostname }));
  vi.doMock("../../../../core/src/clouds/local/atomic-file.ts", async (original) => {
    const actual = await original<typeof AtomicFile>();
    const moveInto: typeof actual.moveInto = async (...where) => {
      const stats = await actual.moveInto(...where);
      await moved();
      return stats;
    };
    return { ...actual, moveInto };
  });
  onTestFinished(() => {
    vi.doUnmock("node:os");
    vi.doUnmock("../../../../core/src/clouds/local/atomic-file.ts");
  });
  const [states, lock] = await Promise.all([
    import("../../../../core/src/clouds/local/folder-state.ts"),
    import("../../../../core/src/clouds/local/lock.ts"),
  ]);
  return { ...states, ...lock };
}

/** Less than the time between two beats, so that whoever waits gives up on an owner that beats as it should. */
const hasty = { patience: 20 };

function newFolder(): { place: FolderState.BucketPlace; files: () => string[]; part: (name: string) => string } {
  const basePath = temporaryFolder();
  const place = { basePath, bucketName: "lake", bucketRoot: join(basePath, "lake") };
  const out = join(place.bucketRoot, "out");
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, "old"), "old");
  return {
    place,
    files: () => readdirSync(out).sort(),
    part: (name) => {
      const path = join(basePath, ".glacier/tmp", name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, name);
      return path;
    },
  };
}

describe("an owner that stood still for too long", () => {
  it("can tell that its lock was taken", async () => {
    const other = await elsewhere();
    const folder = temporaryFolder();
    await withLock(folder, "x", async (stillMine) => {
      expect(await stillMine()).toBe(true);
      await other.withLock(
        folder,
        "x",
        async (stillTheirs) => {
          expect(await stillMine()).toBe(false);
          expect(await stillTheirs()).toBe(true);
        },
        hasty,
      );
      expect(await stillMine()).toBe(false);
    });
    expect(await withLock(folder, "x", async () => 5)).toBe(5);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it("replaces nothing by what it knew before, and leaves nothing behind", async () => {
    const other = await elsewhere();
    const { place, files, part } = newFolder();
    const mine = part("mine");
    const stalled = replaceFolder(place, "out/", mine, "out/mine", async () => {
      const old = files().map((name) => `out/${name}`);
      await other.replaceFolder(place, "out/", part("theirs"), "out/theirs", async () => ["out/old"], hasty);
      return old;
    });
    await expect(stalled).rejects.toMatchObject({ code: "CONFLICT", retryable: true, operation: "bucket.write" });
    expect(files()).toEqual(["theirs"]);
    expect(existsSync(mine)).toBe(false);
    expect(await readStates(place)).toMatchObject([{ phase: "settled" }]);
    const leftovers = readdirSync(join(place.basePath, ".glacier/folders/lake")).filter((name) => name.endsWith(".draft"));
    expect(leftovers).toEqual([]);
  });

  it("has written what it had decided to, and writes over nothing that was noted since", async () => {
    const other = await elsewhere();
    const { place, files, part } = newFolder();
    let noted: unknown;
    const stalling = await elsewhere("a-third-container", async () => {
      await other.replaceFolder(place, "out/", part("theirs"), "out/theirs", async () => ["out/mine"], hasty);
      noted = await readStates(place);
    });
    await stalling.replaceFolder(place, "out/", part("mine"), "out/mine", async () => ["out/old"]);
    expect(files()).toEqual(["theirs"]);
    expect(noted).toMatchObject([{ phase: "settled" }]);
    expect(await readStates(place)).toEqual(noted);
  });

  it("removes its part when the old files cannot be listed", async () => {
    const { place, files, part } = newFolder();
    const mine = part("mine");
    await expect(replaceFolder(place, "out/", mine, "out/mine", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(existsSync(mine)).toBe(false);
    expect(files()).toEqual(["old"]);
  });
});
