import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, expect, it, vi } from "vitest";
import { AwsConfig } from "../../core/src/config/index.ts";
import { Provider, pl } from "../../core/src/index.ts";
import { onEmulator } from "../support/emulators/on-emulator.ts";
import { bucketOn } from "../support/emulators/s3-client.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Of credentials, in milliseconds: longer than a busy machine takes to hand them on. */
const LIFE = 5_000;

afterEach(() => void vi.unstubAllEnvs());

onEmulator("s3Full", (s3) => {
  it("renews credentials that expire in the middle of a run, also for what Polars reads by itself, and writes them nowhere", async () => {
    const { bucket } = await bucketOn(s3);
    const folder = temporaryFolder();
    const log = join(folder, "asked");
    appendFileSync(log, "");
    // A program that hands out credentials, as one of a company's own would, and writes down for how long.
    const program = join(folder, "sign-in.mjs");
    const answer = { Version: 1, AccessKeyId: s3.accessKeyId, SecretAccessKey: s3.secretAccessKey };
    writeFileSync(
      program,
      `import { appendFileSync } from "node:fs";
       const Expiration = new Date(Date.now() + ${LIFE}).toISOString();
       appendFileSync(${JSON.stringify(log)}, Expiration + "\\n");
       console.log(JSON.stringify({ ...${JSON.stringify(answer)}, Expiration }));`,
    );
    const config = join(folder, "config");
    writeFileSync(config, `[profile short]\ncredential_process = ${process.execPath} ${program}\n`);
    vi.stubEnv("AWS_CONFIG_FILE", config);
    // However small they are: Polars is to read the parts by itself.
    vi.stubEnv("GLACIER_DIRECT_READ_BYTES", "0");

    const provider = new Provider({ config: new AwsConfig({ region: s3.region, endpoint: s3.endpoint, profile: "short" }) });
    const part = (id: number) => pl.DataFrame({ id: [id] });
    const lake = provider.bucket(bucket, { path: "lake/" });
    await lake.write(part(1));
    await lake.write(part(2));
    const scan = await lake.scan();
    // What Polars is told of, and may write down, is where to ask, not what is answered.
    const told = inspect(scan.serialize("json").toString(), { maxStringLength: null });
    expect(told).not.toContain(s3.secretAccessKey);
    const [address = ""] = /http:\/\/127\.0\.0\.1:\d+\/[^"'\\]+\/credentials/.exec(told) ?? [];
    const answered = async () => Date.parse(((await (await fetch(address)).json()) as { Expiration: string }).Expiration);
    const first = await answered();
    // Until they have not run out, an SDK may use the old ones while it asks for new ones.
    const handedOut = () => readFileSync(log, "utf8").split("\n").slice(0, -1);
    await vi.waitUntil(() => handedOut().every((expiration) => Date.parse(expiration) < Date.now()), { timeout: 60_000, interval: 100 });
    // Whom Polars asks gives it others then.
    expect(await answered()).toBeGreaterThan(first);
    const before = handedOut().length;
    expect((await scan.collect()).getColumn("id").toArray()).toEqual([1, 2]);
    // So does whom this program asks, to see whether the parts are still what was scanned.
    expect(handedOut().length).toBeGreaterThan(before);
  });
});
