import { inspect } from "node:util";
import {
  type AnyConfig,
  AwsConfig,
  AzureConfig,
  BlobConfig,
  type ConfigClassName,
  configClasses,
  DatabricksConfig,
  GcpConfig,
  GcsConfig,
  GlueConfig,
  LambdaConfig,
  LocalConfig,
  S3Config,
  SparkConfig,
  SynapseConfig,
} from "@glacier/core/config";
import { describe, expect, it, vi } from "vitest";
import { showValue } from "../../../core/src/config/redact.ts";

/** The message of the error that a call throws, which must be a CONFIG_INVALID error. */
function messageOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    expect(error).toMatchObject({ code: "CONFIG_INVALID", name: "ConfigValidationError" });
    return String((error as Error).message);
  }
  throw new Error("nothing was thrown");
}

// The classes' constructors differ in their options; these tests give each its own.
const construct = (name: ConfigClassName, options?: unknown): AnyConfig =>
  new (configClasses[name] as unknown as new (options?: unknown) => AnyConfig)(options);

describe("a config object", () => {
  it.each([
    ["S3Config", { versioning: false, encryption: "AES256", publicAccessBlock: true }],
    ["BlobConfig", { tier: "Hot", replication: "LRS", softDeleteRetentionDays: 7, versioning: false }],
    ["GcsConfig", { storageClass: "STANDARD", versioning: false, uniformBucketLevelAccess: true }],
    ["LambdaConfig", { memory: 128, timeout: 3, ephemeralStorage: 512, architecture: "x86_64" }],
    ["AzureFunctionConfig", { plan: "FC1" }],
    ["CloudFunctionConfig", { memory: "256Mi", timeout: 60 }],
    ["DatabricksConfig", {}],
    ["GlueConfig", { workerType: "G.1X", numWorkers: 2, glueVersion: "5.0" }],
    ["SparkConfig", { master: "local[*]" }],
    ["LocalConfig", { basePath: "./data" }],
  ] as const)("of %s has the documented defaults without an argument", (name, defaults) => {
    expect({ ...construct(name) }).toEqual(defaults);
  });

  it.each([
    ["AwsConfig", "region"],
    ["AzureConfig", "resourceGroup"],
    ["GcpConfig", "project"],
    ["EmrConfig", "releaseLabel"],
    ["DataprocConfig", "machineType"],
    ["SynapseConfig", "workspace"],
  ] as const)("of %s needs its field %s", (name, field) => {
    expect(messageOf(() => construct(name, {}))).toContain(`${name}.${field} is missing`);
    expect(messageOf(() => construct(name))).toContain(`${name}.${field} is missing`);
  });

  it("is frozen, deeply", () => {
    const config = new S3Config({ lifecycleRules: [{ transitions: [{ days: 30, storageClass: "STANDARD_IA" }] }] });
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.lifecycleRules?.[0]?.transitions?.[0])).toBe(true);
  });

  it("does not change when the options it was made from change", () => {
    const options = { lifecycleRules: [{ expiration: { days: 3 } }] };
    const config = new S3Config(options);
    options.lifecycleRules[0] = { expiration: { days: 99 } };
    expect(config.lifecycleRules).toEqual([{ expiration: { days: 3 } }]);
  });

  it("takes a field that is undefined as not given", () => {
    expect({ ...new AwsConfig({ region: "eu-west-1", profile: undefined }) }).toEqual({ region: "eu-west-1" });
    expect(new S3Config({ versioning: undefined }).versioning).toBe(false);
  });

  it("may be copied by a spread", () => {
    const config = new AwsConfig({ region: "eu-west-1", accessKeyId: "AKIA", secretAccessKey: "hush" });
    expect(new AwsConfig({ ...config, region: "eu-west-2" }).secretAccessKey).toBe("hush");
  });

  it("reads RA-GRS as RAGRS", () => {
    expect(new BlobConfig({ replication: "RA-GRS" }).replication).toBe("RAGRS");
  });

  it("accepts a project id of one letter, as emulators do", () => {
    expect(new GcpConfig({ project: "p" }).project).toBe("p");
    expect(() => new GcpConfig({ project: "p-" })).toThrow("project id");
  });

  it("accepts what the design's own example says: an archive transition on day 0", () => {
    expect(() => new S3Config({ lifecycleRules: [{ transition: { days: 0, storageClass: "DEEP_ARCHIVE" } }] })).not.toThrow();
  });
});

