// The thread that serves objects to Polars: see companion.ts.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { parentPort } from "node:worker_threads";
import { newMark } from "../data/mark.ts";
import { errorAsText } from "../data/served-error.ts";
import { GlacierError } from "../errors.ts";
import type { CheckAnswer, CheckOrder, CompanionAnswer, CompanionOrder, ScannedVersion, ServedFile, StoreOrigin } from "./companion.ts";
import { mapBounded } from "./map-bounded.ts";
import type { ObjectStore } from "./object-store.ts";
import { answerList, answerObject } from "./range-server.ts";

interface Share {
  readonly store: ObjectStore;
  /** Undefined for an address that gives credentials. */
  readonly files: ReadonlyMap<string, ServedFile> | undefined;
}

/** By the secret in their addresses. The oldest are forgotten: a frame that old is scanned again. */
const shares = new Map<string, Share>();
const MOST_SHARES = 10_000;
/** Of all shares together: some hundred megabytes of names. */
const MOST_FILES = 1_000_000;

/** By their origins, so that connections and credentials are shared. */
const stores = new Map<string, Promise<ObjectStore>>();
const credentialUrls = new Map<ObjectStore, string>();

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    // Whatever went wrong, Polars must not wait for ever, nor try again for minutes.
    if (response.headersSent) response.destroy();
    else refuse(response, error);
  });
});
// Polars keeps its connections for a long time and must not find one closed as it sends.
server.keepAliveTimeout = 120_000;
const port = new Promise<number>((resolve, reject) => {
  server.once("error", reject);
  server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
});

parentPort?.on("message", (order: CompanionOrder | CheckOrder) => {
  if ("objects" in order) return void check(order);
  share(order).then(
    (url) => reply({ id: order.id, url }),
    (error: unknown) => reply({ id: order.id, error: error instanceof Error ? error.message : String(error) }),
  );
});

const reply = (message: CompanionAnswer): void => parentPort?.postMessage(message);

async function check({ origin, objects, port: answers, isDone }: CheckOrder): Promise<void> {
  try {
    answers.postMessage({ isChanged: await isChanged(await openStore(origin), objects) } satisfies CheckAnswer);
  } catch (error) {
    answers.postMessage({ error: errorAsText(error) } satisfies CheckAnswer);
  }
  Atomics.store(isDone, 0, 1);
  Atomics.notify(isDone, 0);
}

async function isChanged(store: ObjectStore, objects: readonly ScannedVersion[]): Promise<boolean> {
  const changed = await mapBounded(objects, async ({ key, etag }) => {
    try {
      return (await store.head(key, { operation: "collect" })).etag !== etag;
    } catch (error) {
      if (error instanceof GlacierError && error.code === "NOT_FOUND") return true;
      throw error;
    }
  });
  return changed.includes(true);
}

async function share({ origin, files }: CompanionOrder): Promise<string> {
  const store = await openStore(origin);
  const known = files ? undefined : credentialUrls.get(store);
  if (known !== undefined) return known;
  const secret = newMark();
  shares.set(secret, { store, files: files && sorted(files) });
  forgetOldest();
  const url = `http://127.0.0.1:${await port}/${secret}`;
  if (!files) credentialUrls.set(store, url);
  return url;
}

/** Addresses of credentials stay: each is that of a store, of which there are few. */
function forgetOldest(): void {
  const served = [...shares].flatMap(([mark, { files }]) => (files ? [{ mark, size: files.size }] : []));
  let total = served.reduce((sum, { size }) => sum + size, 0);
  // The latest stays, however large it is.
  for (const [index, { mark, size }] of served.slice(0, -1).entries()) {
    if (served.length - index <= MOST_SHARES && total <= MOST_FILES) return;
    shares.delete(mark);
    total -= size;
  }
}

/** In the order in which S3 lists names, so that each page of a list is found by going on. */
function sorted(files: readonly ServedFile[]): ReadonlyMap<string, ServedFile> {
  const named = files.map((file) => [file.name, file] as const);
  return new Map(named.sort(([one], [other]) => Buffer.compare(Buffer.from(one), Buffer.from(other))));
}

function openStore(origin: StoreOrigin): Promise<ObjectStore> {
  const name = JSON.stringify(origin);
  const store = stores.get(name) ?? importStore(origin);
  stores.set(name, store);
  return store;
}

async function importStore({ module, place }: StoreOrigin): Promise<ObjectStore> {
  const { createObjectStore } = (await import(module)) as { createObjectStore: (place: StoreOrigin["place"]) => ObjectStore };
  return createObjectStore(place);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, search, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
  const [, secret = "", ...rest] = pathname.split("/");
  const found = shares.get(secret);
  if (!found) return refuse(response, forgotten());
  const path = rest.join("/");
  if (found.files === undefined) {
    const { status, contentType, body } = await credentials(found.store, request.method ?? "GET", `/${path}${search}`);
    return void response.writeHead(status, { "content-type": contentType }).end(body);
  }
  if (path === "" && searchParams.has("list-type")) return answerList(found.files, searchParams, response);
  const file = found.files.get(decodeURIComponent(path));
  if (!file) return void response.writeHead(404).end();
  await answerObject(found.store, file, request, response);
}

/** Of the 4xx none is tried again. */
function refuse(response: ServerResponse, error: unknown): void {
  response.writeHead(424, { "content-type": "text/plain" }).end(errorAsText(error));
}

const forgotten = (): GlacierError =>
  new GlacierError("CONFLICT", "A frame comes from a scan so long ago that what it read is not served any more.", {
    hint: "Scan it again.",
    operation: "collect",
    retryable: true,
  });

async function credentials(store: ObjectStore, method: string, path: string): ReturnType<NonNullable<ObjectStore["answerCredentials"]>> {
  const asked = await store.answerCredentials?.(method, path);
  return asked ?? { status: 404, contentType: "text/plain", body: "" };
}
