import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { agentFor } from "../../../../core/src/clouds/azure/agent.ts";
import { tune } from "../../../../core/src/clouds/azure/tuning.ts";

describe("connections with limits", () => {
  const proxies = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"].flatMap((name) => [name, name.toLowerCase()]);
  beforeEach(() => {
    for (const name of proxies) vi.stubEnv(name, undefined);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });
  const isOurs = (endpoint: string): boolean => agentFor(endpoint, tune({})) !== undefined;

  it("are used where there is no proxy", () => {
    expect(isOurs("https://etl.blob.core.windows.net")).toBe(true);
  });

  it.each([
    ["etl.blob.core.windows.net", true],
    [".windows.net", true],
    ["other.example, .core.windows.net", true],
    ["windows.net", false],
    ["", false],
  ])("leave the way through a proxy to the SDK, but for NO_PROXY=%j", (exceptions, ours) => {
    vi.stubEnv("https_proxy", "http://127.0.0.1:1");
    vi.stubEnv("NO_PROXY", exceptions);
    expect(isOurs("https://etl.blob.core.windows.net")).toBe(ours);
  });
});
