import { expect, it, vi } from "vitest";
import { call, standIn, storeAt, withoutEnvironment } from "../../../support/s3-stand-in.ts";

const bytes = { bytes: Buffer.from("x") };
const answerEmpty = () => standIn((response) => response.writeHead(200, { "content-length": "0" }).end());

it("asks for the storage class and the KMS key of the bucket's config, and for no encryption that S3 does by itself", async () => {
  const { endpoint, asked } = await answerEmpty();
  for (const bucket of [undefined, {}, { storageClass: "STANDARD_IA" }, { encryption: "aws:kms", kmsKeyId: "key" }]) {
    await storeAt(endpoint, bucket && { bucket }).put("k", bytes, {}, call);
  }
  const puts = asked.filter(({ method }) => method === "PUT");
  expect(
    puts.map(({ headers }) =>
      ["storage-class", "server-side-encryption", "server-side-encryption-aws-kms-key-id"].map((name) => headers[`x-amz-${name}`]),
    ),
  ).toEqual([
    [undefined, undefined, undefined],
    [undefined, undefined, undefined],
    ["STANDARD_IA", undefined, undefined],
    [undefined, "aws:kms", "key"],
  ]);
});

it("sends another S3 none of the checksums that it may not know, and the digest that it may want", async () => {
  const { endpoint, asked } = await answerEmpty();
  await storeAt(endpoint).put("k", bytes, {}, call);
  await storeAt(endpoint).removeMany(["a", "b"], call);
  const names = asked.flatMap(({ headers }) => Object.keys(headers));
  expect(names.filter((name) => name.startsWith("x-amz-checksum") || name === "x-amz-trailer")).toEqual([]);
  expect(asked.find(({ method }) => method === "POST")?.headers["content-md5"]).toMatch(/^.{22}==$/);
  expect(asked[0]?.headers["x-amz-content-sha256"]).toBe("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");
});

it("puts the bucket into the path at an address of its own, unless told otherwise", async () => {
  const { endpoint, asked } = await answerEmpty();
  await storeAt(endpoint).head("k", call);
  expect([asked[0]?.url, asked[0]?.headers.host]).toEqual(["/bkt/k", new URL(endpoint).host]);
});

it("reads the address from the variables that the vendor's own tools read", async () => {
  withoutEnvironment();
  const { endpoint, asked } = await answerEmpty();
  vi.stubEnv("AWS_ENDPOINT_URL", "http://127.0.0.1:9");
  vi.stubEnv("AWS_ENDPOINT_URL_S3", endpoint);
  await storeAt(undefined).head("k", call);
  expect(asked.map(({ method, url }) => [method, url])).toEqual([["HEAD", "/bkt/k"]]);
});

it("says first what could not be removed, when the rest is", async () => {
  const { endpoint } = await standIn((response) =>
    response
      .writeHead(200, { "content-type": "application/xml" })
      .end("<DeleteResult><Error><Key>a</Key><Code>AccessDenied</Code><Message>No.</Message></Error></DeleteResult>"),
  );
  await expect(storeAt(endpoint).removeMany(["a", "b"], call)).rejects.toMatchObject({
    code: "ACCESS_DENIED",
    message: expect.stringContaining("s3://bkt/a"),
  });
});

it("tries again to remove what was not removed for a reason that may pass", async () => {
  const { endpoint, asked } = await standIn((response, { method }) => {
    if (method === "DELETE") return response.writeHead(204).end();
    const errors = ["a", "b"].map((key) => `<Error><Key>${key}</Key><Code>InternalError</Code><Message>No.</Message></Error>`);
    return response.writeHead(200, { "content-type": "application/xml" }).end(`<DeleteResult>${errors.join("")}</DeleteResult>`);
  });
  await storeAt(endpoint).removeMany(["a", "b", "c"], call);
  expect(asked.slice(1).map(({ method, url }) => `${method} ${url.split("?")[0]}`)).toEqual(["DELETE /bkt/a", "DELETE /bkt/b"]);
});
