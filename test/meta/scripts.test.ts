import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const guard = "scripts/require-node.mjs";

describe("the npm scripts", () => {
  const { scripts } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { scripts: Record<string, string> };

  it.each(Object.keys(scripts))("%s looks at the Node version before anything else", (name) => {
    expect(scripts[name]).toMatch(/^node scripts\/require-node\.mjs && /);
  });
});

describe("the Node version guard", () => {
  it("lets the Node that runs these tests pass in silence", () => {
    expect(runGuard(process.versions.node, "build")).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  it.each(["20.20.2", "22.17.1", "18.0.0"])("stops Node %s with one line that names the command to run", (version) => {
    const { status, stdout, stderr } = runGuard(version, "build");
    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).toContain('"npx -y -p node@24 -- npm run build"');
  });

  it("names npm test the way it is typed", () => {
    expect(runGuard("20.20.2", "test").stderr).toContain('"npx -y -p node@24 -- npm test"');
  });
});

/** Runs the guard in a process that takes itself for another version of Node. */
function runGuard(version: string, script: string) {
  const pretend = `Object.defineProperty(process, "versions", { value: { node: "${version}" } }); Object.defineProperty(process, "version", { value: "v${version}" });`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(pretend)}`, guard],
    {
      cwd: root,
      encoding: "utf8",
      env: { PATH: process.env.PATH, npm_lifecycle_event: script },
    },
  );
  return { status, stdout, stderr };
}
