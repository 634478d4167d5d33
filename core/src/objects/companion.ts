import { MessageChannel, type MessagePort, receiveMessageOnPort, SHARE_ENV, Worker } from "node:worker_threads";
import { errorInText } from "../data/served-error.ts";
import { GlacierError } from "../errors.ts";
import type { ObjectStorePlace } from "./place.ts";

/** Where a store comes from, as plain data: the thread makes one of its own. */
export interface StoreOrigin {
  /** URL of the module that exports `createObjectStore`. */
  readonly module: string;
  readonly place: ObjectStorePlace;
}

/** One version of an object, and the name under which it is served. */
export interface ServedFile {
  readonly name: string;
  readonly key: string;
  /** In bytes. */
  readonly size: number;
  readonly etag: string;
}

/** What the thread is asked. */
export type CompanionOrder = { readonly id: number; readonly origin: StoreOrigin; readonly files?: readonly ServedFile[] | undefined };
/** What it is asked by a thread that stands still until it has answered. */
export interface CheckOrder {
  readonly origin: StoreOrigin;
  readonly objects: readonly ScannedVersion[];
  readonly port: MessagePort;
  /** Set to 1 when the answer is at the port. */
  readonly isDone: Int32Array;
}
export type ScannedVersion = Pick<ServedFile, "key" | "etag">;
/** Whether any is another version by now, or an error as text. */
export type CheckAnswer = { readonly isChanged: boolean } | { readonly error: string };
/** What it answers. */
export type CompanionAnswer = { readonly id: number; readonly url: string } | { readonly id: number; readonly error: string };

/**
 * Serves versions of objects to Polars, over HTTP on this machine: for formats and keys that Polars cannot read from a cloud, and credentials it does not know.
 * A range request of Polars' is one of the store's, for exactly the version that was scanned. The address is known to this process alone.
 *
 * It is a thread of its own that does so, since Polars may well be asked while this one stands still.
 *
 * @returns `http://127.0.0.1:<port>/<secret>`; a file lies below it under its name, and what lies there is listed as S3 does.
 */
export const serveObjects = (origin: StoreOrigin, files: readonly ServedFile[]): Promise<string> => ask({ origin, files });

/** An address at which Polars gets credentials that do not last, as from the cloud's own metadata service. */
export const serveCredentials = (origin: StoreOrigin): Promise<string> => ask({ origin });

/**
 * Whether any of the objects is another version by now. This thread stands still meanwhile, as it does in Polars' own synchronous calls.
 *
 * @throws {GlacierError} when that cannot be told.
 */
export function isChangedSync(origin: StoreOrigin, objects: readonly ScannedVersion[]): boolean {
  companion ??= start();
  const { port1, port2 } = new MessageChannel();
  const isDone = new Int32Array(new SharedArrayBuffer(4));
  companion.postMessage({ origin, objects, port: port2, isDone } satisfies CheckOrder, [port2]);
  if (pending.size === 0) companion.unref();
  Atomics.wait(isDone, 0, 0, LONGEST_CHECK);
  // The thread sends nothing else to this port.
  const answer = receiveMessageOnPort(port1)?.message as CheckAnswer | undefined;
  port1.close();
  if (answer === undefined) throw broken("its thread does not answer");
  if ("error" in answer) throw errorInText(answer.error, undefined) ?? broken(answer.error);
  return answer.isChanged;
}

/** In milliseconds: a thread that has died answers never. */
const LONGEST_CHECK = 300_000;

type Pending = { readonly thread: Worker; readonly resolve: (url: string) => void; readonly reject: (error: Error) => void };

let companion: Worker | undefined;
let last = 0;
const pending = new Map<number, Pending>();

async function ask(order: Omit<CompanionOrder, "id">): Promise<string> {
  exemptFromProxies(process.env);
  companion ??= start();
  const thread = companion;
  const id = ++last;
  const answer = new Promise<string>((resolve, reject) => pending.set(id, { thread, resolve, reject }));
  // While somebody waits for an answer, the process stays.
  thread.ref();
  thread.postMessage({ id, ...order } satisfies CompanionOrder);
  try {
    return await answer;
  } finally {
    pending.delete(id);
    if (pending.size === 0) thread.unref();
  }
}

function start(): Worker {
  // The sources are run as they are in the tests, and compiled where users have them.
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const thread = new Worker(new URL(`./companion-thread.${extension}`, import.meta.url), {
    name: "glacier-companion",
    stdin: false,
    // Credentials that a program takes from a file into its environment later on count, too.
    env: SHARE_ENV,
  });
  thread.on("message", (answer: CompanionAnswer) => {
    const waiting = pending.get(answer.id);
    if ("url" in answer) waiting?.resolve(answer.url);
    else waiting?.reject(broken(answer.error));
  });
  const forget = (reason: string): void => {
    if (companion === thread) companion = undefined;
    // A thread that dies of an error exits a moment later, when others may wait for the next one already.
    for (const waiting of pending.values()) if (waiting.thread === thread) waiting.reject(broken(reason));
  };
  thread.on("error", (error) => forget(String(error)));
  thread.on("exit", () => forget("its thread has ended"));
  return thread;
}

const broken = (reason: string): GlacierError =>
  new GlacierError("NETWORK", `Objects cannot be served to Polars: ${reason}.`, { operation: "bucket.scan", retryable: true });

/** Polars heeds the proxies of the environment, and one of them could neither reach this machine nor should it see what is asked here. */
export function exemptFromProxies(env: NodeJS.ProcessEnv): void {
  const proxies = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];
  if (!proxies.some((name) => env[name])) return;
  for (const name of ["NO_PROXY", "no_proxy"]) {
    const hosts = env[name] ?? "";
    if (name in env && !hosts.split(/[\s,]+/).includes(HOST)) env[name] = hosts === "" ? HOST : `${hosts},${HOST}`;
  }
  // The lower-case name is read by more programs, and counts where both are set.
  if (!("NO_PROXY" in env) && !("no_proxy" in env)) env.no_proxy = HOST;
}

const HOST = "127.0.0.1";
