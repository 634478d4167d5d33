import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, expect, it, vi } from "vitest";
import { AwsConfig } from "../../core/src/config/index.ts";
import { Provider, pl } from "../../core/src/index.ts";
import { onEmulator } from "../support/emulators/on-emulator.ts";
import { bucketOn } from "../support/emulators/s3-client.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

afterEach(() => void vi.unstubAllEnvs());

onEmulator("s3Full", (s3) => {
  it("renews credentials that expire in the middle of a run, also for what Polars reads by itself, and writes them nowhere", async () => {
    const { bucket } = await bucketOn(s3);
    const folder = temporaryFolder();
    const log = join(folder, "asked");
    appendFileSync(log, "");
    // A program that hands out credentials for less time than any SDK trusts, as one of a company's own would.
    const program = join(folder, "sign-in.mjs");
    const answer = { Version: 1, AccessKeyId: s3.accessKeyId, SecretAccessKey: s3.secretAccessKey };
    writeFileSync(
      program,
      `import { appendFileSync } from "node:fs";
       appendFileSync(${JSON.stringify(log)}, "x");
       console.log(JSON.stringify({ ...${JSON.stringify(answer)}, Expiration: new Date(Date.now() + 60_000).toISOString() }));`,
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
    const before = readFileSync(log, "utf8").length;
    expect((await scan.collect()).getColumn("id").toArray()).toEqual([1, 2]);
    expect(readFileSync(log, "utf8").length).toBeGreaterThan(before);
    // What Polars is told of, and may write down, is where to ask, not what is answered.
    expect(inspect(scan.serialize("json").toString())).not.toContain(s3.secretAccessKey);
  });
});
