import { describe, expect, it } from "vitest";
import { call, standIn, storeAt } from "../../../support/s3-stand-in.ts";

describe("a list", () => {
  it("goes on over empty pages to the last one, in requests as large as S3 allows", async () => {
    const { endpoint, asked } = await pagesOf([[], ["a"], [], ["b"]]);
    expect(await keysOf(storeAt(endpoint).list({ prefix: "", pageSize: 5_000 }, call))).toEqual([["a"], ["b"]]);
    expect(asked.map(({ url }) => new URL(url, endpoint).searchParams.get("max-keys"))).toEqual(Array(4).fill("1000"));
  });

  it("is one empty page when there is nothing on several", async () => {
    const { endpoint } = await pagesOf([[], [], []]);
    expect(await keysOf(storeAt(endpoint).list({ prefix: "", pageSize: 10 }, call))).toEqual([[]]);
  });

  it("reads keys as they were, whichever way the server encodes a space", async () => {
    const { endpoint } = await pagesOf([["a+b%20c%2Bd%01"]]);
    expect(await keysOf(storeAt(endpoint).list({ prefix: "", pageSize: 10 }, call))).toEqual([["a b c+d\u0001"]]);
  });

  it("asks for no page that nobody wants, and ends where it is cancelled", async () => {
    const { endpoint, asked } = await pagesOf([["a"], ["b"], ["c"]]);
    for await (const _ of storeAt(endpoint).list({ prefix: "", pageSize: 1 }, call)) break;
    expect(asked.length).toBe(1);
    const cancel = new AbortController();
    const read = async () => {
      for await (const _ of storeAt(endpoint).list({ prefix: "", pageSize: 1 }, { ...call, signal: cancel.signal })) cancel.abort();
    };
    await expect(read()).rejects.toMatchObject({ code: "CANCELLED" });
    expect(asked.length).toBe(2);
  });
});

/** Lists those keys, page by page. */
function pagesOf(pages: readonly (readonly string[])[]) {
  return standIn((response, { url }) => {
    const at = Number(new URL(url, "http://x").searchParams.get("continuation-token") ?? 0);
    const more = at + 1 < pages.length;
    const contents =
      pages[at]?.map((key) => `<Contents><Key>${key}</Key><Size>1</Size><ETag>&quot;e&quot;</ETag></Contents>`).join("") ?? "";
    const next = more ? `<NextContinuationToken>${at + 1}</NextContinuationToken>` : "";
    response
      .writeHead(200, { "content-type": "application/xml" })
      .end(`<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>${more}</IsTruncated>${next}${contents}</ListBucketResult>`);
  });
}

async function keysOf(pages: ReturnType<ReturnType<typeof storeAt>["list"]>): Promise<string[][]> {
  const keys: string[][] = [];
  for await (const { objects } of pages) keys.push(objects.map(({ key }) => key));
  return keys;
}
