import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseCodeArguments } from "../e2e/host/arguments.ts";
import { withLock } from "../e2e/host/lock.ts";
import { describeMissing, findChromium, missingPackages } from "../e2e/host/requirements.ts";
import { createScratch, removeAbandonedScratch } from "../e2e/host/scratch.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "glacier-host-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the stand-in for `code`", () => {
  it("reads what a test run passes and ignores what only desktop windows know", () => {
    const argv = ["--no-sandbox", "--skip-welcome", "--disable-workspace-trust", "--user-data-dir=/u", "--extensions-dir=/e"];
    expect(parseCodeArguments([...argv, "--extensionDevelopmentPath=/ext", "--extensionTestsPath=/t/index.js", "/folder=1"])).toEqual({
      extensions: ["/ext"],
      tests: "/t/index.js",
      userData: "/u",
      extensionsDirectory: "/e",
      trustEverything: true,
      folder: "/folder=1",
    });
  });

  it("finds the script of a tests path without an extension", () => {
    writeFileSync(join(folder, "index.js"), "");
    expect(parseCodeArguments([`--extensionTestsPath=${folder}`]).tests).toBe(join(folder, "index.js"));
  });
});

describe("the lock around an install", () => {
  it("lets one in at a time, and is gone afterwards", async () => {
    const file = join(folder, "deep/lock");
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} in`);
      await Promise.resolve();
      order.push(`${name} out`);
    };
    await Promise.all([withLock(file, work("first"), () => undefined), withLock(file, work("second"), () => order.push("second waits"))]);
    expect(order).toEqual(["first in", "second waits", "first out", "second in", "second out"]);
    expect(existsSync(file)).toBe(false);
  });

  it("is taken over from a process that is gone", async () => {
    const file = join(folder, "lock");
    writeFileSync(file, String(idOfDeadProcess()));
    expect(
      await withLock(
        file,
        async () => readFileSync(file, "utf8"),
        () => undefined,
      ),
    ).toBe(String(process.pid));
  });

  it("is released when the work fails", async () => {
    const file = join(folder, "lock");
    const failing = withLock(
      file,
      () => Promise.reject(new Error("no network")),
      () => undefined,
    );
    await expect(failing).rejects.toThrow("no network");
    expect(existsSync(file)).toBe(false);
  });
});

describe("what the real VS Code needs", () => {
  const env = () => ({ PATH: folder });

  it("is named with the command that installs it", () => {
    expect(describeMissing(missingPackages({ hostInstalled: false }, env()))).toBe(
      'the real VS Code needs chromium, g++, make, python3: install with "apt-get update && apt-get install -y chromium g++ make python3"',
    );
  });

  it("is Chromium alone once code-server is installed, under any of its names", () => {
    expect(missingPackages({ hostInstalled: true }, env())).toEqual(["chromium"]);
    writeFileSync(join(folder, "google-chrome"), "");
    chmodSync(join(folder, "google-chrome"), 0o755);
    expect(missingPackages({ hostInstalled: true }, env())).toEqual([]);
    expect(findChromium({ ...env(), E2E_CHROMIUM: join(folder, "nowhere") })).toBeUndefined();
  });
});

describe("temporary folders", () => {
  it("are removed by a later run when their owner was killed, and kept while it lives", () => {
    const mine = createScratch();
    const abandoned = join(tmpdir(), `glacier-e2e-${idOfDeadProcess()}-x`);
    mkdirSync(abandoned);
    removeAbandonedScratch();
    expect([existsSync(mine.folder), existsSync(abandoned)]).toEqual([true, false]);
    mine.remove();
    expect(existsSync(mine.folder)).toBe(false);
  });
});

function idOfDeadProcess(): number {
  return spawnSync(process.execPath, ["-e", ""]).pid;
}
