import type { ResourceBucket, ResourceProvider } from "@glacier/server/protocol";
import { describe, expect, it } from "vitest";
import { Folder, type ListedPage } from "../../../client/src/explorer/folder.ts";
import { folderOfPath, formatBytes, lastSegment } from "../../../client/src/explorer/format.ts";
import { bucketNodes, type ExplorerNode, folderNodes, isWithin, lookOf, providerNodes } from "../../../client/src/explorer/items.ts";
import { resolveText, resolveValue } from "../../../client/src/explorer/static-values.ts";
import { objectUri, parseObjectUri } from "../../../client/src/explorer/uris.ts";

const location = { uri: "file:///w/sales.ts", range: { start: { line: 3, character: 0 }, end: { line: 3, character: 8 } } };

const bucket = (name: string, more: Partial<ResourceBucket> = {}): ResourceBucket => ({
  id: `bucket:local:./data/${name}`,
  name,
  bucketName: { kind: "literal", value: name },
  path: { kind: "literal", value: "" },
  format: { kind: "literal", value: "parquet" },
  location,
  ...more,
});

const provider = (name: string, clouds: string[], buckets: ResourceBucket[] = []): ResourceProvider => ({
  key: `provider:${name}#1`,
  id: `provider:${name}`,
  name,
  clouds,
  config: {},
  location,
  buckets,
});

async function* pages(...all: ListedPage[]): AsyncGenerator<ListedPage> {
  yield* all;
}

// biome-ignore lint/correctness/useYield: it fails before there is a page
async function* throwing(error: Error): AsyncGenerator<ListedPage> {
  throw error;
}

const page = (keys: string[], prefixes: string[] = []): ListedPage => ({
  objects: keys.map((key) => ({ key, size: 1536, lastModified: "2026-01-02T03:04:05.678Z" })),
  prefixes,
});

function only<Node>(nodes: readonly Node[]): Node {
  const [node, ...rest] = nodes;
  if (node === undefined || rest.length > 0) throw new Error(`${nodes.length} nodes where one was expected.`);
  return node;
}

const nodesOf = (...providers: ResourceProvider[]) => providerNodes(providers, (uri) => uri.slice("file:///w/".length));

const raw = bucket("raw");
const parent = only(bucketNodes(only(nodesOf(provider("local:./data", ["local"], [raw])))));

