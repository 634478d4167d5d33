import { describe, expect, it } from "vitest";
import { pl } from "../../../core/src/data/polars.ts";
import type { Call, ListRequest } from "../../../core/src/objects/object-store.ts";
import type { ListPage } from "../../../core/src/resources/adapter.ts";
import { bucketIn } from "../../support/objects/bucket-in.ts";
import { FolderStore } from "../../support/objects/folder-store.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const call = { operation: "test" };
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

  it("has a file that was stored again under an old key after the replacement", async () => {
    const folder = await filled();
    const store = new FolderStore(folder);
    await store.put("out/x.parquet", { bytes: old.writeParquet({ compression: "zstd" }) }, {}, call);
    await overwriteAndDie(folder, (kind) => kind === "remove");
    await store.put("out/x.parquet", { bytes: pl.DataFrame({ id: [5] }).writeParquet({ compression: "zstd" }) }, {}, call);
    expect((await idsIn(folder)).sort()).toEqual([5, 9]);
  });
});

/** A writer that waits before it stores what `stops` names, until it is let go. */
class WaitingStore extends FolderStore {
  readonly arrived = Promise.withResolvers<void>();
  readonly go = Promise.withResolvers<void>();
  readonly #stops: (key: string) => boolean;

  constructor(folder: string, stops: (key: string) => boolean) {
    super(folder);
    this.#stops = stops;
  }

  override async put(...args: Parameters<FolderStore["put"]>): ReturnType<FolderStore["put"]> {
    if (this.#stops(args[0])) {
      this.arrived.resolve();
      await this.go.promise;
    }
    return super.put(...args);
  }
}

describe("two writers that replace a folder", () => {
  it.each([
    ["the note", (key: string) => key.startsWith(".glacier/")],
    ["the new part", (key: string) => key.startsWith("out/")],
  ])("leave the data of one, when the other was at %s meanwhile", async (_, stops) => {
    const folder = await filled();
    const slow = new WaitingStore(folder, stops);
    const write = bucketIn(folder, "out/", "parquet", slow).write(fresh, { mode: "overwrite" });
    await slow.arrived.promise;
    await bucketIn(folder, "out/").write(pl.DataFrame({ id: [7] }), { mode: "overwrite" });
    const refused = expect(write).rejects.toMatchObject({ code: "CONFLICT", retryable: true });
    slow.go.resolve();
    await refused;
    expect(await idsIn(folder)).toEqual([7]);
    await bucketIn(folder, "out/").write(fresh, { mode: "overwrite" });
    expect(await idsIn(folder)).toEqual([9]);
  });

  it("at the same time leave the data of one of them", async () => {
    const folder = await filled();
    const results = await Promise.allSettled(
      [1, 2, 3].map((id) => bucketIn(folder, "out/").write(pl.DataFrame({ id: [id] }), { mode: "overwrite" })),
    );
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "CONFLICT", retryable: true });
    const won = [1, 2, 3].filter((_, index) => results[index]?.status === "fulfilled");
    const left = await idsIn(folder);
    expect(left).toHaveLength(won.length > 0 ? 1 : 4);
    if (won.length > 0) expect(won).toContain(left[0]);
  });
});

it("a folder that is replaced between two pages of its list is the old one or the new one", async () => {
  const folder = temporaryFolder();
  const plain = new FolderStore(folder);
  const part = (id: number): { bytes: Buffer } => ({ bytes: pl.DataFrame({ id: [id] }).writeParquet({ compression: "zstd" }) });
  // The new part comes before what is removed.
  for (const [key, id] of [
    ["out/a.parquet", 1],
    ["out/y.parquet", 2],
    ["out/z.parquet", 3],
  ] as const)
    await plain.put(key, part(id), {}, call);
  const slow = new WaitingStore(folder, (key) => key.startsWith("out/"));
  // It is still removing when the second page is asked for.
  let removals = 0;
  slow.removeMany = async (keys) => {
    for (const key of keys) {
      if (++removals === 3) throw new Error("killed");
      await plain.removeMany([key]);
    }
  };
  const killed = expect(bucketIn(folder, "out/", "parquet", slow).write(fresh, { mode: "overwrite" })).rejects.toThrow("killed");
  await slow.arrived.promise;
  class PagedStore extends FolderStore {
    override async *list(options: ListRequest, from: Call): AsyncGenerator<ListPage> {
      let count = 0;
      for await (const page of super.list({ ...options, pageSize: 1 }, from)) {
        if (options.prefix === "out/" && count++ === 1) {
          slow.go.resolve();
          await killed;
        }
        const present = await Promise.all(
          page.objects.map((object) =>
            plain.head(object.key, from).then(
              () => [object],
              () => [],
            ),
          ),
        );
        yield { ...page, objects: present.flat() };
      }
    }
  }
  const found = await (await bucketIn(folder, "out/", "parquet", new PagedStore(folder)).scan()).collect();
  expect([[1, 2, 3], [9]]).toContainEqual(found.getColumn("id").toArray());
});

/** Somebody else replaces the folder between a reader's list and its first look into a file. */
class OvertakenStore extends FolderStore {
  #isOvertaken = false;
  readonly #overtake: () => Promise<unknown>;

  constructor(folder: string, overtake: () => Promise<unknown>) {
    super(folder);
    this.#overtake = overtake;
  }

  override async get(...args: Parameters<FolderStore["get"]>): ReturnType<FolderStore["get"]> {
    if (!this.#isOvertaken && args[0].startsWith("out/")) {
      this.#isOvertaken = true;
      await this.#overtake();
    }
    return super.get(...args);
  }
}

it.each(["csv", "ipc", "avro"] as const)(
  "a scan of %s that a replacement overtakes is a conflict, and may be tried again",
  async (format) => {
    const folder = temporaryFolder();
    const writer = bucketIn(folder, "out/", format);
    await writer.write(old, {});
    const store = new OvertakenStore(folder, () => writer.write(fresh, { mode: "overwrite" }));
    const read = async () => (await bucketIn(folder, "out/", format, store).scan()).collect();
    await expect(read()).rejects.toMatchObject({ code: "CONFLICT", retryable: true });
  },
);
