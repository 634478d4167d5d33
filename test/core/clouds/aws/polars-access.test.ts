import { mkdirSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pl from "nodejs-polars";
import { describe, expect, it, vi } from "vitest";
import { type Asked, call, KEYS, standIn, storeAt, withoutEnvironment } from "../../../support/s3-stand-in.ts";

const parquet = pl.DataFrame({ id: [1, 2, 3] }).writeParquet();
const noUrl = () => Promise.reject(new Error("asked for credentials that expire"));

describe("Polars", () => {
  it("reads as this program does, with keys that last, whatever the environment says", async () => {
    const home = withoutEnvironment();
    const s3 = await standIn(keep(parquet));
    const access = await storeAt(s3.endpoint).polarsAccess(call, noUrl);
    vi.stubEnv("AWS_ACCESS_KEY_ID", "of-the-environment");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "x");
    vi.stubEnv("AWS_ENDPOINT_URL", "http://127.0.0.1:9");
    vi.stubEnv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9");
    vi.stubEnv("AWS_REGION", "eu-west-1");
    vi.stubEnv("AWS_SKIP_SIGNATURE", "true");
    mkdirSync(join(home, ".aws"));
    writeFileSync(join(home, ".aws/credentials"), "[default]\naws_access_key_id = of-the-file\naws_secret_access_key = x\n");
    expect(await idsOf(access)).toEqual([1, 2, 3]);
    expect(new Set(s3.asked.map(({ headers }) => signerOf(headers)))).toEqual(new Set([`${KEYS.accessKeyId} us-east-1`]));
    expect(s3.asked.every(({ headers }) => headers["x-amz-security-token"] === undefined)).toBe(true);
  });

  it("is given new credentials in the middle, when they expire", async () => {
    const home = withoutEnvironment();
    const s3 = await standIn(keep(parquet));
    const store = storeAt(s3.endpoint, { provider: { profile: expiring(home) } });
    const metadata = await standIn(async (response, { method, url }) => {
      const { status, contentType, body } = (await store.answerCredentials?.(method, url.slice("/random".length))) ?? {};
      response.writeHead(status ?? 500, { "content-type": contentType ?? "" }).end(body);
    });
    const access = await store.polarsAccess(call, async () => `${metadata.endpoint}/random`);
    expect(JSON.stringify(access)).not.toContain("secret-of");
    expect(await idsOf(access)).toEqual([1, 2, 3]);
    // For a moment, Polars keeps even what is about to expire.
    await sleep(200);
    expect(await idsOf(access)).toEqual([1, 2, 3]);
    const signers = new Set(s3.asked.map(({ headers }) => `${signerOf(headers)} ${String(headers["x-amz-security-token"])}`));
    expect(signers.size).toBeGreaterThan(1);
    for (const signer of signers) expect(signer).toMatch(/^key-(\d+) us-east-1 token-\1$/);
  });

  it("asks as a container where the variables of a pod on EKS are set", async () => {
    const home = withoutEnvironment();
    const s3 = await standIn(keep(parquet));
    const store = storeAt(s3.endpoint, { provider: { profile: expiring(home) } });
    writeFileSync(join(home, "pod-token"), "token of the pod");
    vi.stubEnv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:9/");
    vi.stubEnv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", join(home, "pod-token"));
    const metadata = await standIn(async (response, { method, url }) => {
      const { status, body } = (await store.answerCredentials?.(method, url)) ?? {};
      response.writeHead(status ?? 500, { "content-type": "application/json" }).end(body);
    });
    expect(await idsOf(await store.polarsAccess(call, async () => metadata.endpoint))).toEqual([1, 2, 3]);
    expect(signerOf(s3.asked[0]?.headers ?? {})).toMatch(/^key-\d+ us-east-1$/);
  });

  it("is kept away where it would be another than it is told to be", async () => {
    const home = withoutEnvironment();
    const { endpoint } = await standIn(keep(parquet));
    const expiringStore = storeAt(endpoint, { provider: { profile: expiring(home) } });
    const lasting = storeAt(endpoint);
    vi.stubEnv("AWS_ACCESS_KEY_ID", "of-the-environment");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "x");
    expect(await expiringStore.polarsAccess(call, noUrl)).toBeUndefined();
    vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", undefined);
    mkdirSync(join(home, ".aws"));
    writeFileSync(join(home, ".aws/credentials"), "[default]\naws_access_key_id = k\naws_secret_access_key = x\naws_session_token = t\n");
    expect(await expiringStore.polarsAccess(call, noUrl)).toBeUndefined();
    expect(await lasting.polarsAccess(call, noUrl)).toBeUndefined();
    expect(await storeAt(endpoint, { provider: { ...KEYS, sessionToken: "mine" } }).polarsAccess(call, noUrl)).toMatchObject({
      cloudOptions: { aws_session_token: "mine" },
    });
  });

  it("is sent to the region's own address in the form that AWS wants", async () => {
    withoutEnvironment();
    expect(await storeAt(undefined).polarsAccess(call, noUrl)).toEqual({
      root: "s3://bkt/",
      cloudOptions: {
        aws_endpoint_url: "https://bkt.s3.us-east-1.amazonaws.com",
        aws_endpoint_url_s3: "https://bkt.s3.us-east-1.amazonaws.com",
        aws_virtual_hosted_style_request: "true",
        aws_allow_http: "false",
        aws_region: "us-east-1",
        aws_skip_signature: "false",
        aws_access_key_id: KEYS.accessKeyId,
        aws_secret_access_key: KEYS.secretAccessKey,
      },
    });
  });
});