describe("instanceof", () => {
  it("tells the classes apart", () => {
    expect(new S3Config()).toBeInstanceOf(S3Config);
    expect(new GcsConfig() instanceof S3Config).toBe(false);
    for (const value of [undefined, null, {}, "S3Config", []]) expect((value as unknown) instanceof S3Config).toBe(false);
  });

  it("holds across two copies of the package", async () => {
    vi.resetModules();
    const copy = await import("@glacier/core/config");
    expect(copy.S3Config).not.toBe(S3Config);
    expect(new copy.S3Config() instanceof S3Config).toBe(true);
    expect(new S3Config() instanceof copy.S3Config).toBe(true);
    expect(new S3Config() instanceof copy.GcsConfig).toBe(false);
  });

  it("keeps its usual meaning for a class derived from a config class", () => {
    class Ours extends S3Config {}
    expect(new Ours()).toBeInstanceOf(S3Config);
    expect(new Ours()).toBeInstanceOf(Ours);
    expect(new S3Config() instanceof Ours).toBe(false);
  });
});

describe("a wrong value", () => {
  it.each<[ConfigClassName, unknown, string[]]>([
    [
      "S3Config",
      { encryption: "AES-256" },
      ["S3Config.encryption", '"AES-256"', '"AES256", "aws:kms" or "aws:kms:dsse"', 'Did you mean "AES256"?'],
    ],
    ["S3Config", { versionning: true }, ['S3Config has no field "versionning"', 'did you mean "versioning"?']],
    ["S3Config", { storage_class: "STANDARD" }, ['did you mean "storageClass"?']],
    ["S3Config", { lifecycleRules: [{ expiration: { days: 0 } }] }, ["S3Config.lifecycleRules[0].expiration.days is 0", "at least 1"]],
    [
      "S3Config",
      { lifecycleRules: [{ expire: { days: 1 } }] },
      ['S3Config.lifecycleRules[0] has no field "expire"', 'did you mean "expiration"?'],
    ],
    ["S3Config", { kmsKeyId: "k" }, ["S3Config.kmsKeyId", '"aws:kms"']],
    ["S3Config", { versioning: "yes" }, ['S3Config.versioning is "yes"', "true or false"]],
    ["S3Config", "STANDARD", ["S3Config takes one object of options", '"STANDARD"']],
    ["S3Config", null, ["S3Config takes one object of options", "null"]],
    ["S3Config", [], ["S3Config takes one object of options"]],
    ["BlobConfig", { softDeleteRetentionDays: 400 }, ["BlobConfig.softDeleteRetentionDays is 400", "a whole number from 1 to 365"]],
    ["BlobConfig", { tier: "Archive", replication: "ZRS" }, ["BlobConfig.tier", "LRS, GRS or RAGRS"]],
    ["GcsConfig", { storageClass: "standard" }, ["GcsConfig.storageClass", 'Did you mean "STANDARD"?']],
    ["LambdaConfig", { memory: 64 }, ["LambdaConfig.memory is 64", "a whole number from 128 to 10240"]],
    ["LambdaConfig", { memory: 128.5 }, ["LambdaConfig.memory is 128.5"]],
    ["LambdaConfig", { memory: Number.NaN }, ["LambdaConfig.memory is NaN"]],
    ["LambdaConfig", { timeout: 901 }, ["LambdaConfig.timeout is 901", "1 to 900"]],
    ["LambdaConfig", { environment: { AWS_REGION: "x" } }, ["LambdaConfig.environment.AWS_REGION", "sets itself"]],
    ["LambdaConfig", { environment: { BIG: "x".repeat(5000) } }, ["LambdaConfig.environment takes", "at most 4096 bytes"]],
    ["AzureFunctionConfig", { plan: "Y1", timeout: 601 }, ["AzureFunctionConfig.timeout is 601", "600 seconds"]],
    ["AzureFunctionConfig", { alwaysOn: true }, ["AzureFunctionConfig.alwaysOn", "EP1"]],
    ["AzureFunctionConfig", { memory: 1024 }, ["AzureFunctionConfig.memory is 1024", "512, 2048 or 4096"]],
    ["CloudFunctionConfig", { memory: "64Gi" }, ["CloudFunctionConfig.memory", "128Mi to 32Gi"]],
    ["CloudFunctionConfig", { memory: 256 }, ["CloudFunctionConfig.memory is 256"]],
    ["CloudFunctionConfig", { minInstances: 3, maxInstances: 2 }, ["CloudFunctionConfig.minInstances is 3"]],
    [
      "DatabricksConfig",
      { numWorkers: 2, autoscale: { minWorkers: 1, maxWorkers: 2 } },
      ["DatabricksConfig.numWorkers", "one of numWorkers and autoscale"],
    ],
    [
      "DatabricksConfig",
      { autoscale: { minWorkers: 2, maxWorkers: 2 } },
      ["DatabricksConfig.autoscale.maxWorkers is 2", "more than minWorkers"],
    ],
    ["DatabricksConfig", { sparkVersion: "3.4" }, ["DatabricksConfig.sparkVersion", "15.4.x-scala2.12"]],
    ["DatabricksConfig", { autoterminationMinutes: 5 }, ["DatabricksConfig.autoterminationMinutes is 5", "10 to 10000"]],
    ["GlueConfig", { workerType: "G.4X", glueVersion: "2.0" }, ["GlueConfig.workerType", "Glue 3.0 or later"]],
    ["GlueConfig", { numWorkers: 300 }, ["GlueConfig.numWorkers is 300", "at most 299"]],
    ["GlueConfig", { executionClass: "FLEX", glueVersion: "2.0" }, ["GlueConfig.executionClass", "Glue 3.0"]],
    ["EmrConfig", { releaseLabel: "7.5.0" }, ["EmrConfig.releaseLabel", "emr-7.5.0"]],
    ["EmrConfig", { releaseLabel: "emr-7.5.0", driver: { cores: 8, memory: 18 } }, ["EmrConfig.driver.memory is 18", "steps of 4"]],
    ["DataprocConfig", { machineType: "n2-standard-4", numWorkers: 1 }, ["DataprocConfig.numWorkers is 1", "at least 2"]],
    ["SynapseConfig", { workspace: "w", numNodes: 2 }, ["SynapseConfig.numNodes is 2", "3 to 200"]],
    ["SparkConfig", { master: "localhost" }, ["SparkConfig.master", "local[*]"]],
    ["AwsConfig", { region: "westeurope" }, ["AwsConfig.region", "which is an Azure location", "an AWS region"]],
    ["AwsConfig", { region: "Frankfurt am Main" }, ["AwsConfig.region", "not shaped like an AWS region"]],
    ["AwsConfig", { region: "eu-west-1", accountId: "123" }, ["AwsConfig.accountId", "12 digits"]],
    ["AwsConfig", { region: "eu-west-1", accessKeyId: "AKIA" }, ["AwsConfig.secretAccessKey is missing"]],
    ["AwsConfig", { region: 5 }, ["AwsConfig.region is 5", "eu-central-1"]],
    ["AzureConfig", { resourceGroup: "rg", storageAccount: "My-Account" }, ["AzureConfig.storageAccount", "3 to 24"]],
    ["AzureConfig", { resourceGroup: "rg." }, ["AzureConfig.resourceGroup", "not ending in a dot"]],
    ["GcpConfig", { project: "My Project" }, ["GcpConfig.project", "project id"]],
    ["LocalConfig", { basePath: "" }, ["LocalConfig.basePath", "./data"]],
    ["LocalConfig", { basePath: "a\0b" }, ["LocalConfig.basePath"]],
  ])("of %s is refused, with class, field, value and what is allowed: %j", (name, options, parts) => {
    const message = messageOf(() => construct(name, options));
    for (const part of parts) expect(message).toContain(part);
  });

  it("is reported together with every other wrong value", () => {
    const message = messageOf(() => construct("LambdaConfig", { memory: 1, timeout: 0 }));
    expect(message.split("\n")).toHaveLength(2);
  });

  it("in the shape of a getter or a prototype does no harm", () => {
    expect(messageOf(() => construct("S3Config", JSON.parse('{"__proto__": {"versioning": true}}')))).toContain("__proto__");
    expect({}).not.toHaveProperty("versioning");
  });

  it("with a cycle is still named", () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    expect(messageOf(() => construct("S3Config", { storageClass: cycle }))).toContain("S3Config.storageClass is [object Object]");
  });
});

