import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { onTestFinished, vi } from "vitest";
import { createObjectStore } from "../../core/src/clouds/aws/object-store.ts";
import type { Tuning } from "../../core/src/clouds/aws/tuning.ts";
import type { Call, ObjectStore } from "../../core/src/objects/object-store.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A server that stands in for one of AWS's, and what it was asked. */
export async function standIn(answer: (response: ServerResponse, asked: Asked) => unknown): Promise<{ endpoint: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const { method = "", url = "", headers } = request;
    const body = await buffer(request).catch(() => undefined);
    // Who has hung up waits for no answer.
    if (body === undefined) return;
    const one = { method, url, headers, body: body.toString() };
    asked.push(one);
    // As on every answer of S3 about an object.
    response.setHeader("etag", '"abc"');
    await answer(response, one);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** An answer as S3 words its errors. */
export function s3Error(response: ServerResponse, status: number, code: string, more = "", headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/xml", ...headers });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>It says ${code}.</Message>${more}</Error>`);
}

export const call: Call = { operation: "bucket.test" };
export const KEYS = { accessKeyId: "an-access-key", secretAccessKey: "the-secret-of-it" };

/** Fails fast: there is nothing to wait for. */
export function storeAt(
  endpoint: string | undefined,
  {
    provider = KEYS,
    bucket,
    tuning,
  }: { provider?: Record<string, unknown>; bucket?: Record<string, unknown>; tuning?: Partial<Tuning> } = {},
): ObjectStore {
  const place = { provider: { region: "us-east-1", ...(endpoint && { endpoint }), ...provider }, bucket, bucketName: "bkt" };
  return createObjectStore(place, { maxAttempts: 1, ...tuning });
}

/** Nothing of this machine's own configuration. */
export function withoutEnvironment(): string {
  const home = temporaryFolder();
  for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) vi.stubEnv(name, undefined);
  vi.stubEnv("HOME", home);
  vi.stubEnv("AWS_CONFIG_FILE", `${home}/config`);
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", `${home}/credentials`);
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  return home;
}
