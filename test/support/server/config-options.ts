import { type ConfigClassName, choicesAt, configFields } from "@glacier/core/config";
import { fc } from "../properties.ts";

/** A value for each field of a class, most of them fitting, so that what matters is how they go together; undefined for one that is left out. */
export function allFieldsOf(className: ConfigClassName): fc.Arbitrary<Record<string, unknown>> {
  const fields = configFields(className);
  return fc.record(
    Object.fromEntries(
      fields.map(({ name, required }) => {
        const fitting = valuesOf(className, name);
        return [name, required ? fitting : fc.oneof({ weight: 3, arbitrary: fitting }, { weight: 2, arbitrary: fc.constant(undefined) })];
      }),
    ),
  );
}

/** Options for the constructor of a class: right, wrong, borderline, missing, unknown and nested. */
export function optionsOf(className: ConfigClassName): fc.Arbitrary<Record<string, unknown>> {
  const fields = configFields(className);
  const usual = fc.record(
    Object.fromEntries(fields.map(({ name }) => [name, fc.oneof({ weight: 6, arbitrary: valuesOf(className, name) }, junk)])),
    // A required field is mostly there, or little else would be looked at.
    { requiredKeys: [] },
  );
  const needed = Object.fromEntries(fields.flatMap(({ name, required }) => (required ? [[name, right[name] ?? "x"]] : [])));
  const names = [...fields.map(({ name }) => name), "unknwon"];
  const few = fc.shuffledSubarray(names, { maxLength: Math.min(3, names.length) });
  return fc.tuple(usual, few, fc.integer({ min: 0, max: 9 }), junk).map(([all, names, chance, odd]) => {
    const chosen = Object.fromEntries(names.filter((name) => name in all).map((name) => [name, all[name]]));
    return { ...(chance > 0 && needed), ...chosen, ...(names.includes("unknwon") && { unknwon: odd }) };
  });
}

/** A value that is right for a required field. */
const right: Readonly<Record<string, unknown>> = {
  region: "eu-central-1",
  resourceGroup: "data",
  project: "etl-data",
  releaseLabel: "emr-7.5.0",
  machineType: "n2-standard-4",
  workspace: "etl",
};

const junk: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(null, true, "", "x", -1, 0, 1.5, [], {}, ["x"], { x: 1 });

function valuesOf(className: ConfigClassName, field: string): fc.Arbitrary<unknown> {
  const { values } = choicesAt(className, [field]);
  if (values.length > 0) return fc.constantFrom(...values, ...values.map((value) => value.toLowerCase()), `${values[0]}S`);
  const own = pools[field];
  if (own) return typeof own === "function" ? own(className) : fc.constantFrom(...own);
  return fc.constantFrom<unknown>(true, false, 1, "x");
}

const numbers = [
  -1, 0, 1, 2, 3, 9, 10, 30, 99, 128, 127, 149, 150, 200, 299, 300, 512, 600, 601, 900, 901, 3600, 3601, 10_000, 10_240, 10_241,
];
const days = fc.constantFrom(-1, 0, 1, 10, 29, 30, 31, 60, 90, 180, 365);

/** The storage classes of any cloud, so that most are another's. */
const storageClasses = fc.constantFrom(
  ...["STANDARD", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "GLACIER_IR", "DEEP_ARCHIVE"],
  ...["Hot", "Cool", "Cold", "Archive", "NEARLINE", "COLDLINE", "ARCHIVE", "standard_ia"],
);

const transition = fc.record({ days, storageClass: storageClasses, later: fc.constant(1) }, { requiredKeys: ["days", "storageClass"] });

const lifecycleRule = fc.record(
  {
    id: fc.constantFrom("a", "b", ""),
    prefix: fc.constantFrom("", "old/", 1),
    transition,
    transitions: fc.array(transition, { maxLength: 3 }),
    expiration: fc.record({ days }),
    noncurrentExpiration: fc.record({ days }),
    abortIncompleteMultipartUploadDays: days,
    expire: fc.constant({ days: 1 }),
  },
  { requiredKeys: [] },
);

const variables = fc.dictionary(
  fc.constantFrom(
    "STAGE",
    "AWS_REGION",
    "AWS_LAMBDA_EXEC_WRAPPER",
    "AWS_LAMBDA_X",
    "K_SERVICE",
    "X_GOOGLE_A",
    "_A",
    "a.b",
    "a-b",
    "a b",
    "A=B",
    "P",
  ),
  fc.constantFrom<unknown>("1", "", 1),
  { maxKeys: 3 },
);

