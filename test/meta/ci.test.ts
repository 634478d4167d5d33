import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.ts";

const script = join(import.meta.dirname, "../../.ci/run");
const quickstart = "npx -y -p node@24 -- npm run quickstart";
const emulators = "npx -y -p node@24 -- npm run emulators";
const test = "npx -y -p node@24 -- npm test";
const everything = ["chromium", "g++", "make", "python3"];

/** The script is for Debian. It runs in a world of stand-ins, which write down how they were called. */
describe.skipIf(process.platform !== "linux")("the script of continuous integration", () => {
  let bin: string;
  beforeEach(() => {
    bin = join(temporaryFolder(), "bin");
    mkdirSync(bin);
    for (const tool of ["bash", "dirname", "timeout"]) symlinkSync(whereIs(tool), join(bin, tool));
    offer("npx");
    offer("apt-get");
  });

  it("installs as root what is missing, then runs the two commands of the README, with the emulators before the second", () => {
    beUser(0);
    offer("make");
    expect(run()).toEqual({
      code: 0,
      calls: [
        "apt-get update -q",
        "apt-get install -y -q --no-install-recommends chromium g++ python3",
        `CI=true ${quickstart}`,
        `CI=true ${emulators}`,
        `CI=true ${test}`,
      ],
      stderr: "",
    });
  });

  it("installs nothing where all is there", () => {
    beUser(1000);
    for (const tool of everything) offer(tool);
    expect(run().calls).toEqual([`CI=true ${quickstart}`, `CI=true ${emulators}`, `CI=true ${test}`]);
  });

  it("asks for root's rights without a prompt", () => {
    beUser(1000);
    offer("sudo");
    expect(run().calls).toContain("sudo -n apt-get update -q");
  });

  it("says what to install when it may not", () => {
    beUser(1000);
    const { code, calls, stderr } = run();
    expect({ code, calls }).toEqual({ code: 1, calls: [] });
    expect(stderr).toContain('"apt-get install -y chromium g++ make python3" as root');
  });

  it.each([
    { failing: "quickstart", calls: [`CI=true ${quickstart}`] },
    { failing: "emulators", calls: [`CI=true ${quickstart}`, `CI=true ${emulators}`] },
    { failing: "test", calls: [`CI=true ${quickstart}`, `CI=true ${emulators}`, `CI=true ${test}`] },
  ])("fails when npm's $failing fails, and runs nothing after it", ({ failing, calls }) => {
    beUser(0);
    for (const tool of everything) offer(tool);
    offer("npx", `[[ "$*" == *${failing} ]] && exit 7`);
    expect(run()).toMatchObject({ code: 7, calls });
  });

  function run() {
    const log = join(bin, "../calls");
    const { status, stderr } = spawnSync(script, { encoding: "utf8", env: { PATH: bin, LOG: log } });
    return { code: status, calls: existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [], stderr };
  }

  function offer(name: string, then = "") {
    const setting = name === "npx" ? "CI=$CI " : "";
    stub(name, `echo "${setting}${name} $*" >> "$LOG"\n${then}\nexit 0`);
  }

  function beUser(id: number) {
    stub("id", `echo ${id}`);
  }

  function stub(name: string, body: string) {
    writeFileSync(join(bin, name), `#!/usr/bin/env bash\n${body}\n`);
    chmodSync(join(bin, name), 0o755);
  }
});

function whereIs(tool: string): string {
  const found = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, tool));
  return found.find(existsSync) ?? tool;
}
