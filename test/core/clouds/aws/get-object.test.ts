import { expect, it } from "vitest";
import { call, s3Error, standIn, storeAt } from "../../../support/s3-stand-in.ts";

it.each([undefined, 5])("fails when fewer bytes come than were promised, from byte %s on", async (offset = 0) => {
  const { endpoint } = await standIn((response) => {
    response.writeHead(206, { "content-length": "10", "content-range": `bytes ${offset}-${offset + 9}/20` });
    response.write("12345", () => response.destroy());
  });
  const body = await storeAt(endpoint).get("k", { offset }, call);
  await expect(body.toArray()).rejects.toMatchObject({ code: "NETWORK", retryable: true, operation: "bucket.test" });
});

it("fails when the bytes stop coming", async () => {
  const { endpoint } = await standIn((response) => {
    response.writeHead(200, { "content-length": "10" });
    response.write("12345");
  });
  // As many tries as this machine needs to be given the first bytes in time; then it is the body's turn, which has none.
  const body = await storeAt(endpoint, { tuning: { idleTimeoutMs: 100, maxAttempts: 50 } }).get("k", { offset: 0 }, call);
  await expect(body.toArray()).rejects.toMatchObject({ code: "NETWORK", retryable: true });
});

it("ends in the middle when it is cancelled", async () => {
  const { endpoint } = await standIn((response) => {
    response.writeHead(200, { "content-length": "10" });
    response.write("12345");
  });
  const cancel = new AbortController();
  const body = await storeAt(endpoint).get("k", { offset: 0 }, { ...call, signal: cancel.signal });
  body.once("data", () => cancel.abort());
  await expect(body.toArray()).rejects.toMatchObject({ code: "CANCELLED" });
});

it("closes the connection when the reader has enough", async () => {
  const closed = Promise.withResolvers<void>();
  const { endpoint } = await standIn((response) => {
    response.once("close", closed.resolve);
    response.writeHead(200, { "content-length": "10" });
    response.write("12345");
  });
  const body = await storeAt(endpoint).get("k", { offset: 0 }, call);
  for await (const _ of body) break;
  await closed.promise;
  expect(body.destroyed).toBe(true);
});

it("asks for the range, the version and nothing that it does not need", async () => {
  const { endpoint, asked } = await standIn((response, { headers }) =>
    response.writeHead(206, { "content-length": "0", "content-range": `bytes ${/\d+/.exec(headers.range ?? "0")}-9/10` }).end(),
  );
  const store = storeAt(endpoint);
  for (const range of [{ offset: 0 }, { offset: 3 }, { offset: 3, length: 2, ifMatch: "abc" }])
    await (await store.get("k", range, call)).toArray();
  expect(asked.map(({ headers }) => [headers.range, headers["if-match"]])).toEqual([
    [undefined, undefined],
    ["bytes=3-", undefined],
    ["bytes=3-4", '"abc"'],
  ]);
});

it("is empty from the end on, and tells a retryable conflict when the object was overwritten", async () => {
  const { endpoint } = await standIn((response, { headers }) =>
    headers["if-match"] ? s3Error(response, 412, "PreconditionFailed") : s3Error(response, 416, "InvalidRange"),
  );
  expect(await (await storeAt(endpoint).get("k", { offset: 9 }, call)).toArray()).toEqual([]);
  await expect(storeAt(endpoint).get("k", { offset: 9, ifMatch: "e" }, call)).rejects.toMatchObject({ code: "CONFLICT", retryable: true });
});

it("takes no other bytes for those that it asked for, where a server looks at no conditions or ranges", async () => {
  const { endpoint } = await standIn((response) => response.writeHead(200, { "content-length": "10" }).end("0123456789"));
  const store = storeAt(endpoint);
  await expect(store.get("k", { offset: 0, ifMatch: "old" }, call)).rejects.toMatchObject({ code: "CONFLICT", retryable: true });
  await expect(store.get("k", { offset: 3, ifMatch: "abc" }, call)).rejects.toMatchObject({ code: "NETWORK", retryable: false });
  expect((await (await store.get("k", { offset: 0, length: 10, ifMatch: "abc" }, call)).toArray()).join("")).toBe("0123456789");
});
