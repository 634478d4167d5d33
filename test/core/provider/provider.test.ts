import { inspect } from "node:util";
import {
  AwsConfig,
  AzureConfig,
  BlobConfig,
  DatabricksConfig,
  DataprocConfig,
  EmrConfig,
  GcpConfig,
  GcsConfig,
  GlueConfig,
  LambdaConfig,
  LocalConfig,
  S3Config,
  SparkConfig,
  SynapseConfig,
} from "@glacier/core/config";
import { Bucket, ExecutionEnvironment, forceLocal, Provider, Resource, Serverless } from "@glacier/core/resources";
import { afterEach, describe, expect, it, vi } from "vitest";

const aws = (): Provider => new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
const azure = (): Provider => new Provider({ config: new AzureConfig({ resourceGroup: "rg", storageAccount: "account1" }) });
const gcp = (): Provider => new Provider({ config: new GcpConfig({ project: "my-project" }) });
const local = (): Provider => new Provider({ config: new LocalConfig({ basePath: "/srv/data" }) });

/** The error that a call throws. */
function errorOf(call: () => unknown): { code: string; name: string; message: string; hint?: string } {
  try {
    call();
  } catch (error) {
    return error as { code: string; name: string; message: string; hint?: string };
  }
  throw new Error("nothing was thrown");
}

describe("a provider", () => {
  it.each([
    [aws, "aws", "aws:eu-west-1"],
    [azure, "azure", "azure:rg"],
    [gcp, "gcp", "gcp:my-project"],
    [local, "local", "local:/srv/data"],
  ])("%# has the cloud of its config and a name made from it", (make, cloud, name) => {
    expect(make()).toMatchObject({ cloud, name });
  });

  it("names a local provider by the path as it is written, and finds it from the working directory", () => {
    const provider = new Provider({ config: new LocalConfig() });
    expect(provider.name).toBe("local:./data");
    expect(provider.basePath).toBe(`${process.cwd()}/data`);
    expect(aws().basePath).toBeUndefined();
  });

  it("takes a name and tags, and keeps them from changing", () => {
    const tags = { team: "etl" };
    const provider = new Provider({ config: new LocalConfig(), name: "lake", tags });
    tags.team = "other";
    expect(provider).toMatchObject({ name: "lake", tags: { team: "etl" } });
    expect(Object.isFrozen(provider.tags)).toBe(true);
    expect(local().tags).toEqual({});
  });

  it("tracks what it makes, in order", () => {
    const provider = aws();
    const made = [provider.bucket("b"), provider.glue("j"), provider.serverless("f", { handler: "./f.ts#main" })];
    expect(provider.getResources()).toEqual(made);
    (provider.getResources() as Resource[]).pop();
    expect(provider.getResources()).toHaveLength(3);
  });

  it("is told apart from other things, and is recognised across two copies of the package", async () => {
    vi.resetModules();
    const copy = await import("@glacier/core/resources");
    expect(copy.Provider).not.toBe(Provider);
    const foreign = new copy.Provider({ config: new LocalConfig() });
    expect(foreign instanceof Provider).toBe(true);
    expect(foreign.bucket("b") instanceof Bucket).toBe(true);
    expect(foreign.bucket("b") instanceof Resource).toBe(true);
    expect(foreign.bucket("b") instanceof Serverless).toBe(false);
    expect(foreign.spark("s") instanceof ExecutionEnvironment).toBe(true);
    expect(({} as unknown) instanceof Provider).toBe(false);
    expect(foreign.bucket("b", { config: new S3Config() })).toBeDefined();
  });

  it("shows no secret", () => {
    const secret = "hush-hush-42";
    const provider = new Provider({ config: new AwsConfig({ region: "eu-west-1", accessKeyId: "A", secretAccessKey: secret }) });
    const bucket = provider.bucket("b");
    for (const shown of [JSON.stringify(provider), JSON.stringify(bucket), inspect(bucket, { depth: 9 }), String(provider)]) {
      expect(shown).not.toContain(secret);
    }
  });

  it("does not repeat a secret that is given in the wrong place", () => {
    const secret = "hush-hush-42";
    for (const text of [`https://example.test/x?sig=${secret}`, `AccountName=a/;AccountKey=${secret}`]) {
      for (const call of [
        () => aws().bucket(text),
        () => aws().bucket("raw", { format: text }),
        () => aws().bucket("raw", { [text]: 1 } as never),
        () => aws().glue([text] as never),
      ]) {
        const error = errorOf(call);
        for (const shown of [error.message, JSON.stringify(error), inspect(error)]) expect(shown).not.toContain(secret);
      }
    }
  });

  it.each<[string, unknown, string]>([
    ["no options", undefined, "one object of options"],
    ["no config", {}, "missing"],
    ["a plain object", { config: { region: "eu-west-1" } }, "AwsConfig"],
    ["a resource's config", { config: new S3Config() }, "S3Config"],
    ["an unknown option", { config: new LocalConfig(), nmae: "x" }, "nmae"],
    ["an empty name", { config: new LocalConfig(), name: " " }, "name"],
    ["a tag that is no text", { config: new LocalConfig(), tags: { a: 1 } }, '"a"'],
  ])("refuses %s", (_what, options, part) => {
    const error = errorOf(() => new Provider(options as never));
    expect(error).toMatchObject({ code: "CONFIG_INVALID" });
    expect(error.message).toContain(part);
  });
});

