// A proxy that forwards nothing. What is not Node (Polars, Chromium, curl) cannot be hooked, but heeds the variables that name a
// proxy: each request that would leave the machine comes here, is refused, and is written down for the worker it came from. Chromium
// does not say which that is: what it asks for by itself at its start is refused, and blamed on nobody.
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

export interface NoNetwork {
  proxyPort: number;
  /** One file a worker, with a line for each attempt. */
  folder: string;
}

declare module "vitest" {
  interface ProvidedContext {
    noNetwork: NoNetwork;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "glacier-no-network-"));
  const note = (where: string | undefined, authorization: string | undefined) => {
    // The user's name in the proxy's address is the worker's.
    const [worker] = Buffer.from(authorization?.replace("Basic ", "") ?? "", "base64")
      .toString()
      .split(":");
    if (worker && /^\w+$/.test(worker)) appendFileSync(join(folder, worker), `${where} (through the proxy)\n`);
  };
  const server = createServer((request, response) => {
    note(request.url?.split("?")[0], request.headers["proxy-authorization"]);
    response.writeHead(403).end("A test may not leave this machine.");
  });
  server.on("connect", (request, socket) => {
    note(request.url, request.headers["proxy-authorization"]);
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // It listens on an address, not on a path.
  const { port } = server.address() as AddressInfo;
  project.provide("noNetwork", { proxyPort: port, folder });
  return async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  };
}
