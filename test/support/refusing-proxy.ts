import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface RefusingProxy {
  port: number;
  close: () => Promise<void>;
}

/**
 * A proxy that forwards nothing. What is not Node cannot be hooked, but heeds the variables that name a proxy: each request that would leave the
 * machine comes here and is refused.
 *
 * @param note is told where a request would have gone, and the user's name in the address by which the proxy was reached, if any was given
 */
export async function startRefusingProxy(note: (where: string, user: string | undefined) => void): Promise<RefusingProxy> {
  const server = createServer((request, response) => {
    note(String(request.url?.split("?")[0]), userOf(request.headers["proxy-authorization"]));
    response.writeHead(403).end("A test may not leave this machine.");
  });
  server.on("connect", (request, socket) => {
    note(String(request.url), userOf(request.headers["proxy-authorization"]));
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens on an address, not on a path
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port, close };
}

function userOf(authorization: string | undefined): string | undefined {
  const [user] = Buffer.from(authorization?.replace("Basic ", "") ?? "", "base64")
    .toString()
    .split(":");
  return user && /^\w+$/.test(user) ? user : undefined;
}