describe("Provider.fromEnv", () => {
  it.each([
    [{ AWS_REGION: "eu-west-1", AZURE_RESOURCE_GROUP: "rg", GCP_PROJECT: "my-project" }, "aws:eu-west-1"],
    [{ AZURE_RESOURCE_GROUP: "rg", GCP_PROJECT: "my-project" }, "azure:rg"],
    [{ AWS_REGION: "", GCP_PROJECT: "my-project" }, "gcp:my-project"],
    [{ AWS_DEFAULT_REGION: "eu-west-1" }, "local:./data"],
    [{ GLACIER_BASE_PATH: "/lake" }, "local:/lake"],
    [{}, "local:./data"],
  ])("chooses from %j", (env, name) => {
    expect(Provider.fromEnv(env).name).toBe(name);
  });
});

describe("a resource", () => {
  it("has the documented default name", () => {
    const provider = aws();
    expect(provider.bucket("raw").name).toBe("raw");
    expect(provider.bucket("raw", { path: "/sales/2026/x.parquet" })).toMatchObject({
      name: "raw_sales_2026_x.parquet",
      path: "sales/2026/x.parquet",
    });
    expect(provider.bucket("raw", { path: "sales/" }).name).toBe("raw_sales_");
    expect(provider.serverless("resize", { handler: () => null }).name).toBe("resize");
    expect(provider.glue("job").name).toBe("glue_job");
    expect(provider.spark("s")).toMatchObject({ name: "spark_s", environmentType: "spark", environmentName: "s" });
    expect(provider.bucket("raw", { name: "mine" }).name).toBe("mine");
  });

  it("has the documented defaults", () => {
    expect(aws().bucket("raw")).toMatchObject({ path: "", format: "parquet", bucketName: "raw", config: undefined });
    expect(aws().bucket("raw", { format: "CSV" }).format).toBe("csv");
    expect(aws().serverless("f", { handler: "./f.ts#main" }).runtime).toBe("nodejs24");
  });

  it.each([
    ["Bucket", Bucket],
    ["Serverless", Serverless],
    ["ExecutionEnvironment", ExecutionEnvironment],
  ])("of class %s cannot be constructed directly", (name, resourceClass) => {
    const error = errorOf(() => new (resourceClass as unknown as new (...args: unknown[]) => unknown)("raw", {}));
    expect(error).toMatchObject({ code: "DIRECT_INSTANTIATION", name: "DirectInstantiationError" });
    expect(error.message).toContain(name);
    expect(error.hint).toContain("provider.");
  });

  it("gives URIs at once, for every cloud", () => {
    const path = "a b/ü#?.csv";
    expect(aws().bucket("raw", { path }).getUri()).toBe("s3://raw/a b/ü#?.csv");
    expect(gcp().bucket("raw", { path }).getUri()).toBe("gs://raw/a b/ü#?.csv");
    expect(azure().bucket("raw", { path: "x.csv" }).getUri()).toBe("abfs://raw@account1.dfs.core.windows.net/x.csv");
    expect(local().bucket("raw", { path }).getUri()).toBe("file:///srv/data/raw/a%20b/%C3%BC%23%3F.csv");
    expect(local().bucket("raw", { path: "x/" }).getUri()).toBe("file:///srv/data/raw/x/");
    expect(local().bucket("raw").getUri()).toBe("file:///srv/data/raw");
    expect(aws().bucket("raw").getUri()).toBe("s3://raw");
  });

  it("finds an Azure account in the connection string", () => {
    const connectionString = "DefaultEndpointsProtocol=https;AccountName=etl1;AccountKey=hush==";
    const provider = new Provider({ config: new AzureConfig({ resourceGroup: "rg", connectionString }) });
    expect(provider.bucket("raw", { path: "x" }).getUri()).toBe("abfs://raw@etl1.dfs.core.windows.net/x");
  });

  it.each(["a/b", "..", ".", "", "a\\b", "a\0b", "/etc", "../../etc", ".glacier", ".Glacier"])(
    "bucket named %j is refused on every cloud",
    (name) => {
      for (const provider of [aws(), azure(), gcp(), local()]) {
        expect(errorOf(() => provider.bucket(name))).toMatchObject({ code: "CONFIG_INVALID" });
      }
    },
  );

  it("refuses a format that does not exist, and names those that do", () => {
    const error = errorOf(() => aws().bucket("raw", { format: "xlsx" }));
    expect(error).toMatchObject({ code: "UNSUPPORTED_FORMAT", hint: expect.stringContaining("ndjson") });
  });

  it.each<[string, () => unknown]>([
    ["an unknown option", () => aws().bucket("raw", { pth: "x" } as never)],
    ["a path that is no text", () => aws().bucket("raw", { path: 5 } as never)],
    ["a function without options", () => aws().serverless("f", undefined as never)],
    ["a function without a handler", () => aws().serverless("f", {} as never)],
    ["a handler without an export", () => aws().serverless("f", { handler: "./f.ts" })],
    ["an environment without a name", () => aws().glue("")],
  ])("refuses %s", (_what, call) => {
    expect(errorOf(call)).toMatchObject({ code: "CONFIG_INVALID" });
  });
});

