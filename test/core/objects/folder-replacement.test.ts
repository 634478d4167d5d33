import { describe, expect, it } from "vitest";
import { pl } from "../../../core/src/data/polars.ts";
import { bucketIn } from "../../support/objects/bucket-in.ts";
import { FolderStore } from "../../support/objects/folder-store.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const old = pl.DataFrame({ id: [1, 2] });
const fresh = pl.DataFrame({ id: [9] });
const idsIn = async (folder: string, path = "out/"): Promise<unknown[]> =>
  (await (await bucketIn(folder, path).scan()).collect()).getColumn("id").toArray();

/** A writer that dies in the middle: the n-th request of a kind is its last. */
class DyingStore extends FolderStore {
  readonly #dies: (kind: "put" | "remove", key: string) => boolean;

  constructor(folder: string, dies: (kind: "put" | "remove", key: string) => boolean) {
    super(folder);
    this.#dies = dies;
  }

  override async put(...args: Parameters<FolderStore["put"]>): ReturnType<FolderStore["put"]> {
    if (this.#dies("put", args[0])) throw new Error("killed");
    return super.put(...args);
  }

  override async removeMany(keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      if (this.#dies("remove", key)) throw new Error("killed");
      await super.removeMany([key]);
    }
  }
}

async function filled(): Promise<string> {
  const folder = temporaryFolder();
  await bucketIn(folder, "out/").write(old, {});
  await bucketIn(folder, "out/").write(old, {});
  return folder;
}

const overwriteAndDie = async (folder: string, dies: ConstructorParameters<typeof DyingStore>[1]): Promise<void> => {
  const writer = bucketIn(folder, "out/", "parquet", new DyingStore(folder, dies));
  await expect(writer.write(fresh, { mode: "overwrite" })).rejects.toThrow("killed");
};

describe("a folder whose replacement was cut short", () => {
  it("is the old one while the new part is not there", async () => {
    const folder = await filled();
    await overwriteAndDie(folder, (kind, key) => kind === "put" && key.startsWith("out/"));
    expect(await idsIn(folder)).toEqual([1, 2, 1, 2]);
  });

  it("is the new one as soon as the new part is there, whatever lies beside it", async () => {
    const folder = await filled();
    let removed = 0;
    await overwriteAndDie(folder, (kind) => kind === "remove" && removed++ === 1);
    expect(await idsIn(folder)).toEqual([9]);
    expect(await idsIn(folder, "out/*.parquet")).toEqual([9]);
    expect(await idsIn(folder, "")).toEqual([9]);
  });

  it("keeps what was added afterwards, and is finished by whoever replaces it next", async () => {
    const folder = await filled();
    await overwriteAndDie(folder, (kind) => kind === "remove");
    await bucketIn(folder, "out/").write(old, {});
    expect(await idsIn(folder)).toEqual([9, 1, 2]);
    await bucketIn(folder, "out/").write(pl.DataFrame({ id: [3] }), { mode: "overwrite" });
    expect(await idsIn(folder)).toEqual([3]);
    let objects = 0;
    for await (const page of bucketIn(folder, "").list({})) objects += page.objects.length;
    expect(objects).toBe(1);
  });

  it("is not taken for the same by a frame that was scanned before", async () => {
    const folder = await filled();
    const scan = await bucketIn(folder, "out/").scan();
    await bucketIn(folder, "out/").write(fresh, { mode: "overwrite" });
    await expect(scan.collect()).rejects.toMatchObject({ code: expect.stringMatching(/CONFLICT|NOT_FOUND/) });
  });

  it("is replaced by one of two writers at a time, and the other is told", async () => {
    const folder = await filled();
    const results = await Promise.allSettled(
      [1, 2, 3].map((id) => bucketIn(folder, "out/").write(pl.DataFrame({ id: [id] }), { mode: "overwrite" })),
    );
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "CONFLICT", retryable: true });
    expect((await idsIn(folder)).length).toBeLessThanOrEqual(3);
  });
});
