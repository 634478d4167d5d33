import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const SDKS = /node_modules\/(@aws-sdk|@smithy|@azure|@google-cloud|google-auth-library|gaxios)\//;

/** The packages that a program loads in a fresh process, by the names of their folders. */
async function loadedBy(program: string): Promise<string[]> {
  const hooks = `import { registerHooks } from "node:module"; registerHooks({ load(url, context, next) { console.log("loads " + url); return next(url, context); } });`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(hooks)}`, "--input-type=module", "-e", program],
    { cwd: root, env: { PATH: process.env.PATH } },
  );
  return stdout.split("\n").flatMap((line) => (line.startsWith("loads ") ? [line.slice("loads ".length)] : []));
}

const core = pathToFileURL(join(root, "core/dist/index.js")).href;
const config = pathToFileURL(join(root, "core/dist/config/index.js")).href;

it("loads no SDK for a pipeline that touches no cloud, be its provider one of a cloud's", async () => {
  const modules = await loadedBy(`
    const { Provider, pipeline, task } = await import(${JSON.stringify(core)});
    const { AwsConfig, AzureConfig, GcpConfig } = await import(${JSON.stringify(config)});
    for (const config of [new AwsConfig({ region: "eu-west-1" }), new AzureConfig({ resourceGroup: "g", storageAccount: "etl" }), new GcpConfig({ project: "weather" })]) {
      const bucket = new Provider({ config }).bucket("lake", { path: "a.parquet" });
      bucket.getUri();
      pipeline({ name: "p" }, () => { task({ name: "t" }, (from) => from.scan())(bucket); }).graph();
    }
  `);
  expect(modules.length).toBeGreaterThan(20);
  expect(modules.filter((url) => SDKS.test(url))).toEqual([]);
});

it("loads one cloud's SDK for a bucket of that cloud", async () => {
  const modules = await loadedBy(`
    const { Provider } = await import(${JSON.stringify(core)});
    const { AwsConfig } = await import(${JSON.stringify(config)});
    const config = new AwsConfig({ region: "eu-west-1", endpoint: "http://127.0.0.1:9", accessKeyId: "a", secretAccessKey: "b" });
    await new Provider({ config }).bucket("lake").stat("k", { signal: AbortSignal.timeout(300) }).catch(() => undefined);
    process.exit();
  `);
  expect(modules.some((url) => url.includes("@aws-sdk/client-s3"))).toBe(true);
  expect(modules.filter((url) => /@azure|@google-cloud/.test(url))).toEqual([]);
});
