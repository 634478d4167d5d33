import { LocalConfig } from "@glacier/core/config";
import { type ExecutionEnvironment, type JobStatus, Provider } from "@glacier/core/resources";
import { describe, expect, it, vi } from "vitest";
import type { EnvironmentAdapter } from "../../../core/src/resources/adapter.ts";

/** An environment whose engine reports one status after the other. */
function environmentWith(statuses: JobStatus[]): ExecutionEnvironment {
  const provider = new Provider({ config: new LocalConfig() });
  const adapter: EnvironmentAdapter = {
    pollInterval: 1,
    submitJob: async () => "job-1",
    getJobStatus: async () => statuses.shift() ?? "RUNNING",
    cancelJob: async () => undefined,
  };
  vi.spyOn(provider, "getAdapter").mockResolvedValue(adapter);
  return provider.spark("s");
}

describe("waitForJob", () => {
  it.each(["SUCCEEDED", "FAILED", "CANCELLED"] as const)("waits until the job is %s, and tells each change once", async (end) => {
    const seen: JobStatus[] = [];
    const environment = environmentWith(["PENDING", "PENDING", "RUNNING", "RUNNING", end]);
    expect(await environment.waitForJob("job-1", { onStatus: (status) => seen.push(status) })).toBe(end);
    expect(seen).toEqual(["PENDING", "RUNNING", end]);
  });

  it("stops waiting when it is cancelled", async () => {
    const controller = new AbortController();
    const waiting = environmentWith([]).waitForJob("job-1", { signal: controller.signal, onStatus: () => controller.abort() });
    await expect(waiting).rejects.toMatchObject({ code: "CANCELLED" });
    await expect(environmentWith([]).waitForJob("job-1", { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "CANCELLED" });
  });

  it("passes jobs on to the engine", async () => {
    const environment = environmentWith(["RUNNING"]);
    expect(await environment.submitJob({ name: "j", entryPoint: "e" })).toBe("job-1");
    expect(await environment.getJobStatus("job-1")).toBe("RUNNING");
    expect(await environment.cancelJob("job-1")).toBeUndefined();
  });
});
