import { execFile, spawnSync } from "node:child_process";
import dgram from "node:dgram";
import dns, { lookup } from "node:dns";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { join } from "node:path";
import tls from "node:tls";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import pl from "nodejs-polars";
import { describe, expect, it } from "vitest";
import { attemptsToLeave } from "../support/no-network.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const root = join(import.meta.dirname, "../..");
const guard = join(root, "test/support/no-network.ts");
const proxy = join(root, "test/support/no-network-proxy.ts");

// Addresses and names that are reserved for documentation: a guard that failed would reach nobody.
const ADDRESS = "192.0.2.1";
const NAME = "bucket.example.invalid";

/** Each is swallowed, as careless code would. What it asked for is known all the same, and would fail the test. */
describe("the guard against leaving this machine", () => {
  it.each([
    { what: "a socket", go: () => failed(net.connect(443, ADDRESS)), where: `${ADDRESS}:443` },
    { what: "a socket by name", go: () => failed(net.connect({ port: 80, host: NAME })), where: `${NAME}:80` },
    { what: "a TLS socket", go: () => failed(tls.connect({ port: 443, host: NAME })), where: `${NAME}:443` },
    { what: "an HTTP request", go: () => failed(http.get(`http://${ADDRESS}:8080/`)), where: `${ADDRESS}:8080` },
    { what: "an address of IPv6", go: () => failed(net.connect(443, "2001:db8::1")), where: "2001:db8::1:443" },
    { what: "fetch", go: () => refused(fetch(`https://${NAME}/key`)), where: `${NAME}:443` },
    { what: "the look-up of a name", go: () => refused(promisify(lookup)(NAME)), where: `${NAME} (lookup)` },
    { what: "the promise of a look-up", go: () => refused(dns.promises.resolve4(NAME)), where: `${NAME} (resolve4)` },
    { what: "a datagram", go: () => datagram(ADDRESS), where: `${ADDRESS}:53` },
  ])("stops $what, and says where it would have gone", async ({ go, where }) => {
    expect(await go()).toContain(`something asked for ${where}.`);
    expect(attemptsToLeave()).toEqual([where]);
  });

  it("sees what a Node process does that a test starts", async () => {
    const script = `fetch("http://${ADDRESS}:81/").catch(({ cause }) => console.log(cause.message))`;
    const { stdout } = await promisify(execFile)(process.execPath, ["-e", script]);
    expect(stdout).toContain(`something asked for ${ADDRESS}:81.`);
    expect(attemptsToLeave()).toEqual([`${ADDRESS}:81`]);
  });

  it("sees what a thread does that a test starts", async () => {
    const script = `fetch("http://${ADDRESS}:83/").catch(({ cause }) => require("node:worker_threads").parentPort.postMessage(cause.message))`;
    const [message] = (await once(new Worker(script, { eval: true }), "message")) as [string];
    expect(message).toContain(`something asked for ${ADDRESS}:83.`);
    expect(attemptsToLeave()).toEqual([`${ADDRESS}:83`]);
  });

  it("stops a resolver of one's own, with callbacks or with promises", async () => {
    expect(() => new dns.Resolver().resolve4(NAME, () => undefined)).toThrow(`${NAME} (resolve4)`);
    expect(() => new dns.promises.Resolver().resolveTxt(NAME)).toThrow(`${NAME} (resolveTxt)`);
    expect(attemptsToLeave()).toEqual([`${NAME} (resolve4)`, `${NAME} (resolveTxt)`]);
  });

  it("sees what native code does", async () => {
    const keys = { aws_access_key_id: "none", aws_secret_access_key: "none", aws_region: "us-east-1" };
    const cloudOptions = { ...keys, aws_endpoint_url: `http://${NAME}`, aws_allow_http: "true", aws_max_retries: "0" };
    await expect(pl.scanParquet("s3://bucket/key.parquet", { cloudOptions }).collect()).rejects.toThrow();
    expect(attemptsToLeave().join()).toContain(NAME);
  });

  it("fails a test that swallows the error", () => {
    const folder = temporaryFolder();
    const swallows = `it("swallows", () => fetch("http://${ADDRESS}:82/").catch(() => undefined)); it("stays here", () => undefined);`;
    writeFileSync(join(folder, "swallows.test.ts"), swallows);
    const options = { root, test: { globals: true, dir: folder, globalSetup: [proxy], setupFiles: [guard] } };
    writeFileSync(join(folder, "vitest.config.mts"), `export default ${JSON.stringify(options)};`);
    const vitest = join(root, "node_modules/vitest/vitest.mjs");
    const args = [vitest, "run", "--config", join(folder, "vitest.config.mts"), "--reporter=tap-flat"];
    // The environment of these tests has been cleaned already; the run inside makes its own.
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    expect(stdout, stderr).toMatch(/^not ok 1 .*swallows #/m);
    expect(stdout).toMatch(/^ok 2 .*stays here/m);
    expect(stdout).toContain(`this one asked for ${ADDRESS}:82.`);
  });

  it("lets this machine be reached, by each of its names", async () => {
    const server = http.createServer((_, response) => response.end("here")).listen(0);
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    for (const host of ["127.0.0.1", "localhost"]) expect(await (await fetch(`http://${host}:${port}/`)).text()).toBe("here");
    server.close();
    expect(attemptsToLeave()).toEqual([]);
  });

  it("hides the credentials of whoever runs the tests", () => {
    expect(
      Object.keys(process.env).filter((name) => /KEY|SECRET|TOKEN|PROFILE|CREDENTIALS$/.test(name) && /^(AWS|AZURE|GOOGLE)_/.test(name)),
    ).toEqual([]);
  });
});

async function failed(emitter: net.Socket | http.ClientRequest): Promise<string> {
  const [error] = (await once(emitter, "error")) as [Error];
  return error.message;
}

async function refused(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason) => reason,
  );
  if (!(error instanceof Error)) return "nothing was refused";
  return error.cause instanceof Error ? error.cause.message : error.message;
}

async function datagram(address: string): Promise<string> {
  const socket = dgram.createSocket("udp4");
  try {
    return await refused((async () => socket.send("?", 53, address))());
  } finally {
    socket.close();
  }
}