describe("the Glacier view", () => {
  it("shows providers and their buckets by name, with cloud and URI", () => {
    const roots = nodesOf(
      provider("local:./data", ["local"]),
      provider("aws:eu-west-1", ["aws"], [bucket("b", { uri: "s3://b" }), bucket("a")]),
    );
    expect(roots.map(lookOf).map(({ label, description, icon, expandable }) => [label, description, icon, expandable])).toEqual([
      ["aws:eu-west-1", "AWS", "cloud", true],
      ["local:./data", "this machine", "device-desktop", false],
    ]);
    const [aws] = roots;
    if (!aws) throw new Error("There is a first root.");
    expect(
      bucketNodes(aws)
        .map(lookOf)
        .map(({ label, description }) => [label, description]),
    ).toEqual([
      ["a", "a"],
      ["b", "s3://b"],
    ]);
  });

  it("tells providers of one name apart by where they are declared, each with an id and buckets of its own", () => {
    const lake = (key: string, file: string): ResourceProvider => ({
      ...provider("lake", ["local"], [raw]),
      key,
      location: { ...location, uri: `file:///w/${file}` },
    });
    const roots = nodesOf(lake("provider:lake#2", "b/pipeline.ts"), provider("sales", ["gcp"]), lake("provider:lake#1", "a/pipeline.ts"));
    expect(roots.map(lookOf).map(({ label, description }) => [label, description])).toEqual([
      ["lake", "this machine · a/pipeline.ts"],
      ["lake", "this machine · b/pipeline.ts"],
      ["sales", "Google Cloud"],
    ]);
    const ids = roots.flatMap((root) => [root.id, ...bucketNodes(root).map(({ id }) => id)]);
    expect(new Set(ids).size).toBe(5);
  });

  it("says of a provider whose cloud is open that it may be several, or any", () => {
    const [both, any] = [provider("p", ["aws", "local"]), provider("q", [])].map((item) => lookOf(only(nodesOf(item))));
    expect(both?.description).toBe("AWS or this machine");
    expect(any?.tooltip[0]).toBe("Only a run can tell which cloud this is.");
  });

  it("reads a folder page by page and offers more until the end", async () => {
    const folder = new Folder(() => pages(page(["raw/a.parquet"], ["raw/2024/"]), page(["raw/b.csv"], ["raw/2024/"])));
    await folder.more();
    expect(labels(folderNodes(parent, folder))).toEqual(["2024", "a.parquet", "Load more…"]);
    await folder.more();
    expect(labels(folderNodes(parent, folder))).toEqual(["2024", "a.parquet", "b.csv"]);
  });

  it("shows an object with its size, time and an icon for its format", async () => {
    const folder = new Folder(() => pages(page(["raw/a.parquet"])));
    await folder.more();
    const [node] = folderNodes(parent, folder);
    expect(node && lookOf(node)).toEqual({
      label: "a.parquet",
      description: "1.5 KB · 2026-01-02",
      tooltip: ["raw/a.parquet", "1,536 bytes", "Modified 2026-01-02 03:04:05 UTC"],
      icon: "table",
      contextValue: "glacier.object",
      expandable: false,
    });
  });

  it("says that a folder is empty without calling it a problem", async () => {
    const folder = new Folder(() => pages());
    await folder.more();
    expect(lookOf(only(folderNodes(parent, folder)))).toMatchObject({ label: "Nothing in here yet", icon: "info" });
  });

  it("shows what went wrong with its hint, keeps what it has, and begins anew on the next try", async () => {
    let tries = 0;
    const folder = new Folder(async function* () {
      yield page([`raw/try-${++tries}.csv`]);
      if (tries === 1) throw Object.assign(new Error("The bucket is gone."), { hint: "Create it first.", code: "NOT_FOUND" });
    });
    await folder.more();
    expect(labels(folderNodes(parent, folder))).toEqual(["try-1.csv", "Bucket does not exist"]);
    expect(lookOf(last(folderNodes(parent, folder)))).toMatchObject({
      description: undefined,
      tooltip: ["The bucket is gone.", "Create it first.", "Click to try again."],
      icon: "warning",
    });
    await folder.more();
    expect(labels(folderNodes(parent, folder))).toEqual(["try-2.csv"]);
  });

  it.each([
    ["CREDENTIALS_MISSING", "no credentials found: looked here.", "No credentials found", "No credentials found: looked here."],
    ["ACCESS_DENIED", "s3://b may not be accessed (Forbidden).", "Access denied"],
    ["NOT_FOUND", "Bucket b does not exist (NoSuchBucket).", "Bucket does not exist"],
    ["NETWORK", "s3://b could not be reached (ECONNREFUSED).", "Cannot be reached"],
    ["THROTTLED", "s3://b was refused (SlowDown).", "Too many requests"],
    ["CONFLICT", "s3://b is not as it was.", "s3://b is not as it was"],
    ["NO_ADAPTER", "There is no adapter for buckets on it.", "Cannot be browsed yet"],
    ["CONFIG_INVALID", "Bucket b exists in another region: eu-west-1 (PermanentRedirect).", "Bucket b exists in another region: eu-west-1"],
  ])("says of %s in one short line what is wrong, and keeps the rest for the tooltip", async (code, message, label, tooltip?: string) => {
    const folder = new Folder(() => throwing(Object.assign(new Error(message), { code, hint: "Do this." })));
    await folder.more();
    expect(lookOf(only(folderNodes(parent, folder)))).toEqual({
      label,
      description: undefined,
      tooltip: [tooltip ?? message, "Do this.", "Click to try again."],
      icon: "warning",
      contextValue: "glacier.problem",
      expandable: false,
    });
  });

  it("says that it is loading while a page is on its way, beside what there is", async () => {
    const second = Promise.withResolvers<void>();
    const folder = new Folder(async function* () {
      yield page(["a.csv"]);
      await second.promise;
      yield page(["b.csv"]);
    });
    const reading = folder.more();
    expect(labels(folderNodes(parent, folder))).toEqual(["Loading…"]);
    await expect.poll(() => labels(folderNodes(parent, folder))).toEqual(["a.csv", "Loading…"]);
    second.resolve();
    await reading;
    expect(labels(folderNodes(parent, folder))).toEqual(["a.csv", "Load more…"]);
  });

  it("gives up a server that says nothing, when told to and after a while, and ends its requests", async () => {
    const ended: unknown[] = [];
    const silence = (signal: AbortSignal): AsyncIterable<ListedPage> => {
      signal.addEventListener("abort", () => ended.push("ended"));
      return { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }) };
    };
    const patient = new Folder(silence);
    const reading = patient.more();
    patient.cancel();
    await reading;
    expect(labels(folderNodes(parent, patient))).toEqual(["Cancelled"]);
    const impatient = new Folder(silence, 5);
    await impatient.more();
    expect(impatient.problem?.code).toBe("NO_ANSWER");
    expect(ended).toEqual(["ended", "ended"]);
  });

  it("knows what lies below an item, and not what only begins like it", async () => {
    const [first, second] = bucketNodes(only(nodesOf(provider("lake", ["local"], [bucket("raw"), bucket("raw2")]))));
    if (!first || !second) throw new Error("There are two buckets.");
    const folder = new Folder(() => pages(page([], ["2024/", "2024-old/"])));
    await folder.more();
    const [year, old] = folderNodes(first, folder).map(({ id }) => id);
    const below = `${year}05/`;
    expect([first.id, year, old, below].map((id) => isWithin(id ?? "", first.id))).toEqual([true, true, true, true]);
    expect(isWithin(second.id, first.id)).toBe(false);
    expect([year, below, old, first.id].map((id) => isWithin(id ?? "", year ?? ""))).toEqual([true, true, false, false]);
  });

  it("reads one page for two who ask at once", async () => {
    const folder = new Folder(() => pages(page(["a"]), page(["b"])));
    await Promise.all([folder.more(), folder.more()]);
    expect(folder.objects.map(({ key }) => key)).toEqual(["a"]);
  });

  it("gives every item an id of its own, the same on every reading", async () => {
    const ids = async (): Promise<string[]> => {
      const folder = new Folder(() => pages(page(["x", "y"], ["x/"]), page([])));
      await folder.more();
      return folderNodes(parent, folder).map(({ id }) => id);
    };
    const first = await ids();
    expect(new Set(first).size).toBe(first.length);
    expect(await ids()).toEqual(first);
  });
});

