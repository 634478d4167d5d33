import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import type { PolarsAccess } from "../../../core/src/objects/object-store.ts";
import { FolderStore } from "./folder-store.ts";

const call = { operation: "test" };

/** A store that Polars reads by itself, as it does S3: it sees what is there at each of its requests. */
export class PolarsStore extends FolderStore {
  /** What Polars has asked, in order: `HEAD raw/a.parquet`, `GET raw/a.parquet`, `LIST raw/`. */
  readonly asked: string[] = [];
  /** Something that happens just before a request is answered. */
  before: (asked: string) => Promise<unknown> | undefined = () => undefined;
  #endpoint: Promise<string> | undefined;

  override async polarsAccess(): Promise<PolarsAccess> {
    this.#endpoint ??= this.#serve();
    const endpoint = await this.#endpoint;
    const cloudOptions = { aws_endpoint_url: endpoint, aws_region: "us-east-1", aws_skip_signature: "true", aws_allow_http: "true" };
    return { root: "s3://bucket/", cloudOptions };
  }

  async #serve(): Promise<string> {
    const server = createServer((request, response) => void this.#answer(request, response).catch((error) => response.destroy(error)));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async #answer({ url = "/", method = "", headers }: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(url, "http://127.0.0.1");
    const key = decodeURIComponent(pathname).slice("/bucket/".length);
    const prefix = searchParams.get("prefix");
    const asked = prefix === null ? `${method} ${key}` : `LIST ${prefix}`;
    this.asked.push(asked);
    await this.before(asked);
    if (prefix !== null) return void response.end(await this.#list(prefix));
    const head = await this.head(key, call).catch(() => undefined);
    if (!head) return void response.writeHead(404).end();
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? "") ?? [];
    const offset = Number(first ?? 0);
    const length = Math.min(head.size, Number(last ?? head.size) + 1) - offset;
    const common = { etag: `"${head.etag}"`, "last-modified": head.lastModified.toUTCString(), "content-length": length };
    const range = first === undefined ? {} : { "content-range": `bytes ${offset}-${offset + length - 1}/${head.size}` };
    response.writeHead(first === undefined ? 200 : 206, { ...common, ...range });
    response.end(method === "HEAD" ? undefined : await buffer(await this.get(key, { offset, length }, call)));
  }

  async #list(prefix: string): Promise<string> {
    const contents: string[] = [];
    for await (const { objects } of this.list({ prefix, pageSize: 1000 }, call))
      for (const { key, size } of objects)
        contents.push(
          `<Contents><Key>${key}</Key><Size>${size}</Size><ETag>x</ETag><LastModified>1970-01-01T00:00:00.000Z</LastModified></Contents>`,
        );
    return `<ListBucketResult><KeyCount>${contents.length}</KeyCount><IsTruncated>false</IsTruncated>${contents.join("")}</ListBucketResult>`;
  }
}