describe("a region", () => {
  it("of a shape that AWS uses is accepted before Glacier knows it", () => {
    expect(new AwsConfig({ region: "eu-north-9" }).region).toBe("eu-north-9");
  });

  it("may be anything at an endpoint of one's own", () => {
    expect(new AwsConfig({ region: "auto", endpoint: "http://127.0.0.1:9000" }).region).toBe("auto");
  });
});

describe("a secret", () => {
  const secret = "hush-hush-42";
  const holders: [string, () => AnyConfig][] = [
    [
      "AwsConfig.secretAccessKey",
      () => new AwsConfig({ region: "eu-west-1", accessKeyId: secret, secretAccessKey: secret, sessionToken: secret }),
    ],
    [
      "AzureConfig.connectionString",
      () => new AzureConfig({ resourceGroup: "rg", connectionString: secret, storageAccount: "acc", accountKey: secret }),
    ],
    ["DatabricksConfig.token", () => new DatabricksConfig({ token: secret })],
    ["LambdaConfig.environment", () => new LambdaConfig({ environment: { PASSWORD: secret } })],
    ["SparkConfig.conf", () => new SparkConfig({ conf: { "spark.hadoop.fs.s3a.secret.key": secret } })],
  ];

  it.each(holders)("in %s is readable by code and shown by nothing", (_field, make) => {
    const config = make();
    expect(Object.values(config).flatMap((value) => (typeof value === "object" ? Object.values(value) : value))).toContain(secret);
    const shown = [
      JSON.stringify(config),
      inspect(config, { depth: 9 }),
      inspect({ nested: [config] }, { depth: 9 }),
      String(config),
      `${JSON.stringify({ config })}`,
      // What console.dir() does.
      inspect(config, { customInspect: false, depth: 9 }),
    ];
    for (const text of shown) expect(text).not.toContain(secret);
    expect(shown[0]).toContain("[redacted]");
    expect(shown[1]).toContain("[redacted]");
  });

  it.each<[ConfigClassName, unknown]>([
    ["AwsConfig", { region: "eu-west-1", accessKeyId: secret, secretAccessKey: [secret] }],
    ["AwsConfig", { region: "eu-west-1", sessionToken: { secret } }],
    ["AwsConfig", { region: "eu-west-1", secretAcessKey: secret }],
    ["AwsConfig", { region: "eu-west-1", endpoint: `https://me:${secret}@example.test/` }],
    ["AwsConfig", { region: "eu-west-1", endpoint: `https://example.test/?sig=${secret}` }],
    ["AzureConfig", { resourceGroup: "rg", accountKey: [secret] }],
    ["LambdaConfig", { environment: { PASSWORD: [secret] } }],
    ["LambdaConfig", { environment: { AWS_REGION: secret } }],
    ["LambdaConfig", { environment: { [`PASSWORD=${secret}`]: "x" } }],
    ["AzureConfig", `AccountName=etl1;AccountKey=${secret}`],
    ["AwsConfig", [secret]],
    ["AwsConfig", { region: "eu-west-1", endpoint: [`https://me:${secret}@example.test/`] }],
    ["AwsConfig", { region: "eu-west-1", endpoint: ` https://example.test/?sig=${secret}` }],
    ["AwsConfig", { region: "eu-west-1", endpoint: `https://${"x".repeat(70)}:${secret}@example.test/` }],
    ["AzureConfig", { resourceGroup: "rg", storageAccount: `AccountName=etl1;AccountKey=${secret}` }],
    ["AzureConfig", { resourceGroup: "rg", endpoint: `BlobEndpoint=https://x.test;SharedAccessSignature=sig=${secret}` }],
    ["AzureConfig", { resourceGroup: "rg", [`AccountKey=${secret}`]: true }],
    ["GcpConfig", { project: "my-project", credentialsFile: JSON.stringify({ private_key: secret }) }],
    ["AwsConfig", { region: `https://me:${secret}@example.test/` }],
    ["AzureConfig", { resourceGroup: "rg", location: `AccountName=etl1;AccountKey=${secret}` }],
    ["GcpConfig", { project: "my-project", region: `https://example.test/?X-Goog-Signature=${secret}` }],
    ["GcsConfig", { location: `https://example.test/?X-Goog-Signature=${secret}` }],
    ["S3Config", { lifecycleRules: [{ id: `Password=${secret}` }, { id: `Password=${secret}` }] }],
  ])("in a wrong value of %s is not in the error: %#", (name, options) => {
    try {
      construct(name, options);
    } catch (error) {
      for (const text of [String(error), JSON.stringify(error), inspect(error)]) expect(text).not.toContain(secret);
      return;
    }
    throw new Error("nothing was thrown");
  });

  it("of a config that stands where it does not belong is not in the error", () => {
    const config = new AzureConfig({ resourceGroup: "rg", storageAccount: "acct", accountKey: secret });
    for (const value of [config, [config], { config }]) {
      const text = showValue(value);
      expect(text).not.toContain(secret);
      expect(text).toContain('"resourceGroup":"rg"');
    }
  });
});

