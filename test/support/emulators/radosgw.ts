// S3, full: Ceph's RADOS Gateway, a production server, on the smallest cluster that it takes: one monitor and one store, in memory.
// About 6 s to its first answer, and 150 MB. It checks signatures and rights, keeps versions, and heeds If-None-Match and
// If-Match, the latter on a PUT only when the ETag comes without its quotes. What it does not prove: a streamed PutObject of unknown
// length (411), KMS keys, storage classes, public access blocks that come from an account, directory buckets.
import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { S3FullAccess, S3Keys } from "./access.ts";
import { findProgram } from "./installed.ts";
import { type Emulator, freePorts, type ServerProcess, serve } from "./server-process.ts";

const PROGRAMS = ["radosgw", "radosgw-admin", "ceph-mon", "ceph-osd", "ceph-authtool", "monmaptool"];
const OWNER = { accessKeyId: "glacier-owner", secretAccessKey: "secret-of-the-owner" };
const STRANGER = { accessKeyId: "glacier-stranger", secretAccessKey: "secret-of-the-stranger" };

export const radosgw: Emulator<S3FullAccess> = {
  title: "Ceph RADOS Gateway",
  missing: () =>
    PROGRAMS.every((program) => findProgram(program))
      ? undefined
      : 'radosgw: "apt-get install --no-install-recommends radosgw ceph-mon ceph-osd"',
  start: () =>
    serve("radosgw", async (server) => {
      const [monitorPort = 0, port = 0] = await freePorts(2);
      await startCluster(server, monitorPort);
      const frontend = `beast endpoint=127.0.0.1:${port}`;
      const pid = await server.run("radosgw", ["--conf=ceph.conf", "--name=client.rgw", "--foreground", `--rgw-frontends=${frontend}`]);
      const endpoint = `http://127.0.0.1:${port}`;
      await server.answers(endpoint);
      await addUser(server, "owner", OWNER);
      await addUser(server, "stranger", STRANGER);
      return { pid, access: { endpoint, region: "us-east-1", ...OWNER, stranger: STRANGER } };
    }),
};

async function startCluster(server: ServerProcess, monitorPort: number): Promise<void> {
  const cluster = randomUUID();
  for (const folder of ["mon", "osd", "rgw"]) mkdirSync(join(server.folder, folder));
  writeFileSync(join(server.folder, "ceph.conf"), configuration(server.folder, cluster, monitorPort));

  // The monitor takes the keys of its clients from here when it makes its store.
  await server.complete("ceph-authtool", ["--create-keyring", "keyring"]);
  for (const name of ["mon.", "osd.0", "client.rgw"]) {
    const rights = ["mon", "osd"].flatMap((part) => ["--cap", part, "allow *"]);
    await server.complete("ceph-authtool", ["keyring", `--name=${name}`, "--gen-key", ...rights]);
  }
  await server.complete("monmaptool", ["--create", "--fsid", cluster, "--addv", "a", `[v2:127.0.0.1:${monitorPort}]`, "monmap"]);

  const conf = "--conf=ceph.conf";
  await server.complete("ceph-mon", [conf, "--id=a", "--mkfs", "--monmap=monmap", "--keyring=keyring"]);
  await server.run("ceph-mon", [conf, "--id=a", "--foreground"]);
  await server.complete("ceph-osd", [conf, "--id=0", "--mkfs", `--osd-uuid=${randomUUID()}`]);
  await server.run("ceph-osd", [conf, "--id=0", "--foreground"]);
}

async function addUser(server: ServerProcess, name: string, { accessKeyId, secretAccessKey }: S3Keys): Promise<void> {
  const keys = [`--access-key=${accessKeyId}`, `--secret-key=${secretAccessKey}`];
  await server.complete("radosgw-admin", [
    "--conf=ceph.conf",
    "--name=client.rgw",
    "user",
    "create",
    `--uid=${name}`,
    `--display-name=${name}`,
    ...keys,
  ]);
}

function configuration(folder: string, cluster: string, monitorPort: number): string {
  return `[global]
fsid = ${cluster}
mon host = v2:127.0.0.1:${monitorPort}
# Nothing listens anywhere else.
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false

# One store without copies, in memory; nothing outlives the server.
osd objectstore = memstore
memstore device bytes = 4294967296
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000

# A monitor that waits a second for more to say before it says anything makes the start three times as long.
paxos propose interval = 0.05
paxos min wait = 0.02
# A nearly full disk is no reason to stop: nothing but logs is on it.
mon data avail warn = 0
mon data avail crit = 0

rgw enable apis = s3
rgw thread pool size = 32

run dir = ${folder}
keyring = ${folder}/keyring
mon data = ${folder}/mon
osd data = ${folder}/osd
rgw data = ${folder}/rgw
crash dir = ${folder}
admin socket =
pid file =
log file =
log to stderr = true
err to stderr = true
`;
}