describe("a config on a factory", () => {
  it.each<[string, () => unknown]>([
    ["S3Config on Azure", () => azure().bucket("b", { config: new S3Config() })],
    ["GcsConfig on AWS", () => aws().bucket("b", { config: new GcsConfig() })],
    ["an array in which none fits", () => aws().bucket("b", { config: [new GcsConfig(), new BlobConfig()] })],
    ["LambdaConfig in bucket()", () => aws().bucket("b", { config: new LambdaConfig() as never })],
    ["LambdaConfig in bucket() on a laptop", () => local().bucket("b", { config: new LambdaConfig() as never })],
    ["LambdaConfig among bucket configs", () => aws().bucket("b", { config: [new S3Config(), new LambdaConfig() as never] })],
    ["LambdaConfig on Google Cloud", () => gcp().serverless("f", { handler: "./f.ts#f", config: new LambdaConfig() })],
    ["glue() on Azure", () => azure().glue("j", { config: new GlueConfig() })],
    ["dataproc() on AWS", () => aws().dataproc("c")],
    ["synapse() on Google Cloud", () => gcp().synapse("p")],
    ["EmrConfig in spark() on Google Cloud", () => gcp().spark("s", { config: new EmrConfig({ releaseLabel: "emr-7.5.0" }) })],
    ["S3Config in spark()", () => aws().spark("s", { config: new S3Config() as never })],
  ])("that does not fit is a mismatch: %s", (_what, call) => {
    expect(errorOf(call)).toMatchObject({ code: "CONFIG_MISMATCH", name: "ConfigMismatchError", hint: expect.any(String) });
  });

  it.each<[string, () => unknown]>([
    ["a plain object", () => aws().bucket("b", { config: { versioning: true } as never })],
    ["the class itself", () => aws().bucket("b", { config: S3Config as never })],
    ["null", () => aws().bucket("b", { config: null as never })],
    ["a provider's config", () => aws().bucket("b", { config: new AwsConfig({ region: "eu-west-1" }) as never })],
    ["a provider's config on a laptop", () => local().bucket("b", { config: new LocalConfig() as never })],
    ["two configs of one cloud", () => aws().bucket("b", { config: [new S3Config(), new S3Config()] })],
    ["two configs of one cloud on a laptop", () => local().bucket("b", { config: [new S3Config(), new S3Config()] })],
  ])("that is none is invalid: %s", (_what, call) => {
    expect(errorOf(call)).toMatchObject({ code: "CONFIG_INVALID", name: "ConfigValidationError" });
  });

  it("names the class, the cloud and what fits", () => {
    const { message } = errorOf(() => azure().bucket("b", { config: new S3Config() }));
    for (const part of ["S3Config", "AWS", "Azure", "BlobConfig"]) expect(message).toContain(part);
  });

  it("of an array is the one that fits", () => {
    const configs = [new S3Config(), new BlobConfig(), new GcsConfig()];
    expect(aws().bucket("b", { config: configs }).config).toBe(configs[0]);
    expect(azure().bucket("b", { config: configs }).config).toBe(configs[1]);
    expect(gcp().bucket("b", { config: configs }).config).toBe(configs[2]);
  });

  it("of any cloud is accepted and ignored on a laptop", () => {
    expect(local().bucket("b", { config: new S3Config() }).config).toBeUndefined();
    expect(local().bucket("b", { config: [new GcsConfig(), new BlobConfig()] }).config).toBeUndefined();
    expect(local().serverless("f", { handler: "./f.ts#f", config: new LambdaConfig() }).config).toBeUndefined();
    expect(local().glue("j", { config: new GlueConfig() }).name).toBe("glue_j");
  });

  it("of every environment is legal where the environment exists", () => {
    for (const provider of [aws(), azure(), gcp(), local()]) {
      expect(provider.databricks("c", { config: new DatabricksConfig() }).environmentType).toBe("databricks");
      const spark = new SparkConfig();
      expect(provider.spark("s", { config: spark }).config).toBe(spark);
    }
    const emr = new EmrConfig({ releaseLabel: "emr-7.5.0" });
    const synapse = new SynapseConfig({ workspace: "w" });
    const dataproc = new DataprocConfig({ machineType: "n2-standard-4" });
    expect(aws().spark("s", { config: emr }).config).toBe(emr);
    expect(azure().spark("s", { config: synapse }).config).toBe(synapse);
    expect(gcp().spark("s", { config: dataproc }).config).toBe(dataproc);
    expect(aws().spark("s", { config: [new SparkConfig(), emr] }).config).toBe(emr);
    for (const factory of ["databricks", "glue", "emr", "dataproc", "synapse", "spark"] as const) {
      expect(local()[factory]("x").environmentType).toBe(factory);
    }
  });
});

