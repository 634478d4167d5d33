// Starts every emulator once for a whole run of the tests, all at the same time, and hands the tests their addresses.
import type { TestProject } from "vitest/node";
import { EMULATORS, type Reach } from "./emulators.ts";
import type { Emulator, Running } from "./server-process.ts";

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const left = Object.values(EMULATORS).flatMap((emulator) => emulator.missing() ?? []);
  if (left.length > 0 && process.env.CI) throw new Error(`CI tests on every emulator, and this machine lacks ${left.join("; ")}.`);

  const running: Running<unknown>[] = [];
  const stop = async () => {
    await Promise.all(running.map((server) => server.stop()));
  };
  const started = await Promise.allSettled(
    Object.entries(EMULATORS).map(async ([name, emulator]: [string, Emulator<unknown>]) => {
      const missing = emulator.missing();
      if (missing !== undefined) return [name, { missing }] as const;
      const server = await emulator.start();
      running.push(server);
      return [name, server.access] as const;
    }),
  );
  const failures = started.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  if (failures.length > 0) {
    await stop();
    throw new AggregateError(failures, failures.map(String).join("\n"));
  }
  const reached = started.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  // Each name is a key of EMULATORS, with what the emulator of that name gave.
  project.provide("emulators", Object.fromEntries(reached) as unknown as Reach);
  return stop;
}
