import { cloudById, cloudDescriptors, outdatedRuntime } from "@glacier/core/clouds";
import { expect, it } from "vitest";

const stateOn = (cloud: string, runtime: string, day: string): string | undefined =>
  outdatedRuntime(cloudById(cloud)?.runtimes?.value ?? {}, runtime, new Date(`${day}T12:00:00Z`))?.state;

it.each<[string, string, string, string | undefined]>([
  ["aws", "nodejs20.x", "2026-04-29", undefined],
  ["aws", "nodejs20.x", "2026-04-30", "deprecated"],
  ["aws", "nodejs20.x", "2027-01-31", "deprecated"],
  ["aws", "nodejs20.x", "2027-02-01", "blocked"],
  ["aws", "nodejs14.x", "2026-11-26", "blocked"],
  ["aws", "python3.7", "2026-11-26", "blocked"],
  ["aws", "python3.9", "2026-11-26", "deprecated"],
  ["aws", "nodejs24", "2026-11-26", undefined],
  ["aws", "nodejs26.x", "2040-01-01", undefined],
  ["gcp", "nodejs20", "2026-10-29", "deprecated"],
  ["gcp", "nodejs20", "2026-10-30", "blocked"],
  ["azure", "nodejs18", "2040-01-01", "deprecated"],
  ["azure", "node 20", "2026-11-26", "deprecated"],
  ["azure", "nodejs22", "2026-11-26", undefined],
])("on %s, %s is on %s: %s", (cloud, runtime, day, state) => expect(stateOn(cloud, runtime, day)).toBe(state));

it("is one runtime however it is spelled", () => {
  for (const name of ["nodejs18", "nodejs18.x", "NodeJS18", "node|18"]) expect(stateOn("aws", name, "2026-11-26"), name).toBe("deprecated");
  for (const name of ["python39", "python3.9"]) expect(stateOn("aws", name, "2026-11-26"), name).toBe("deprecated");
});

it("holds days in order, and successors that are in the table", () => {
  for (const { runtimes, id } of cloudDescriptors) {
    for (const [name, { deprecated, blocked, successor }] of Object.entries(runtimes?.value ?? {})) {
      for (const day of [deprecated, blocked]) if (day !== undefined) expect(day, name).toMatch(/^20\d\d-\d\d-\d\d$/);
      if (successor !== undefined && id !== "azure") expect(runtimes?.value, `${id} ${name}`).toHaveProperty([successor]);
    }
  }
});