describe("an operation without an adapter", () => {
  it.each<[string, () => Promise<unknown>]>([
    ["a function", () => aws().serverless("f", { handler: "./f.ts#f" }).invoke({})],
    ["a deployment", () => gcp().serverless("f", { handler: "./f.ts#f" }).deploy()],
    ["a job", () => local().spark("s").submitJob({ name: "j", entryPoint: "e" })],
    ["a job's end", () => aws().glue("j").waitForJob("1")],
  ])("says what is supported: %s", async (_what, call) => {
    await expect(call()).rejects.toMatchObject({ code: "NO_ADAPTER", hint: expect.stringContaining("bucket on Local") });
  });
});

describe("getAdapter", () => {
  it("makes one adapter per resource, and tries again after a failure", async () => {
    const provider = local();
    const bucket = provider.bucket("b");
    expect(await provider.getAdapter(bucket)).toBe(await provider.getAdapter(bucket));
    expect(await provider.getAdapter(bucket)).not.toBe(await provider.getAdapter(provider.bucket("b")));
    const spark = provider.spark("s");
    const first = provider.getAdapter(spark);
    await expect(first).rejects.toMatchObject({ code: "NO_ADAPTER" });
    const second = provider.getAdapter(spark);
    expect(second).not.toBe(first);
    await expect(second).rejects.toMatchObject({ code: "NO_ADAPTER" });
  });
});

describe("forceLocal", () => {
  afterEach(() => forceLocal(undefined));

  it("makes any provider a local one, under its own name", () => {
    forceLocal("/lake");
    const provider = azure();
    expect(provider).toMatchObject({ cloud: "local", name: "azure:rg", basePath: "/lake" });
    expect(provider.config).toBeInstanceOf(LocalConfig);
    expect(provider.bucket("b", { path: "x.csv", config: new BlobConfig() }).getUri()).toBe("file:///lake/b/x.csv");
    expect(provider.bucket("b", { config: new S3Config() }).config).toBeUndefined();
    expect(provider.glue("j").name).toBe("glue_j");
  });

  it("reaches providers of another copy of the package, and ends", async () => {
    vi.resetModules();
    const copy = await import("@glacier/core/resources");
    copy.forceLocal("lake");
    expect(aws()).toMatchObject({ cloud: "local", name: "aws:eu-west-1", basePath: `${process.cwd()}/lake` });
    copy.forceLocal(undefined);
    expect(aws().cloud).toBe("aws");
  });
});
