import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { freePorts } from "../../support/emulators/server-process.ts";
import { glacier } from "../command.ts";
import { contentOf, jsonOf, linesOf, objectFiles, write } from "./object-files.ts";

const files = { "raw/a.csv": "1", "raw/b/c.csv": "22", "raw/b/empty": "", "raw/日本 %20.csv": "333" };
const tree = { "a.csv": "1", "b/c.csv": "22", "b/empty": "", "日本 %20.csv": "333" };

describe("glacier cp", () => {
  it("copies an object under a name, and into a folder that ends in a slash or is there", async () => {
    const { folder, run } = objectFiles({ ...files, "there/x": "" });
    expect(await run("cp", "raw/a.csv", "copy.csv")).toMatchObject({
      code: 0,
      stderr: "",
      stdout: expect.stringMatching(/^copied +file:\S+\/raw\/a\.csv -> file:\S+\/copy\.csv\n1 object copied \(1 B\)\n$/),
    });
    await run("cp", "raw/a.csv", "new/");
    await run("cp", "raw/a.csv", "there");
    await run("cp", `file://${folder}/raw/b/c.csv`, ".");
    expect(contentOf(folder)).toEqual({ ...files, "copy.csv": "1", "new/a.csv": "1", "there/a.csv": "1", "there/x": "", "c.csv": "22" });
    expect(readdirSync(folder).sort()).toEqual(["c.csv", "copy.csv", "new", "raw", "there"]);
  });

  it("copies nothing of a folder in which nothing is", async () => {
    const { folder, run } = objectFiles();
    mkdirSync(join(folder, "empty"));
    for (const name of ["empty", "empty/"])
      expect(await run("cp", "-r", name, "out")).toEqual({ code: 0, stdout: "0 objects copied (0 B)\n", stderr: "" });
  });

  it("takes a name that begins as an address for a file when it is there, or is written as a path", async () => {
    const { folder, run } = objectFiles({ "s3:x": "1", "gs:/y": "2" });
    for (const [from, to] of [
      ["s3:x", "a"],
      ["gs:/y", "b"],
      ["a", "gs:/new"],
      ["a", "./az:z"],
    ])
      expect(await run("cp", from ?? "", to ?? "")).toMatchObject({ code: 0, stderr: "" });
    expect(contentOf(folder)).toEqual({ "s3:x": "1", "gs:/y": "2", a: "1", b: "2", "gs:/new": "1", "az:z": "1" });
  });

  it("copies a tree to the same keys, whether the target is there or not, and skips what it has copied", async () => {
    const { folder, run } = objectFiles(files);
    const first = await run("cp", "-r", "raw", "out");
    expect({ code: first.code, stderr: first.stderr, last: linesOf(first.stdout).at(-1) }).toEqual({
      code: 0,
      stderr: "",
      last: "4 objects copied (6 B)",
    });
    expect(await run("cp", "-r", "raw/", "out/")).toMatchObject({ code: 0, stdout: "0 objects copied (0 B), 4 skipped\n" });
    expect(contentOf(join(folder, "out"))).toEqual(tree);
    write(join(folder, "raw/a.csv"), "9");
    writeFileSync(join(folder, "out/b/c.csv"), "XX");
    expect((await run("cp", "-r", "raw", "out")).stdout).toMatch(/\n2 objects copied \(3 B\), 2 skipped\n$/);
    expect(contentOf(join(folder, "out"))).toEqual({ ...tree, "a.csv": "9" });
    expect((await run("cp", "-r", "--again", "raw", "out")).stdout).toMatch(/\n4 objects copied/);
    expect(readdirSync(folder).sort()).toEqual(["out", "raw"]);
  });

  it("prints JSON lines, or nothing, or what it would do", async () => {
    const { folder, run } = objectFiles(files);
    expect(jsonOf((await run("cp", "-r", "--dry-run", "--json", "raw/b", "out")).stdout)).toEqual([
      { type: "would-copy", source: expect.stringMatching(/raw\/b\/c\.csv$/), target: expect.stringMatching(/out\/c\.csv$/), size: 2 },
      { type: "would-copy", source: expect.stringMatching(/raw\/b\/empty$/), target: expect.stringMatching(/out\/empty$/), size: 0 },
      { type: "summary", copied: 2, skipped: 0, failed: 0, bytes: 2 },
    ]);
    const { stdout: plan } = await run("cp", "-r", "--dry-run", "raw/b", "out");
    expect(plan).toMatch(/^would copy file:[\s\S]*\n2 objects would be copied \(2 B\)\n$/);
    expect(contentOf(folder)).toEqual(files);
    expect(await run("cp", "-r", "--quiet", "raw", "out")).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(contentOf(join(folder, "out"))).toEqual(tree);
    writeFileSync(join(folder, "out/a.csv"), "mine");
    expect((await run("cp", "-r", "--no-clobber", "raw", "out")).stdout).toBe("0 objects copied (0 B), 4 skipped\n");
    expect((await run("cp", "--no-clobber", "raw/a.csv", "out/")).stdout).toBe("0 objects copied (0 B), 1 skipped\n");
    expect(contentOf(join(folder, "out"))).toEqual({ ...tree, "a.csv": "mine" });
  });

  it.each([
    [["cp", "raw/a.csv", "raw/a.csv"], 2, /would be copied onto itself/],
    [["cp", "raw/a.csv", "raw"], 2, /would be copied onto itself/],
    [["cp", "-r", "raw", "raw"], 2, /would be copied onto itself/],
    [["cp", "-r", "raw", "raw/b/deep"], 2, /lies in file:\S+\/raw\/, which would be copied into itself/],
    [["cp", "raw", "out"], 1, /is a folder[\s\S]*With -r, what is in it is copied/],
    [["cp", "raw/none", "out"], 1, /^NOT_FOUND: /],
    [["cp", "-r", "none", "out"], 1, /^NOT_FOUND: /],
    [["cp", "raw/a.csv", "out", "--concurrency", "257"], 2, /whole number from 1 to 256/],
    [["cp", "raw/a.csv"], 2, /missing required argument 'dst'/],
    [["cp", "raw/a.csv", "raw/b/c.csv", "out/"], 2, /too many arguments for 'cp'. Expected 2 arguments but got 3/],
    [["cp", "-r", "raw/none/", "out"], 1, /^NOT_FOUND: file:\S+raw\/none\S* was not found/],
    [["cp", "raw/a.csv", "x://y"], 2, /Addresses are/],
    [["cp", "raw/a.csv", "s3:/bucket/a.csv"], 2, /Did you mean s3:\/\/bucket\/a\.csv\? /],
    [["cp", "-r", "raw", "gs:bucket"], 2, /Did you mean gs:\/\/bucket\? /],
    [["cp", "raw/a.csv", "raw/a.csv/below"], 1, /^failed[\s\S]*CONFLICT: /],
  ])("%j exits with %i, says why, and changes nothing", async (args, code, message) => {
    const { folder, run } = objectFiles(files);
    expect(await run(...args)).toMatchObject({ code, stderr: expect.stringMatching(message) });
    expect(contentOf(folder)).toEqual(files);
  });

  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`raw/${n % 50}/${n}`, `${n}`.repeat(20)]));
  const copied = Object.fromEntries(Object.entries(many).map(([key, content]) => [key.slice("raw/".length), content]));

  it.each(["SIGINT", "SIGKILL"] as const)(
    "stopped by %s among five thousand objects leaves no part, and is taken up by the same command",
    async (signal) => {
      const { folder, env, run } = objectFiles(many);
      let isSent = false;
      const stopped = await glacier(["cp", "-r", "raw", "out", "--json"], {
        cwd: folder,
        env,
        onStdout: (text, kill) => {
          if (isSent || linesOf(text).length < 200) return;
          isSent = true;
          kill(signal);
        },
      });
      expect(stopped.code).toBe(signal === "SIGINT" ? 1 : null);
      if (signal === "SIGINT")
        expect(stopped.stderr).toMatch(
          /^Stopping\.[^\n]*\nCANCELLED: The copy was stopped after \d+ objects\. Repeat the command to copy the rest\.\n$/,
        );
      const part = contentOf(join(folder, "out"));
      const done = Object.keys(part).length;
      expect(done).toBeGreaterThanOrEqual(200);
      expect(done).toBeLessThan(5000);
      for (const [key, content] of Object.entries(part)) expect(content).toBe(copied[key]);
      const summary = jsonOf((await run("cp", "-r", "raw", "out", "--json")).stdout).at(-1);
      expect(summary).toMatchObject({ type: "summary", failed: 0 });
      // What was under way when it was killed may be there without a note of it: at most as many as are copied at once.
      expect(Number(summary?.skipped)).toBeGreaterThanOrEqual(done - 8);
      expect(Number(summary?.copied) + Number(summary?.skipped)).toBe(5000);
      expect(contentOf(join(folder, "out"))).toEqual(copied);
    },
  );

  it("gives up where every object fails for one reason, tells it once, and goes on only with --keep-going", async () => {
    const some = Object.fromEntries(Object.entries(many).slice(0, 400));
    const { folder, env } = objectFiles(some);
    const s3 = { ...env, AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "no secret" };
    // Nothing listens there.
    const [closed] = await freePorts(1);
    const offline = { ...s3, AWS_ENDPOINT_URL: `http://127.0.0.1:${closed}`, AWS_MAX_ATTEMPTS: "1" };
    const given = await glacier(["cp", "-r", "raw", "s3://bucket/", "--json"], { cwd: folder, env: offline });
    const lines = jsonOf(given.stdout);
    expect(given.code).toBe(1);
    expect(lines.at(-1)).toEqual({ type: "summary", copied: 0, skipped: 0, failed: 20, bytes: 0, gaveUp: "NETWORK" });
    expect(lines).toHaveLength(21);
    expect(given.stderr).toMatch(/^NETWORK: [^\n]*\n {2}[^\n]*\nThe copy was given up: [^\n]*--keep-going[^\n]*\n$/);
    const all = await glacier(["cp", "-r", "raw", "s3://bucket/", "--keep-going"], { cwd: folder, env: offline });
    expect({ code: all.code, stdout: all.stdout }).toEqual({ code: 1, stdout: "0 objects copied (0 B), 400 failed\n" });
    expect(linesOf(all.stderr).filter((line) => line.startsWith("failed "))).toHaveLength(400);
  });

  it("names what of this machine is no object, and copies the rest", async () => {
    const { folder, run } = objectFiles({ "raw/a": "1", "raw/b/c": "2", outside: "3", "raw/\ufffd": "4" });
    symlinkSync(".", join(folder, "raw/loop"));
    symlinkSync("/nowhere/at/all", join(folder, "raw/b/broken"));
    symlinkSync("/etc/hostname", join(folder, "raw/elsewhere"));
    symlinkSync("a", join(folder, "raw/inside"));
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/raw/`), Buffer.of(0xff, 0xfe)]), "lost");
    const { code, stdout, stderr } = await run("cp", "-r", "raw", "out");
    expect({ code, last: linesOf(stdout).at(-1) }).toEqual({ code: 0, last: "4 objects copied (4 B)" });
    expect(linesOf(stderr.replaceAll(`file://${folder}/`, "")).sort()).toEqual([
      "left out  raw/%EF%BF%BD%EF%BF%BD: its name is not UTF-8",
      "left out  raw/b/broken: it is a link that leads nowhere",
      "left out  raw/elsewhere: it is a link to a file elsewhere",
      "left out  raw/loop: it is a link to a folder",
    ]);
    const lines = jsonOf((await run("cp", "-r", "raw", "out", "--json")).stdout);
    expect(lines.filter(({ type }) => type === "left-out")).toHaveLength(4);
    expect((await run("cp", "raw/a", "single")).stderr).toBe("");
  });

  it("may run twice at once", async () => {
    const some = Object.fromEntries(Object.entries(many).slice(0, 300));
    const { folder, run } = objectFiles(some);
    const both = await Promise.all([run("cp", "-r", "raw", "out", "--quiet"), run("cp", "-r", "raw", "out", "--quiet")]);
    expect(both).toEqual([
      { code: 0, stdout: "", stderr: "" },
      { code: 0, stdout: "", stderr: "" },
    ]);
    expect(contentOf(join(folder, "out"))).toEqual(
      Object.fromEntries(Object.entries(some).map(([key, content]) => [key.slice(4), content])),
    );
    expect((await run("cp", "-r", "raw", "out")).stdout).toMatch(/ skipped\n$/);
  });

  it("draws one line anew where a person looks, and no escape of a key reaches it", async () => {
    const { CopyReport } = await import("../../../cli/src/objects/copy/report.ts");
    const { GlacierError } = await import("../../../core/src/errors.ts");
    let [stdout, stderr] = ["", ""];
    const context = {
      cwd: "/",
      env: {},
      stdout: { isTTY: true, write: (text: string) => (stdout += text) },
      stderr: { isTTY: true, columns: 40, write: (text: string) => (stderr += text) },
      writeBytes: async () => undefined,
      onInterrupt: () => () => undefined,
      exit: (): never => {
        throw new Error("left");
      },
    };
    const report = new CopyReport(context, { json: false, quiet: false, dryRun: false });
    const pair = { source: "s3://b/\u001b[31m", target: "file:///x\u001b]0;", size: 3 };
    report.bytes(3);
    report.copied(pair);
    report.failed(pair, new GlacierError("CONFLICT", "bad \u001b[2J key"));
    await expect.poll(() => stderr).toContain("1 object copied (3 B), 1 failed");
    report.end();
    expect(stdout).toBe("1 object copied (3 B), 1 failed\n");
    expect(stderr.replaceAll("\r\u001b[2K", "")).not.toContain("\u001b");
    expect(stderr).toContain("failed    s3://b/\\x1b[31m -> file:///x\\x1b]0;\n  CONFLICT: bad \\x1b[2J key\n");
  });
});
