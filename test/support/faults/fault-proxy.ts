import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Fault, ProxyReport, SeenRequest } from "./fault.ts";

/**
 * A proxy before a server, which lets requests fail by a plan, and remembers them. A process of its own, so that it also serves Polars' blocking calls, and
 * that what it holds back costs this process no memory.
 */
export class FaultProxy {
  /** In place of the server's address. */
  readonly endpoint: string;
  readonly #process: ChildProcess;
  #orders = 0;

  /** Ends with the current test. @param host what the server is told to be called: by the client's name for the proxy, which it may have signed, or its own. */
  static async before(endpoint: string, host: "client's" | "own" = "client's"): Promise<FaultProxy> {
    const child = fork(join(import.meta.dirname, "proxy-process.ts"), [endpoint, host], {
      serialization: "advanced",
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    // Once its channel is closed, it ends by itself.
    onTestFinished(() => {
      if (child.connected) child.disconnect();
    });
    const [report] = (await once(child, "message")) as [ProxyReport];
    if (!("port" in report)) throw new Error("The fault proxy did not tell its port.");
    const url = new URL(endpoint);
    url.host = `127.0.0.1:${report.port}`;
    return new FaultProxy(url.href.replace(/\/$/, ""), child);
  }

  private constructor(endpoint: string, child: ChildProcess) {
    this.endpoint = endpoint;
    this.#process = child;
  }

  /** What goes wrong from now on, instead of what did so far; forgets the requests until now. Of several faults the first that fits a request strikes. */
  async plan(...faults: Fault[]): Promise<void> {
    await this.#ask({ order: "plan", faults });
  }

  /** The requests since the last plan, in the order in which they began; of those that go on, what has passed so far. */
  async requests(): Promise<readonly SeenRequest[]> {
    return this.#ask({ order: "requests" });
  }

  async #ask(order: object): Promise<readonly SeenRequest[]> {
    const id = ++this.#orders;
    const answered = Promise.withResolvers<readonly SeenRequest[]>();
    const listen = (report: ProxyReport): void => {
      if ("id" in report && report.id === id) answered.resolve(report.requests);
    };
    const fail = (): void => answered.reject(new Error("The fault proxy has ended."));
    this.#process.on("message", listen).once("exit", fail);
    this.#process.send({ id, ...order });
    try {
      return await answered.promise;
    } finally {
      this.#process.off("message", listen).off("exit", fail);
    }
  }
}
