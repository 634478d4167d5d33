// Buckets on S3 against the parts they are made of, in turn, on a real S3 server of this machine (Ceph's RADOS Gateway; without it, fauxqs): a scan against Polars'
// own, an upload of 1 GB against the SDK's, a list of 100,000 keys against the SDK's. ROWS, SCAN_ROUNDS, UPLOAD_ROUNDS, LIST_ROUNDS and KEYS change the amounts.
import { execFile } from "node:child_process";
import { randomFillSync } from "node:crypto";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { fauxqs } from "../support/emulators/fauxqs.ts";
import { radosgw } from "../support/emulators/radosgw.ts";
import { median, spread } from "./statistics.mjs";

const amount = (name, usual) => Number(process.env[name] ?? usual);
const [scanRounds, uploadRounds, listRounds, keys] = [
  amount("SCAN_ROUNDS", 15),
  amount("UPLOAD_ROUNDS", 3),
  amount("LIST_ROUNDS", 5),
  amount("KEYS", 100_000),
];
const emulator = radosgw.missing() === undefined ? radosgw : fauxqs;
console.log(emulator.title);
const folder = mkdtempSync(join(tmpdir(), "glacier-bench-"));
try {
  await onServer(async ({ run }) => compare("scan, ms", scanRounds, await run("scan", String(scanRounds)), 1.05));

  const file = join(folder, "content");
  fill(file, 2 ** 30);
  const uploads = { glacier: [], peer: [], glacierMiB: [], peerMiB: [] };
  for (let round = 0; round < uploadRounds; round++) {
    for (const who of round % 2 === 0 ? ["glacier", "peer"] : ["peer", "glacier"]) {
      // A server in memory keeps what was removed for a while, so each upload has one of its own.
      await onServer(async ({ run }) => {
        const { durationMs, aboveIdleMiB } = await run("upload", who, file);
        uploads[who].push(durationMs);
        uploads[`${who}MiB`].push(aboveIdleMiB);
      });
    }
  }
  compare("upload of 1 GiB, ms", uploadRounds, uploads, 1.1);
  console.log(`  memory above idle at its peak, MiB: Glacier ${spread(uploads.glacierMiB)}, SDK ${spread(uploads.peerMiB)} (goal ≤ 200)`);

  await onServer(async ({ client, run }) => {
    await putMany(client, keys);
    compare(`list of ${keys} keys, ms`, listRounds, await run("list", String(listRounds), String(keys)), 1.1);
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function onServer(work) {
  const server = await emulator.start();
  try {
    const { endpoint, region, accessKeyId, secretAccessKey } = server.access;
    const client = new S3Client({ endpoint, region, credentials: { accessKeyId, secretAccessKey }, forcePathStyle: true });
    await client.send(new CreateBucketCommand({ Bucket: "bench" }));
    // While a process is waited for, the server's output is read, too: one whose output nobody reads stands still.
    const run = async (...args) => {
      const command = ["--expose-gc", join(import.meta.dirname, "s3-work.mjs"), JSON.stringify(server.access), ...args];
      return JSON.parse((await promisify(execFile)(process.execPath, command)).stdout);
    };
    await work({ client, run });
    client.destroy();
  } finally {
    await server.stop();
  }
}

function compare(title, rounds, { glacier, peer }, goal) {
  const ratio = median(glacier.map((value, round) => value / peer[round]));
  console.log(`${title}, ${rounds} rounds, min / median / max: Glacier ${spread(glacier)}, peer ${spread(peer)}`);
  console.log(`  Glacier ÷ peer: ${ratio.toFixed(3)} (median of the rounds; goal ≤ ${goal})`);
  console.log(JSON.stringify({ bench: "s3", what: title, rounds, ratio }));
}

function fill(path, size) {
  const file = openSync(path, "w");
  const chunk = randomFillSync(Buffer.allocUnsafe(2 ** 24));
  for (let at = 0; at < size; at += chunk.length) writeSync(file, chunk);
  closeSync(file);
}

async function putMany(client, count) {
  let next = 0;
  const put = async () => {
    while (next < count) {
      const Key = `many/${String(next++).padStart(8, "0")}`;
      await client.send(new PutObjectCommand({ Bucket: "bench", Key, Body: new Uint8Array() }));
    }
  };
  await Promise.all(Array.from({ length: 32 }, put));
}