describe("values of the source", () => {
  it("takes literals, variables that are set, and defaults of those that are not", () => {
    expect(resolveValue({ kind: "literal", value: 3 }, {})).toEqual({ known: true, value: 3 });
    expect(resolveValue({ kind: "env", variable: "R", default: "a" }, { R: "b" })).toEqual({ known: true, value: "b" });
    expect(resolveValue({ kind: "env", variable: "R", default: "a" }, {})).toEqual({ known: true, value: "a" });
  });

  it("says why a value is not known", () => {
    expect(resolveText("bucket's name", { kind: "env", variable: "BUCKET" }, {})).toMatchObject({
      known: false,
      why: "The bucket's name is not known: the environment variable BUCKET is not set.",
    });
    expect(resolveText("bucket's name", { kind: "unknown" }, {})).toMatchObject({
      why: "The bucket's name is not known: only a run can tell.",
    });
    expect(resolveText("bucket's name", { kind: "literal", value: 3 }, {})).toMatchObject({ why: "The bucket's name is not a text." });
  });
});

describe("words and URIs of the view", () => {
  it.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1.0 KB"],
    [115_343_360, "110 MB"],
    [5 * 1024 ** 4, "5.0 TB"],
  ])("says %d bytes as %s", (bytes, words) => {
    expect(formatBytes(bytes)).toBe(words);
  });

  it("names a key or prefix by its last part", () => {
    expect(["raw/2024/", "raw/a.csv", "a.csv", "raw/"].map(lastSegment)).toEqual(["2024", "a.csv", "a.csv", "raw"]);
  });

  it("lists the folder that a path stands in, before any wildcard", () => {
    const paths = ["", "raw/", "raw/a.csv", "a.csv", "raw/*.csv", "raw/2024-*/x.csv", "*.csv", "raw/{a,b}/c"];
    expect(paths.map(folderOfPath)).toEqual(["", "raw/", "raw/", "", "raw/", "raw/", "", "raw/"]);
  });

  it("finds bucket and key again in the URI of a document", () => {
    const place = { providerKey: "provider:local:./a&b#1", bucketId: "bucket:local:./a&b/my/raw", key: "2024/a b%.csv" };
    const uri = objectUri({ key: place.providerKey }, { id: place.bucketId, name: "my/raw" }, place.key);
    expect(uri.path).toBe("/my_raw/2024/a b%.csv");
    expect(parseObjectUri(uri)).toEqual(place);
    expect(parseObjectUri({ path: "/only", query: uri.query })).toBeUndefined();
    expect(parseObjectUri({ path: "/raw/key", query: "bucket=x" })).toBeUndefined();
  });
});

const labels = (nodes: readonly ExplorerNode[]): string[] => nodes.map((node) => lookOf(node).label);

function last<Item>(items: readonly Item[]): Item {
  const item = items.at(-1);
  if (item === undefined) throw new Error("There is a last item.");
  return item;
}
