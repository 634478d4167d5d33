import type { ResourceBucket, ResourceProvider } from "@glacier/server/protocol";
import { treeItems } from "../ids.ts";
import type { Folder, ListedObject } from "./folder.ts";
import { formatBytes, lastSegment } from "./format.ts";
import { capitalised, type Problem, shortWords } from "./problems.ts";

/** What the Glacier view shows, as plain data: a folder's or bucket's children are read when it is opened. */
export type ExplorerNode =
  | { kind: "provider"; id: string; provider: ResourceProvider; place?: string }
  | { kind: "bucket"; id: string; provider: ResourceProvider; bucket: ResourceBucket }
  | { kind: "prefix"; id: string; bucket: BucketNode; prefix: string }
  | { kind: "object"; id: string; bucket: BucketNode; object: ListedObject }
  | { kind: "more"; id: string; parent: FolderNode; shown: number }
  | { kind: "loading"; id: string; parent: FolderNode }
  | { kind: "problem"; id: string; parent: FolderNode | ProviderNode; problem: Problem };

export type ProviderNode = Extract<ExplorerNode, { kind: "provider" }>;
export type BucketNode = Extract<ExplorerNode, { kind: "bucket" }>;
/** What has a listing. */
export type FolderNode = Extract<ExplorerNode, { kind: "bucket" | "prefix" }>;

/** How an item looks: codicon, words, and lines of its tooltip. */
export interface ItemLook {
  label: string;
  description?: string;
  tooltip: string[];
  icon: string;
  contextValue: string;
  expandable: boolean;
}

/**
 * The roots of the view, by name; ids stay the same from one answer to the next, so that open items stay open.
 *
 * @param placeOf a file in words, which tell providers of one name apart
 */
export function providerNodes(providers: readonly ResourceProvider[], placeOf: (uri: string) => string): ProviderNode[] {
  const shared = (name: string): boolean => providers.filter((provider) => provider.name === name).length > 1;
  return providers
    .map((provider): ProviderNode => {
      const place = shared(provider.name) ? placeOf(provider.location.uri) : undefined;
      return { kind: "provider", id: provider.key, provider, ...(place === undefined ? {} : { place }) };
    })
    .toSorted((a, b) => a.provider.name.localeCompare(b.provider.name) || (a.place ?? "").localeCompare(b.place ?? ""));
}

export function bucketNodes(node: ProviderNode): BucketNode[] {
  return node.provider.buckets
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map((bucket) => ({ kind: "bucket", id: `${node.id}\n${bucket.id}`, provider: node.provider, bucket }));
}

/** A folder's children as far as they are read: folders first, then objects, then what there is to say about the rest. */
export function folderNodes(parent: FolderNode, folder: Folder): ExplorerNode[] {
  const bucket = parent.kind === "bucket" ? parent : parent.bucket;
  const nodes: ExplorerNode[] = [
    ...folder.prefixes.map((prefix): ExplorerNode => ({ kind: "prefix", id: `${bucket.id}\n${prefix}`, bucket, prefix })),
    ...folder.objects.map((object): ExplorerNode => ({ kind: "object", id: `${bucket.id}\n${object.key}`, bucket, object })),
  ];
  if (folder.problem) nodes.push({ kind: "problem", id: `${parent.id}\nproblem`, parent, problem: folder.problem });
  else if (folder.isLoading) nodes.push({ kind: "loading", id: `${parent.id}\nloading`, parent });
  else if (folder.hasMore) nodes.push({ kind: "more", id: `${parent.id}\nmore`, parent, shown: nodes.length });
  else if (nodes.length === 0)
    nodes.push({ kind: "problem", id: `${parent.id}\nproblem`, parent, problem: { message: "Nothing in here yet" } });
  return nodes;
}

/** Whether an item's id is another's, or below it: `raw/2024/` has `raw/2024/05/`, but the bucket `raw` has nothing of `raw2`. */
export function isWithin(id: string, parent: string): boolean {
  return id === parent || id.startsWith(parent.endsWith("/") ? parent : `${parent}\n`);
}

