import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { temporaryFolder } from "../../../core/src/data/temporary-folder.ts";
import { ownerId } from "../../../core/src/owners/owner.ts";
import { temporaryFolder as testFolder } from "../../support/temporary-folder.ts";

/** A folder for temporary files into which this process has not written yet. */
function ownTmpdir(path = testFolder()): string {
  vi.stubEnv("TMPDIR", path);
  vi.stubEnv("TEMP", path);
  onTestFinished(() => void vi.unstubAllEnvs());
  return path;
}

/** A process of this machine that has certainly ended. */
const deadOwner = `${ownerId.split("~")[0]}~${2 ** 22 + 1}~1`;

function leave(parent: string, name: string): string {
  mkdirSync(join(parent, name));
  writeFileSync(join(parent, name, "content.parquet"), "half of it");
  return name;
}

async function startWriter(tmpdir: string): Promise<ChildProcess> {
  const script = join(import.meta.dirname, "frame-stream-writer.ts");
  const writer = spawn(process.execPath, ["--conditions=glacier-source", "--disable-warning=ExperimentalWarning", script], {
    env: { ...process.env, TMPDIR: tmpdir, TEMP: tmpdir },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void writer.kill("SIGKILL"));
  const [said] = (await Promise.race([once(writer.stdout ?? writer, "data"), once(writer, "exit")])) as [unknown];
  expect(String(said)).toBe("begun\n");
  return writer;
}

describe("the folder of what is on its way to a cloud", () => {
  it("is made after what killed writers have left was removed, and living ones keep theirs", async () => {
    const tmpdir = ownTmpdir();
    const [killed, living] = await Promise.all([startWriter(tmpdir), startWriter(tmpdir)]);
    killed.kill("SIGKILL");
    await once(killed, "exit");
    const before = readdirSync(tmpdir);
    const own = basename(await temporaryFolder("test://next"));
    expect(before).toHaveLength(2);
    expect(readdirSync(tmpdir).sort()).toEqual([...before.filter((name) => name.includes(`~${living.pid}~`)), own].sort());
  });

  it("leaves alone what names no owner, belongs to somebody who cannot be looked for, or only leads somewhere", async () => {
    const elsewhere = testFolder();
    const tmpdir = ownTmpdir();
    leave(elsewhere, "kept");
    const gone = leave(tmpdir, `glacier-write-${deadOwner}~aaaaaa`);
    const forgotten = leave(tmpdir, "glacier-write-another-host~2~1~aaaaaa");
    utimesSync(join(tmpdir, forgotten), 1, 1);
    const kept = ["glacier-write-aaaaaa", "glacier-write-another-host~1~1~aaaaaa", `other-${deadOwner}~aaaaaa`];
    for (const name of kept) leave(tmpdir, name);
    const link = `glacier-write-${deadOwner}~bbbbbb`;
    symlinkSync(elsewhere, join(tmpdir, link), "junction");
    const own = basename(await temporaryFolder("test://next"));
    expect(readdirSync(tmpdir).sort()).toEqual([...kept, link, own].sort());
    expect([gone, forgotten].some((name) => existsSync(join(tmpdir, name)))).toBe(false);
    expect(existsSync(join(elsewhere, "kept/content.parquet"))).toBe(true);
  });

  it("that cannot be made is an error with the folder and the variable that names it", async () => {
    const missing = join(testFolder(), "missing");
    ownTmpdir(missing);
    await expect(temporaryFolder("test://lake/x.parquet")).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: `test://lake/x.parquet cannot be written: the folder for temporary files, ${missing}, is not there.`,
      hint: expect.stringContaining("TMPDIR"),
    });
  });
});