it("answers nobody who asks for anything else, and says no secret when it has none to give", async () => {
  withoutEnvironment();
  const store = storeAt("http://127.0.0.1:9", { provider: {} });
  expect(await store.answerCredentials?.("GET", "/latest/user-data")).toMatchObject({ status: 404 });
  expect(await store.answerCredentials?.("POST", "/credentials")).toMatchObject({ status: 404 });
  expect(await store.answerCredentials?.("GET", "/credentials")).toMatchObject({ status: 500, body: "There are no credentials now." });
});

async function idsOf(access: { root: string; cloudOptions: Readonly<Record<string, string>> } | undefined): Promise<unknown> {
  const frame = await pl.scanParquet(`${access?.root}k.parquet`, { cloudOptions: access?.cloudOptions }).collect();
  return frame.getColumn("id").toArray();
}

const signerOf = (headers: Asked["headers"]) =>
  /Credential=([^/]+)\/\d+\/([^/]+)/
    .exec(headers.authorization ?? "")
    ?.slice(1)
    .join(" ");

/** A profile whose credentials are about to expire, and are others each time. */
function expiring(home: string): string {
  const script = join(home, "credentials.mjs");
  writeFileSync(
    script,
    `import { appendFileSync, readFileSync } from "node:fs";
const count = ${JSON.stringify(join(home, "count"))};
appendFileSync(count, "x");
const n = readFileSync(count, "utf8").length;
const Expiration = new Date(Date.now() + 120_000).toISOString();
console.log(JSON.stringify({ Version: 1, AccessKeyId: "key-" + n, SecretAccessKey: "secret-of-" + n, SessionToken: "token-" + n, Expiration }));`,
  );
  writeFileSync(join(home, "config"), `[profile expiring]\ncredential_process = ${process.execPath} ${script}\n`);
  return "expiring";
}

/** Keeps one object, and gives ranges of it. */
function keep(content: Buffer): (response: ServerResponse, asked: Asked) => void {
  return (response, { method, headers }) => {
    const [, first = "", last = ""] = /bytes=(\d*)-(\d*)/.exec(headers.range ?? "") ?? [];
    const start = first === "" ? Math.max(0, content.length - Number(last || content.length)) : Number(first);
    const end = first === "" || last === "" ? content.length : Math.min(Number(last) + 1, content.length);
    const body = content.subarray(start, end);
    response.writeHead(headers.range ? 206 : 200, {
      "content-length": body.length,
      "last-modified": new Date(0).toUTCString(),
      etag: '"e"',
      ...(headers.range && { "content-range": `bytes ${start}-${end - 1}/${content.length}` }),
    });
    response.end(method === "HEAD" ? undefined : body);
  };
}
