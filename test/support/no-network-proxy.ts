// Each request of what is not Node (Polars, Chromium, curl) that would leave the machine is refused, and written down for the worker it came
// from. Chromium does not say which that is: what it asks for by itself at its start is refused, and blamed on nobody.
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startRefusingProxy } from "./refusing-proxy.ts";

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
  // The user's name in the proxy's address is the worker's.
  const proxy = await startRefusingProxy((where, worker) => {
    if (worker) appendFileSync(join(folder, worker), `${where} (through the proxy)\n`);
  });
  project.provide("noNetwork", { proxyPort: proxy.port, folder });
  return async () => {
    await proxy.close();
    rmSync(folder, { recursive: true, force: true });
  };
}