export function lookOf(node: ExplorerNode): ItemLook {
  switch (node.kind) {
    case "provider":
      return providerLook(node);
    case "bucket":
      return bucketLook(node.bucket);
    case "prefix":
      return {
        label: lastSegment(node.prefix),
        tooltip: [node.prefix],
        icon: "folder",
        contextValue: treeItems.prefix,
        expandable: true,
      };
    case "object":
      return objectLook(node.object);
    case "more":
      return {
        label: "Load more…",
        description: `${node.shown} shown`,
        tooltip: ["Read the next page"],
        icon: "ellipsis",
        contextValue: treeItems.more,
        expandable: false,
      };
    case "loading":
      return {
        label: "Loading…",
        tooltip: ["Waiting for the answer", "The button beside it cancels."],
        icon: "loading~spin",
        contextValue: treeItems.loading,
        expandable: false,
      };
    case "problem":
      return problemLook(node.problem);
  }
}

const CLOUD_LABELS: Readonly<Record<string, string>> = { aws: "AWS", azure: "Azure", gcp: "Google Cloud", local: "this machine" };

function providerLook({ provider, place }: ProviderNode): ItemLook {
  const clouds = provider.clouds.map((cloud) => CLOUD_LABELS[cloud] ?? cloud);
  const count = provider.buckets.length;
  return {
    label: provider.name,
    description: [clouds.join(" or "), place].filter(Boolean).join(" · "),
    tooltip: [
      clouds.length === 0 ? "Only a run can tell which cloud this is." : `Runs on ${clouds.join(" or ")}.`,
      count === 1 ? "1 bucket" : `${count} buckets`,
    ],
    icon: provider.clouds.length === 1 && provider.clouds[0] === "local" ? "device-desktop" : "cloud",
    contextValue: treeItems.provider,
    expandable: count > 0,
  };
}

function bucketLook(bucket: ResourceBucket): ItemLook {
  const where = bucket.uri ?? literalPath(bucket);
  const format = bucket.format.kind === "literal" && typeof bucket.format.value === "string" ? [`Format: ${bucket.format.value}`] : [];
  return {
    label: bucket.name,
    description: where,
    tooltip: [where ?? "Where it lies is only known when the pipeline runs.", ...format],
    icon: "database",
    contextValue: treeItems.bucket,
    expandable: true,
  };
}

/** Bucket and path, where the source has both as they are: the base path of the local cloud depends on where the pipeline is run. */
function literalPath({ bucketName, path }: ResourceBucket): string | undefined {
  if (bucketName.kind !== "literal" || path.kind !== "literal") return undefined;
  return [bucketName.value, path.value].filter((part) => part !== "").join("/");
}

function objectLook(object: ListedObject): ItemLook {
  const modified = new Date(object.lastModified);
  return {
    label: lastSegment(object.key),
    description: [formatBytes(object.size), ...dayOf(modified)].join(" · "),
    tooltip: [
      object.key,
      `${object.size.toLocaleString("en")} bytes`,
      ...(Number.isNaN(modified.getTime()) ? [] : [`Modified ${modified.toISOString().replace("T", " ").slice(0, 19)} UTC`]),
    ],
    icon: iconOfKey(object.key),
    contextValue: treeItems.object,
    expandable: false,
  };
}

const dayOf = (time: Date): string[] => (Number.isNaN(time.getTime()) ? [] : [time.toISOString().slice(0, 10)]);

/** One short line; all that is known stands in the tooltip. */
function problemLook(problem: Problem): ItemLook {
  // An empty folder is no error, and has neither.
  const isError = problem.code !== undefined || problem.hint !== undefined;
  const isRestricted = problem.code === "RESTRICTED_MODE";
  return {
    label: shortWords(problem),
    description: isRestricted ? problem.hint : undefined,
    tooltip: [capitalised(problem.message), problem.hint, isError && !isRestricted ? "Click to try again." : undefined].filter(
      (line) => line !== undefined,
    ),
    icon: problem.code === "CANCELLED" ? "circle-slash" : isError ? "warning" : "info",
    contextValue: isError ? treeItems.problem : treeItems.note,
    expandable: false,
  };
}

function iconOfKey(key: string): string {
  const extension = key.slice(key.lastIndexOf(".") + 1).toLowerCase();
  switch (extension) {
    case "parquet":
    case "csv":
    case "tsv":
    case "avro":
    case "ipc":
    case "arrow":
    case "feather":
      return "table";
    case "json":
    case "ndjson":
    case "jsonl":
      return "json";
    case "gz":
    case "zip":
    case "zst":
      return "file-zip";
    default:
      return "file";
  }
}
