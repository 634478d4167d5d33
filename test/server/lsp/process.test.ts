import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type BuiltServer, buildServer } from "../../support/lsp/built-server.ts";
import { LspClient, pulling } from "../../support/lsp/client.ts";

let built: BuiltServer;
beforeAll(() => {
  built = buildServer();
});
afterAll(() => built?.remove());

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});
const keep = (client: LspClient): LspClient => {
  if (client.process !== undefined) children.push(client.process);
  return client;
};

const initializeRequest = (processId: number | null) => ({ processId, rootUri: null, capabilities: pulling });
const framed = (body: string): string => `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
describe("the bundled server", () => {
  test("has read no TypeScript when it answers initialize, and reads it afterwards", async () => {
    const record = join(built.folder, "loaded.txt");
    const hooks = fileURLToPath(new URL("../../support/lsp/record-loads.mjs", import.meta.url));
    process.env.LOADED_MODULES = record;
    const client = keep(LspClient.stdio(built.script, ["--stdio"], ["--import", hooks]));
    delete process.env.LOADED_MODULES;
    const holdsTypeScript = () =>
      readFileSync(record, "utf8")
        .split("\n")
        .filter((url) => url.startsWith("file:") && existsSync(fileURLToPath(url)))
        .some((url) => /createScanner\b/.test(readFileSync(fileURLToPath(url), "utf8")));
    await client.request("initialize", initializeRequest(null));
    expect(readFileSync(record, "utf8")).toContain("main.mjs");
    expect(holdsTypeScript()).toBe(false);
    await client.notify("initialized", {});
    await client.ready();
    expect(holdsTypeScript()).toBe(true);
    await client.stop();
  });

  test.each([
    ["its standard streams", () => LspClient.stdio(built.script)],
    ["Node's channel", () => LspClient.ipc(built.script)],
  ])("speaks over %s, and ends with 0 after shutdown and exit", async (_channel, start) => {
    const client = keep(start());
    const { serverInfo } = await client.initialize();
    expect(serverInfo).toEqual({ name: "Glacier", version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
    await client.ready();
    await client.open("file:///pipelines/a.ts", "const a = 1;");
    expect(await client.pull("file:///pipelines/a.ts")).toEqual([]);
    await client.request("shutdown");
    const exited = client.exited();
    await client.notify("exit", undefined);
    expect(await exited).toBe(0);
  });

  test("ends with 1 when it is told to exit without a shutdown", async () => {
    const client = keep(LspClient.stdio(built.script));
    await client.initialize();
    const exited = client.exited();
    await client.notify("exit", undefined);
    expect(await exited).toBe(1);
  });

  test("says how it wants to be started when no channel is named, and ends with 2", () => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [built.script], { encoding: "utf8" });
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("--stdio");
  });

  test("goes on after a message that is no JSON", async () => {
    const child = spawn(process.execPath, [built.script, "--stdio"], { stdio: ["pipe", "pipe", "pipe"] });
    children.push(child);
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.stdin.write(framed("{ this is no JSON"));
    child.stdin.write(framed(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params: initializeRequest(null) })));
    while (!output.includes('"capabilities"')) await new Promise((resolve) => child.stdout.once("data", resolve));
    expect(child.exitCode).toBeNull();
  });
});

describe("a server whose client goes away without a word", () => {
  test("ends when its input ends", async () => {
    const client = keep(LspClient.stdio(built.script));
    await client.initialize();
    const exited = client.exited();
    client.process?.stdin?.end();
    expect(await exited).toBe(1);
  });

  test.each(["stdio", "ipc"])("ends when the process that started it over %s is killed", async (channel) => {
    const script = `
      const { fork, spawn } = require("node:child_process");
      const server = ${channel === "ipc"} ? fork(process.argv[1], ["--node-ipc"], { stdio: ["ignore", "ignore", 1, "ipc"] }) : spawn(process.execPath, [process.argv[1], "--stdio"], { stdio: ["pipe", "pipe", 1] });
      const message = ${JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params: initializeRequest(null) })};
      if (server.connected) { server.on("message", () => console.log(server.pid)); server.send(message); }
      else { server.stdout.once("data", () => console.log(server.pid)); const text = JSON.stringify(message); server.stdin.write("Content-Length: " + text.length + "\\r\\n\\r\\n" + text); }
    `;
    const parent = spawn(process.execPath, ["-e", script, built.script], { stdio: ["ignore", "pipe", "inherit"] });
    children.push(parent);
    // The server holds the parent's output open as its own error stream: the output closes when both are gone.
    const bothGone = new Promise((resolve) => parent.once("close", resolve));
    await new Promise((resolve) => parent.stdout.once("data", resolve));
    parent.kill("SIGKILL");
    await bothGone;
  });

  test("ends when the process that initialize named is gone, even if its streams stay open", async () => {
    const named = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    children.push(named);
    const client = keep(LspClient.stdio(built.script));
    await client.initialize({ processId: named.pid ?? null });
    const exited = client.exited();
    named.kill("SIGKILL");
    expect(await exited).toBe(1);
  });
});
