import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { ResourceBucket, ResourceProvider, StaticValue } from "@glacier/server/protocol";
import { describe, expect, it, onTestFinished } from "vitest";
import { connect, listFolder } from "../../../client/src/explorer/connections.ts";
import { Folder } from "../../../client/src/explorer/folder.ts";
import { shortWords } from "../../../client/src/explorer/problems.ts";

const location = { uri: "file:///w/sales.ts", range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } };
const literal = (value: string): StaticValue => ({ kind: "literal", value });
const SECRET = "the-secret-of-it";
const env = { KEY: "an-access-key", SECRET };

const bucket: ResourceBucket = {
  id: "bucket:far/orders",
  name: "orders",
  bucketName: literal("orders"),
  path: literal(""),
  format: literal("csv"),
  location,
};

/** A provider on S3 at an address of this machine, with keys from variables unless told otherwise. */
const provider = (endpoint: string, keys: Record<string, StaticValue> = KEYS): ResourceProvider => ({
  key: "provider:far#1",
  id: "provider:far",
  name: "far",
  clouds: ["aws"],
  config: { region: literal("us-east-1"), endpoint: literal(endpoint), ...keys },
  location,
  buckets: [bucket],
});
const KEYS: Record<string, StaticValue> = {
  accessKeyId: { kind: "secret", variable: "KEY" },
  secretAccessKey: { kind: "secret", variable: "SECRET" },
};

async function opened(from: ResourceProvider): Promise<Folder> {
  const folder = new Folder((signal) => listFolder(connect(from, bucket, { env, folder: "/" }), undefined, { signal }));
  await folder.more();
  return folder;
}

async function server(answer: RequestListener): Promise<string> {
  const made = createServer(answer).listen(0, "127.0.0.1");
  await once(made, "listening");
  onTestFinished(() => {
    made.closeAllConnections();
    made.close();
  });
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}`; // it listens on an address
}

const refusing = (status: number, code: string, headers: Record<string, string> = {}) =>
  server((_request, response) => {
    response.writeHead(status, { "content-type": "application/xml", ...headers });
    response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>No.</Message></Error>`);
  });

describe("a bucket in a cloud", () => {
  it("is listed with prefixes and objects, a page at a time", async () => {
    const page = (body: string, next?: string) =>
      `<ListBucketResult>${body}<IsTruncated>${next !== undefined}</IsTruncated>${next ? `<NextContinuationToken>${next}</NextContinuationToken>` : ""}</ListBucketResult>`;
    const object = (key: string) =>
      `<Contents><Key>${key}</Key><Size>5</Size><LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>"e"</ETag></Contents>`;
    const endpoint = await server((request, response) => {
      const asked = new URL(request.url ?? "", "http://s3");
      const first = asked.searchParams.get("continuation-token") === null;
      response.end(first ? page(`${object("a.csv")}<CommonPrefixes><Prefix>raw/</Prefix></CommonPrefixes>`, "2") : page(object("b.csv")));
    });
    const folder = await opened(provider(endpoint));
    expect([folder.problem, folder.prefixes, folder.objects.map(({ key }) => key), folder.hasMore]).toEqual([
      undefined,
      ["raw/"],
      ["a.csv"],
      true,
    ]);
    await folder.more();
    expect([folder.objects.map(({ key }) => key), folder.hasMore]).toEqual([["a.csv", "b.csv"], false]);
  });

  it("says shortly what is wrong, whatever the server answers, and never a secret", async () => {
    const problems = await Promise.all(
      [
        await refusing(403, "AccessDenied"),
        await refusing(404, "NoSuchBucket"),
        await refusing(301, "PermanentRedirect", { "x-amz-bucket-region": "eu-west-1" }),
      ].map(async (endpoint) => (await opened(provider(endpoint))).problem),
    );
    expect(problems.map((problem) => problem && shortWords(problem))).toEqual([
      "Access denied",
      "Bucket does not exist",
      "Bucket orders exists in another region: eu-west-1",
    ]);
    for (const problem of problems) expect(problem?.hint).toBeTruthy();
    expect(JSON.stringify(problems)).not.toContain(SECRET);
  });

  it("explains that secrets of the source are not read where no credentials are found", async () => {
    const { problem } = await opened(provider("http://127.0.0.1:9", { ...KEYS, secretAccessKey: { kind: "secret" } }));
    expect(problem?.code).toBe("CREDENTIALS_MISSING");
    expect(problem?.hint).toMatch(/secretAccessKey: a secret in the source is not read from there\.$/);
  });

  it("is not waited for when its server says nothing: who cancels is heard, and the request ends", async () => {
    const asked = Promise.withResolvers<void>();
    const gone = Promise.withResolvers<void>();
    const endpoint = await server((request) => {
      asked.resolve();
      request.socket.on("close", () => gone.resolve());
    });
    const from = provider(endpoint);
    const folder = new Folder((signal) => listFolder(connect(from, bucket, { env, folder: "/" }), undefined, { signal }));
    const reading = folder.more();
    await asked.promise;
    folder.cancel();
    await reading;
    expect(folder.problem?.code).toBe("CANCELLED");
    await gone.promise;
  });
});
