import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { ServerProcess, serve } from "../support/emulators/server-process.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const stays = ["-e", "setInterval(() => {}, 1000); console.log('ready now')"];
const stubborn = ["-e", "process.on('SIGTERM', () => console.log('no')); setInterval(() => {}, 1000); console.log('ready now')"];

it.each([
  // What a Ctrl-C sends, a request to end, a crash, and what nobody can see coming.
  "SIGINT",
  "SIGTERM",
  "SIGABRT",
  "SIGKILL",
] as const)("ends a server and removes its folder when the process that started it is ended by %s", async (signal) => {
  const script = join(temporaryFolder(), "starter.ts");
  writeFileSync(
    script,
    `import { ServerProcess } from ${JSON.stringify(join(import.meta.dirname, "../support/emulators/server-process.ts"))};
     const server = await ServerProcess.open("orphan");
     console.log(JSON.stringify({ pid: await server.run(process.execPath, ${JSON.stringify(stays)}), folder: server.folder }));`,
  );
  const starter = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(starter.stdout, "data")) as [Buffer];
  const { pid, folder } = JSON.parse(line.toString()) as { pid: number; folder: string };
  expect([isAlive(pid), existsSync(folder)]).toEqual([true, true]);
  starter.kill(signal);
  await until(() => !isAlive(pid) && !existsSync(folder));
});

it("ends a server that does not heed SIGTERM, and removes its folder", async () => {
  const { access, pid, stop } = await serve("stubborn", async (server) => {
    const id = await server.run(process.execPath, stubborn);
    return { pid: id, access: { folder: server.folder, word: await server.printed(/ready (\w+)/) } };
  });
  expect([access.word, isAlive(pid), existsSync(access.folder)]).toEqual(["now", true, true]);
  await stop();
  expect([isAlive(pid), existsSync(access.folder)]).toEqual([false, false]);
});

it("says what a server printed when that ended before it was ready, and leaves nothing behind", async () => {
  const seen: { folder?: string } = {};
  const broken = serve("broken", async (server) => {
    seen.folder = server.folder;
    const pid = await server.run(process.execPath, ["-e", "console.error('the port is taken'); process.exitCode = 3"]);
    return { pid, access: await server.printed(/ready (\w+)/) };
  });
  await expect(broken).rejects.toThrow(/^broken ended with 3 before it was ready\. Its last output:\nthe port is taken$/);
  expect(existsSync(seen.folder ?? "")).toBe(false);
});

it("says what it waited for when a server is not ready in time", async () => {
  const slow = serve("slow", async (server) => ({
    pid: await server.run(process.execPath, stays),
    access: await server.printed(/never (\w+)/, 500),
  }));
  await expect(slow).rejects.toThrow(/^slow did not print \/never \(\\w\+\)\/ within 0\.5 s\. Its last output:\n/);
});

it("says that a program could not be started", async () => {
  const absent = serve("absent", async (server) => ({ pid: await server.run("/no/such/program", []), access: undefined }));
  await expect(absent).rejects.toThrow("absent /no/such/program could not be started: spawn /no/such/program ENOENT");
});

it("says how a program of the setup ended", async () => {
  const server = await ServerProcess.open("setup");
  await expect(server.complete(process.execPath, ["-e", "console.log('no such user'); process.exitCode = 22"])).rejects.toThrow(
    /ended with 22\. Its last output:\nno such user$/,
  );
  await server.stop();
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(50);
}

/** A process that has ended but that nobody has asked for yet is not alive: on Linux its state is Z. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== "linux" || !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