const worker = fc.record(
  {
    cores: fc.constantFrom(1, 2, 3, 4, 8, 16, 32),
    memory: fc.constantFrom(1, 2, 4, 8, 16, 20, 60, 120),
    disk: fc.constantFrom(10, 20, 2001),
  },
  { requiredKeys: ["cores", "memory"] },
);

const places = [
  "eu-central-1",
  "eu-cental-1",
  "useast1",
  "westeurope",
  "West Europe",
  "westeurop",
  "europe-west1",
  "europe-west1-b",
  "EU",
  "NAM4",
  "!",
];
const roles = ["arn:aws:iam::123456789012:role/etl", "role"];
const urls = ["http://127.0.0.1:9000", "127.0.0.1", "https://user:word@host"];

const pools: Readonly<Record<string, readonly unknown[] | ((className: ConfigClassName) => fc.Arbitrary<unknown>)>> = {
  region: places,
  location: places,
  endpoint: urls,
  host: ["https://adb-1.2.azuredatabricks.net", "adb"],
  roleArn: roles,
  accountId: ["123456789012", "12"],
  accessKeyId: ["id"],
  secretAccessKey: ["word"],
  resourceGroup: ["data", "data."],
  storageAccount: ["etl", "Etl", "one"],
  connectionString: ["AccountName=one", "x"],
  subscriptionId: ["00000000-0000-0000-0000-000000000000", "0"],
  project: ["etl-data", "Etl", "etl-"],
  kmsKeyId: ["alias/etl"],
  lifecycleRules: () => fc.array(lifecycleRule, { maxLength: 3 }),
  cors: () =>
    fc.array(
      fc.record(
        {
          allowedOrigins: fc.constantFrom(["*"], []),
          allowedMethods: fc.constantFrom(["GET"], ["get"]),
          maxAgeSeconds: fc.constantFrom(0, -1),
        },
        { requiredKeys: ["allowedOrigins"] },
      ),
      { maxLength: 2 },
    ),
  encryptionScope: ["scope", "a b"],
  memory: (className) =>
    className === "CloudFunctionConfig" ? fc.constantFrom("256Mi", "64Mi", "32Gi", "33Gi", "1G", "1") : fc.constantFrom(...numbers),
  timeout: numbers,
  ephemeralStorage: numbers,
  softDeleteRetentionDays: [0, 1, 365, 366],
  reservedConcurrency: numbers,
  environment: () => variables,
  conf: () => fc.dictionary(fc.constantFrom("spark.a", ""), fc.constantFrom<unknown>("1", 1), { maxKeys: 2 }),
  layers: [
    ["arn:aws:lambda:eu-central-1:123456789012:layer:a:1"],
    ["layer"],
    Array(6).fill("arn:aws:lambda:eu-central-1:123456789012:layer:a:1"),
  ],
  minInstances: [0, 1, 5],
  maxInstances: [0, 1, 4],
  serviceAccount: ["etl@etl-data.iam.gserviceaccount.com", "etl"],
  appName: ["etl", "e", "-etl"],
  alwaysOn: [true, false],
  instanceType: ["i3.xlarge", "Standard_DS3_v2", "1"],
  numWorkers: numbers,
  numNodes: [2, 3, 200, 201],
  autoscale: () =>
    fc.record({ minWorkers: fc.constantFrom(0, 1, 2), maxWorkers: fc.constantFrom(0, 1, 2, 8) }, { requiredKeys: ["maxWorkers"] }),
  sparkVersion: ["15.4.x-scala2.12", "18.x-scala2.13", "9.1.x-photon-scala2.12", "3.4", "3.5"],
  autoterminationMinutes: [0, 5, 10, 10_000, 10_001],
  glueVersion: ["5.0", "2.0", "auto", "5"],
  maxRetries: [0, 10, 11],
  releaseLabel: ["emr-7.5.0", "emr-5.36.0", "emr-spark-8.0.0", "7.5.0"],
  driver: () => worker,
  executor: () => worker,
  maxExecutors: [0, 1],
  machineType: ["n2-standard-4", "n2"],
  workspace: ["etl", "Etl", "etl-ondemand"],
  master: ["local[*]", "yarn", "localhost", "local-cluster[1,1,1024]"],
  basePath: ["./data", ""],
  credentialsFile: ["key.json", "{}"],
};
