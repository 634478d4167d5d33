// What s3.bench.mjs measures, in a process of its own. Prints one line of JSON.
import { createReadStream } from "node:fs";
import { Provider, pl } from "@glacier/core";
import { AwsConfig } from "@glacier/core/config";

const [access, work, ...args] = process.argv.slice(2);
const { endpoint, region, accessKeyId, secretAccessKey } = JSON.parse(access);
const provider = new Provider({ config: new AwsConfig({ region, endpoint, accessKeyId, secretAccessKey, forcePathStyle: true }) });

const timed = async (action) => {
  const started = performance.now();
  await action();
  return performance.now() - started;
};

const works = { scan, upload, list };
console.log(JSON.stringify(await works[work](...args)));
process.exit();

async function scan(rounds) {
  const size = Number(process.env.ROWS ?? 10_000_000);
  const numbers = (name, of) =>
    pl.Series(
      name,
      Float64Array.from({ length: size }, (_, index) => of(index)),
      pl.Float64,
    );
  const frame = pl.DataFrame([
    numbers("id", (index) => index),
    numbers("group", (index) => index % 1000),
    numbers("value", Math.sin),
    numbers("other", Math.cos),
  ]);
  // Two objects alike, so that what Glacier knows of the one it read says nothing of the other.
  const ours = provider.bucket("bench", { path: "scan/glacier.parquet" });
  await ours.write(frame);
  await provider.bucket("bench", { path: "scan/peer.parquet" }).write(frame);
  const cloudOptions = {
    aws_endpoint_url: endpoint,
    aws_region: region,
    aws_access_key_id: accessKeyId,
    aws_secret_access_key: secretAccessKey,
    aws_allow_http: "true",
  };
  const question = (lazy) =>
    lazy
      .filter(pl.col("id").gt(pl.lit(1_000_000)))
      .groupBy("group")
      .agg(pl.col("value").sum().alias("sum"))
      .collect();
  const contestants = {
    glacier: async () => question(await ours.scan()),
    peer: () => question(pl.scanParquet("s3://bench/scan/peer.parquet", { cloudOptions })),
  };
  for (const contestant of Object.values(contestants)) await contestant();
  return interleaved(contestants, Number(rounds));
}

async function list(rounds, expected) {
  const { S3Client, paginateListObjectsV2 } = await import("@aws-sdk/client-s3");
  const client = new S3Client({ endpoint, region, credentials: { accessKeyId, secretAccessKey }, forcePathStyle: true });
  const bucket = provider.bucket("bench");
  const require = (count) => {
    if (count !== Number(expected)) throw new Error(`${count} keys instead of ${expected}`);
  };
  const contestants = {
    glacier: async () => {
      let count = 0;
      for await (const { objects } of bucket.list({ prefix: "many/" })) count += objects.length;
      require(count);
    },
    peer: async () => {
      let count = 0;
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: "bench", Prefix: "many/" }))
        count += Contents.length;
      require(count);
    },
  };
  for (const contestant of Object.values(contestants)) await contestant();
  return interleaved(contestants, Number(rounds));
}

async function upload(who, file) {
  const { S3Client } = await import("@aws-sdk/client-s3");
  const { Upload } = await import("@aws-sdk/lib-storage");
  const client = new S3Client({ endpoint, region, credentials: { accessKeyId, secretAccessKey }, forcePathStyle: true });
  const bucket = provider.bucket("bench");
  // Code and connections are there before it counts.
  const send = {
    glacier: (key, content) => bucket.upload(key, content),
    peer: (Key, Body) => new Upload({ client, params: { Bucket: "bench", Key, Body } }).done(),
  }[who];
  await send("warm", "up");
  globalThis.gc?.();
  const idle = process.memoryUsage.rss();
  let peak = idle;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const durationMs = await timed(() => send("upload", createReadStream(file)));
  clearInterval(watch);
  await bucket.remove("upload");
  return { durationMs, aboveIdleMiB: (peak - idle) / 2 ** 20 };
}

async function interleaved(contestants, rounds) {
  const names = Object.keys(contestants);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) times[name].push(await timed(contestants[name]));
  }
  return times;
}
