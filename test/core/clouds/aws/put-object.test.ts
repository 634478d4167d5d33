import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { describe, expect, it, vi } from "vitest";
import { type Asked, call, s3Error, standIn, storeAt } from "../../../support/s3-stand-in.ts";

const MiB = 1024 * 1024;
const md5 = (...bytes: Buffer[]) => createHash("md5").update(Buffer.concat(bytes)).digest("hex");
const PART = Buffer.alloc(5 * MiB, "p");
const PART_ETAG = md5(PART);

describe("an answer that is lost on its way", () => {
  it("does not make a conflict of a write that was done", async () => {
    const bytes = Buffer.from("mine");
    for (const [status, code] of [
      [412, "PreconditionFailed"],
      [409, "ConditionalRequestConflict"],
    ] as const) {
      // As where a KMS key encrypts: no digest of the bytes.
      const { endpoint } = await standIn(losing("PUT", "of-kms", (response) => s3Error(response, status, code)));
      const store = storeAt(endpoint, { tuning: { maxAttempts: 2 } });
      expect(await store.put("k", { bytes }, { ifNoneMatch: "*" }, call)).toMatchObject({ etag: "of-kms", size: 4 });
    }
  });

  it("leaves it a conflict when another has written the same bytes", async () => {
    const bytes = Buffer.from("taken");
    const theirs = (response: ServerResponse) => s3Error(response, 412, "PreconditionFailed");
    const { endpoint } = await standIn(losing("PUT", md5(bytes), theirs, { "x-amz-meta-glacier-write": "theirs" }));
    const store = storeAt(endpoint, { tuning: { maxAttempts: 2 } });
    await expect(store.put("k", { bytes }, { ifNoneMatch: "*" }, call)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("leaves it a conflict when another has written", async () => {
    const { endpoint } = await standIn(
      losing("PUT", md5(Buffer.from("theirs")), (response) => s3Error(response, 412, "PreconditionFailed"), {}),
    );
    const store = storeAt(endpoint, { tuning: { maxAttempts: 2 } });
    await expect(store.put("k", { bytes: Buffer.from("mine") }, { ifNoneMatch: "*" }, call)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("does not make an upload in parts fail that was done", async () => {
    const etag = `${md5(Buffer.from(PART_ETAG, "hex"), Buffer.from(PART_ETAG, "hex"))}-2`;
    const lose = losing("POST", etag, (response) => s3Error(response, 404, "NoSuchUpload"));
    let begun: Asked["headers"] = {};
    const begin = (response: ServerResponse, asked: Asked) => {
      if (asked.url.includes("uploads")) begun = asked.headers;
      parts(response, asked);
    };
    const { endpoint } = await standIn((response, asked) =>
      (asked.url.includes("uploadId") && asked.method === "POST") || asked.method === "HEAD"
        ? lose(response, { ...asked, headers: begun })
        : begin(response, asked),
    );
    const store = storeAt(endpoint, { tuning: { maxAttempts: 2, partSize: PART.length } });
    expect(await store.put("k", { stream: Readable.from([PART, PART]) }, {}, call)).toMatchObject({ etag, size: 10 * MiB });
  });
});

describe("an upload in parts", () => {
  it("stops when a part fails, whatever the source still has, and removes what is there", async () => {
    let given = 0;
    async function* endless() {
      for (;;) {
        given++;
        yield PART;
      }
    }
    const { endpoint, asked } = await standIn((response, one) =>
      one.url.includes("partNumber=3") ? s3Error(response, 403, "AccessDenied") : parts(response, one),
    );
    const store = storeAt(endpoint, { tuning: { partSize: PART.length } });
    await expect(store.put("k", { stream: Readable.from(endless()) }, {}, call)).rejects.toMatchObject({ code: "ACCESS_DENIED" });
    expect(given).toBeLessThan(100);
    expect(asked.at(-1)).toMatchObject({ method: "DELETE", url: expect.stringContaining("uploadId=the-upload") });
  });

  it("has at most four parts on their way", async () => {
    const waiting: (() => void)[] = [];
    let most = 0;
    const { endpoint } = await standIn((response, one) => {
      if (!one.url.includes("partNumber")) return parts(response, one);
      waiting.push(() => parts(response, one));
      most = Math.max(most, waiting.length);
      // Long enough for a fifth to come.
      if (waiting.length === 4 || one.url.includes("partNumber=9")) setTimeout(() => waiting.splice(0).map((answer) => answer()), 100);
    });
    await storeAt(endpoint, { tuning: { partSize: PART.length } }).put("k", { stream: Readable.from(Array(9).fill(PART)) }, {}, call);
    expect(most).toBe(4);
  });

  it("is made an object on the conditions of the call", async () => {
    const { endpoint, asked } = await standIn(parts);
    const store = storeAt(endpoint, { tuning: { partSize: PART.length } });
    for (const options of [{ ifNoneMatch: "*" as const }, { ifMatch: "e" }]) {
      await store.put("k", { stream: Readable.from([PART, PART]) }, options, call);
    }
    const completed = asked.filter(({ method, url }) => method === "POST" && url.includes("uploadId"));
    expect(completed.map(({ headers }) => [headers["if-none-match"], headers["if-match"]])).toEqual([
      ["*", undefined],
      [undefined, "e"],
    ]);
  });

  it("announces checksums where there are some", async () => {
    vi.stubEnv("AWS_REQUEST_CHECKSUM_CALCULATION", "WHEN_SUPPORTED");
    try {
      const { endpoint, asked } = await standIn(parts);
      await storeAt(endpoint, { tuning: { partSize: PART.length } }).put("k", { stream: Readable.from([PART, PART]) }, {}, call);
      expect(asked[0]?.headers["x-amz-checksum-algorithm"]).toBe("CRC32");
      expect(asked.filter(({ url }) => url.includes("partNumber")).every(({ headers }) => headers["x-amz-checksum-crc32"])).toBe(true);
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

/** Takes parts, and gives every one the same etag. */
function parts(response: ServerResponse, { method, url }: Asked): void {
  const xml = (body: string) => response.writeHead(200, { "content-type": "application/xml" }).end(body);
  if (method === "POST" && url.includes("uploads")) xml("<R><UploadId>the-upload</UploadId></R>");
  else if (method === "POST") xml('<R><ETag>"of-all"</ETag></R>');
  else if (method === "PUT") response.writeHead(200, { etag: `"${PART_ETAG}"`, "x-amz-checksum-crc32": "AAAAAA==" }).end();
  else response.writeHead(method === "DELETE" ? 204 : 200, method === "HEAD" ? { etag: '"of-all"' } : {}).end();
}

/** Hangs up on the first request of that kind, refuses the second, and shows the object that was stored by the first, or by another one. */
function losing(
  kind: string,
  etag: string,
  refuse: (response: ServerResponse) => void,
  theirs?: Readonly<Record<string, string>>,
): (response: ServerResponse, asked: Asked) => void {
  let count = 0;
  let ours: [string, string | string[]][] = [];
  return (response, { method, headers }) => {
    if (method === "HEAD") {
      response.writeHead(200, { etag: `"${etag}"`, "content-length": "4", ...(theirs ?? Object.fromEntries(ours)) }).end();
    } else if (method === kind && ++count === 1) {
      ours = Object.entries(headers).flatMap(([name, value = ""]) => (name.startsWith("x-amz-meta-") ? [[name, value]] : []));
      response.destroy();
    } else refuse(response);
  };
}
