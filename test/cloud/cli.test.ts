import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OpenBucket } from "@glacier/core/testing";
import { expect, it } from "vitest";
import { pl } from "../../core/src/index.ts";
import { glacier } from "../cli/command.ts";
import { newAzureContainer } from "../support/clouds/azure-buckets.ts";
import { newGcsBucket } from "../support/clouds/gcs-buckets.ts";
import { newS3Bucket } from "../support/clouds/s3-buckets.ts";
import type { EmulatorAccess, EmulatorName } from "../support/emulators/emulators.ts";
import { onEmulator } from "../support/emulators/on-emulator.ts";
import { FaultProxy } from "../support/faults/fault-proxy.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A bucket, as a user's shell knows it: by its URI, and what the environment says of the cloud. */
interface Shell {
  /** Ends in `/`. */
  readonly uri: string;
  readonly bucket: OpenBucket;
  readonly env: Record<string, string>;
}

type OpenShell<Name extends EmulatorName> = (access: EmulatorAccess[Name]) => Promise<Shell>;

const s3Shell = async (access: EmulatorAccess["s3Light"]): Promise<Shell> => {
  const { name, bucket } = await newS3Bucket(access);
  const env = {
    AWS_ENDPOINT_URL: access.endpoint,
    AWS_REGION: access.region,
    AWS_ACCESS_KEY_ID: access.accessKeyId,
    AWS_SECRET_ACCESS_KEY: access.secretAccessKey,
  };
  return { uri: `s3://${name}/`, bucket, env };
};

const azureShell: OpenShell<"azure"> = async (access) => {
  const { name, bucket } = await newAzureContainer(access);
  const { account, accountKey, endpoint } = access;
  const env = {
    AZURE_STORAGE_CONNECTION_STRING: `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${accountKey};BlobEndpoint=${endpoint};`,
  };
  return { uri: `abfs://${name}@${account}.dfs.core.windows.net/`, bucket, env };
};

const gcsShell: OpenShell<"gcs"> = async (access) => {
  const { name, bucket } = await newGcsBucket(access);
  return { uri: `gs://${name}/`, bucket, env: { STORAGE_EMULATOR_HOST: access.endpoint } };
};

onEmulator("s3Full", (access) => theCommandWorks(() => s3Shell(access)));
onEmulator("azure", (access) => theCommandWorks(() => azureShell(access)));
onEmulator("gcs", (access) => theCommandWorks(() => gcsShell(access)));

function theCommandWorks(open: () => Promise<Shell>): void {
  const opened = async () => {
    const { uri, bucket, env } = await open();
    const cwd = temporaryFolder();
    const run = (...args: string[]) => glacier(args, { cwd, env });
    return { uri, bucket, run, cwd };
  };

  it("copies a tree into the cloud and back, skips what is there, and removes it", async () => {
    const { uri, run, cwd } = await opened();
    const names = ["a.txt", "sub/b ü+%23#.csv", "sub/deep/empty", "sub/deep/c&d.json"];
    for (const name of names) {
      mkdirSync(join(cwd, "tree", name, ".."), { recursive: true });
      writeFileSync(join(cwd, "tree", name), name.endsWith("empty") ? "" : `content of ${name}`);
    }
    expect(await run("cp", "-r", "tree", `${uri}copy/`)).toMatchObject({ code: 0 });
    const again = await run("cp", "-r", "tree", `${uri}copy/`, "--json");
    expect(again).toMatchObject({ code: 0 });
    expect(again.stdout + again.stderr).not.toMatch(/"copied":[^0]/);
    expect(await run("cp", "-r", `${uri}copy/`, "back")).toMatchObject({ code: 0 });
    for (const name of names)
      expect(readFileSync(join(cwd, "back", name)).toString()).toBe(readFileSync(join(cwd, "tree", name)).toString());

    const listed = await run("ls", "-r", `${uri}copy/`);
    expect(listed).toMatchObject({ code: 0, stderr: "" });
    for (const name of names) expect(listed.stdout).toContain(name);
    const folder = await run("ls", `${uri}copy/`);
    expect(folder.stdout).toContain("sub/");
    expect(folder.stdout).not.toContain("deep");

    expect(await run("cp", `${uri}copy/a.txt`, `${uri}copy/z.txt`)).toMatchObject({ code: 0 });
    expect((await run("cat", `${uri}copy/z.txt`)).stdout).toBe("content of a.txt");
    expect((await run("stat", "--json", `${uri}copy/z.txt`)).stdout).toContain('"size":16');

    expect(await run("rm", "-r", "--yes", `${uri}copy/`)).toMatchObject({ code: 0 });
    expect((await run("ls", "-r", uri)).stdout).not.toContain("copy");
  }, 120_000);

  it.each(["parquet", "csv", "ndjson", "ipc", "avro"] as const)("shows the first rows of %s", async (format) => {
    const { uri, bucket, run } = await opened();
    const path = `data/first.${format}`;
    await bucket(path, { format }).write(pl.DataFrame({ id: [1, 2, 3], name: ["a", "ü", "c"] }));
    const { code, stdout, stderr } = await run("head", "-n", "2", `${uri}${path}`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("ü");
    expect(stdout).not.toMatch(/\bc\b/);
  });

  it("says with a code what is not there, and what to do", async () => {
    const { uri, run } = await opened();
    for (const args of [
      ["cat", `${uri}nothing`],
      ["stat", `${uri}nothing`],
      ["head", `${uri}nothing.csv`],
      ["ls", `${uri}nothing/`],
    ]) {
      const { code, stdout, stderr } = await run(...args);
      expect({ args, code, stdout }).toEqual({ args, code: 1, stdout: "" });
      expect(stderr).toContain("NOT_FOUND");
    }
  });
}

onEmulator("s3Full", (access) => {
  it("reads of a large object no more than its first rows need", async () => {
    const proxy = await FaultProxy.before(access.endpoint);
    const { uri, bucket, env } = await s3Shell(access);
    const rows = 2_000_000;
    const numbers = (name: string, of: (index: number) => number) =>
      pl.Series(
        name,
        Float64Array.from({ length: rows }, (_, index) => of(index)),
        pl.Float64,
      );
    const frame = pl.DataFrame([numbers("id", (index) => index), numbers("sine", Math.sin), numbers("cosine", Math.cos)]);
    for (const [name, format] of [
      ["big.parquet", "parquet"],
      ["big.csv", "csv"],
      ["big.ndjson", "ndjson"],
      ["big.ipc", "ipc"],
    ] as const) {
      const { size } = await bucket(name, { format }).write(frame);
      await proxy.plan();
      const shown = await glacier(["head", "-n", "3", "--columns", "id", `${uri}${name}`], {
        cwd: temporaryFolder(),
        env: { ...env, AWS_ENDPOINT_URL: proxy.endpoint },
      });
      expect(shown).toMatchObject({ code: 0, stderr: "" });
      const requests = await proxy.requests();
      const received = requests.reduce((sum, request) => sum + request.received, 0);
      expect(requests.length).toBeGreaterThan(0);
      expect({ name, share: received / size < 0.2 }).toEqual({ name, share: true });
      expect(requests.filter(({ method, range, received: bytes }) => method === "GET" && range === undefined && bytes > 10_000)).toEqual(
        [],
      );
    }
  }, 60_000);
});