describe("a value in a message", () => {
  it("never makes the message fail", () => {
    let deep: unknown[] = [];
    for (let level = 0; level < 20_000; level++) deep = [deep];
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    const throwing = {
      get a() {
        throw new Error("boom");
      },
    };
    for (const value of [deep, cyclic, throwing, { big: 1n }]) expect(showValue(value)).toMatch(/^\[object (?:Object|Array)\]$/);
    expect(showValue(new Date(0))).toBe('"1970-01-01T00:00:00.000Z"');
  });

  it("is shown where it is no secret, also between braces", () => {
    expect(showValue("{a,b}/*.csv")).toBe('"{a,b}/*.csv"');
    expect(showValue('{"type": "service_account"}')).toBe('"[redacted]"');
  });

  it.each(["a-", "ab.", "a:", "eyJ-", "AccountName=", "://", "a://b:", "?sig", "-----BEGIN PRIVATE KEY-----"])(
    "costs no more than its length: %s, again and again",
    (part) => {
      // A pattern that looks at the rest of the text from each place in it would take minutes.
      expect(showValue(part.repeat(300_000)).length).toBeLessThanOrEqual(80);
    },
  );
});

describe("console.log of a config", () => {
  it("shows the class and its fields", () => {
    expect(inspect(new LocalConfig({ basePath: "/srv" }))).toBe("LocalConfig { basePath: '/srv' }");
    expect(inspect(new GcpConfig({ project: "my-project" }))).toContain("GcpConfig");
    expect(inspect(new SynapseConfig({ workspace: "w" }))).toContain("numNodes: 3");
    expect(inspect(new GlueConfig())).toContain("G.1X");
  });
});
