import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { CommandContext } from "../../../cli/src/context.ts";
import { main } from "../../../cli/src/main.ts";
import { s3Error, standIn } from "../../support/s3-stand-in.ts";
import { glacier } from "../command.ts";
import { contentOf, jsonOf, objectFiles } from "./object-files.ts";

const files = { "raw/a": "12", "raw/b/c": "345", keep: "" };

/** The command where a person answers. */
async function runAsking(folder: string, env: NodeJS.ProcessEnv, args: string[], answer: string) {
  const seen = { stdout: "", stderr: "", asked: "" };
  const sink = (name: "stdout" | "stderr") => ({ write: (text: string) => (seen[name] += text) });
  const context: CommandContext = {
    cwd: folder,
    env,
    stdout: sink("stdout"),
    stderr: sink("stderr"),
    writeBytes: async () => undefined,
    ask: async (question) => {
      seen.asked += question;
      return answer;
    },
    onInterrupt: () => () => undefined,
    exit: (code) => {
      throw new Error(`left with ${code}`);
    },
  };
  return { code: await main(args, context), ...seen };
}

describe("glacier rm", () => {
  it("removes objects, and is content with one that is not there", async () => {
    const { folder, run } = objectFiles(files);
    const { code, stdout, stderr } = await run("rm", "raw/a", "raw/none");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^removed 1 object \(2 B\): file:\S+\/raw\/a\nnothing is at file:\S+\/raw\/none\n$/);
    expect(contentOf(folder)).toEqual({ "raw/b/c": "345", keep: "" });
  });

  it("takes an empty address, which a variable that is not set gives, for no folder", async () => {
    const { folder, run } = objectFiles(files);
    for (const args of [
      ["rm", "-r", "--yes", ""],
      ["cp", "-r", "", "out"],
      ["cp", "raw/a", ""],
      ["ls", ""],
    ])
      expect(await run(...args)).toEqual({
        code: 2,
        stdout: "",
        stderr: 'CONFIG_INVALID: An address is empty.\n  The current folder is ".".\n',
      });
    expect(contentOf(folder)).toEqual(files);
  });

  it("leaves a folder alone without -r, however it is named", async () => {
    const { folder, run } = objectFiles(files);
    for (const name of ["raw", "raw/", "raw/b"]) {
      expect(await run("rm", name)).toMatchObject({
        code: 1,
        stdout: "",
        stderr: expect.stringMatching(/is a folder[\s\S]*With -r, it is removed/),
      });
    }
    expect(contentOf(folder)).toEqual(files);
  });

  it("removes a tree with --yes, and its empty folders", async () => {
    const { folder, run } = objectFiles(files);
    expect(await run("rm", "-r", "--yes", "raw/")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^removed 2 objects \(5 B\): /),
    });
    expect(readdirSync(folder)).toEqual(["keep"]);
    expect(await run("rm", "-r", "--yes", "raw")).toMatchObject({ code: 0, stdout: expect.stringMatching(/^nothing is at /) });
  });

  it("asks a person, and takes only a yes for one", async () => {
    const { folder, env } = objectFiles(files);
    expect(await runAsking(folder, env, ["rm", "-r", "raw"], "")).toMatchObject({ code: 1, stdout: "", stderr: "Nothing was removed.\n" });
    expect(contentOf(folder)).toEqual(files);
    const { code, asked } = await runAsking(folder, env, ["rm", "-r", "raw"], "y");
    expect(code).toBe(0);
    expect(asked).toMatch(/^Remove 2 objects \(5 B\) of file:\S+\/raw\? \[y\/N\] $/);
    expect(contentOf(folder)).toEqual({ keep: "" });
  });

  it("does not ask where nobody is, and needs --yes", async () => {
    const { folder, run } = objectFiles(files);
    expect(await run("rm", "-r", "raw")).toEqual({ code: 2, stdout: "", stderr: expect.stringContaining("--yes") });
    expect(contentOf(folder)).toEqual(files);
  });

  it("says with --dry-run what would go, and leaves it", async () => {
    const { folder, run } = objectFiles(files);
    expect((await run("rm", "-r", "--dry-run", "raw")).stdout).toMatch(/^would remove 2 objects \(5 B\): /);
    expect(jsonOf((await run("rm", "--dry-run", "--json", "raw/a")).stdout)).toEqual([
      { type: "would-remove", uri: expect.stringMatching(/\/raw\/a$/), objects: 1, bytes: 2, failed: 0 },
    ]);
    expect(contentOf(folder)).toEqual(files);
  });

  it("gives up where every object fails for one reason, tells it once, and goes on only with --keep-going", async () => {
    const keys = Array.from({ length: 50 }, (_, n) => `x/${n + 100}`);
    const contents = keys.map(
      (key) => `<Contents><Key>${key}</Key><Size>1</Size><LastModified>2026-01-01T00:00:00Z</LastModified></Contents>`,
    );
    const { endpoint } = await standIn((response, { method }) =>
      method === "GET" ? response.end(`<ListBucketResult>${contents.join("")}</ListBucketResult>`) : s3Error(response, 403, "AccessDenied"),
    );
    const { folder, env } = objectFiles();
    const access = { AWS_ENDPOINT_URL: endpoint, AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "no secret" };
    const remove = (...flags: string[]) =>
      glacier(["rm", "-r", "--yes", ...flags, "s3://bucket/x/"], { cwd: folder, env: { ...env, ...access } });
    expect(await remove()).toEqual({
      code: 1,
      stdout: "removed 0 objects (0 B), 20 failed: s3://bucket/x/\n",
      stderr: expect.stringMatching(/^ACCESS_DENIED: [^\n]*\n {2}[^\n]*\nRemoving was given up: [^\n]*--keep-going[^\n]*\n$/),
    });
    const all = await remove("--keep-going");
    expect({ code: all.code, stdout: all.stdout }).toEqual({ code: 1, stdout: "removed 0 objects (0 B), 50 failed: s3://bucket/x/\n" });
    expect(all.stderr.match(/ was not removed\.$/gm)).toHaveLength(50);
  });

  it("removes five thousand objects in batches", async () => {
    const { folder, run } = objectFiles(Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`many/${n % 7}/${n}`, "x"])));
    expect(jsonOf((await run("rm", "-r", "-y", "--json", "many")).stdout)).toMatchObject([
      { type: "removed", objects: 5000, bytes: 5000, failed: 0 },
    ]);
    expect(existsSync(join(folder, "many"))).toBe(false);
  });
});
