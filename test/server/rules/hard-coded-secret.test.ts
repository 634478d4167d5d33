import { describe, expect, test } from "vitest";
import { openProject } from "../../support/server/project.ts";
import { emits, fixesTo, fixTitles, valid } from "../../support/server/rule-tester.ts";

const rule = "hard-coded-secret";
const imports = `import { AwsConfig, AzureConfig, CloudFunctionConfig, DatabricksConfig, LambdaConfig, SparkConfig } from "@glacier/core/config";\n`;
/** Made up, in the vendors' forms. */
const key = `AKIA${"X7Q2".repeat(4)}`;
const accountKey = `${"Zm9v".repeat(21)}Zg==`;
const token = `dapi${"0123456789abcdef".repeat(2)}`;
const connection = `DefaultEndpointsProtocol=https;AccountName=sales;AccountKey=${accountKey};EndpointSuffix=core.windows.net`;

describe("a secret in the source", () => {
  test("is reported at the value of a secret field", () =>
    emits(
      `${imports}new AwsConfig({ region: "eu-west-1", accessKeyId: ⟦"${key}"⟧, secretAccessKey: ⟦"correct-horse"⟧, sessionToken: ⟦"t"⟧ });`,
      [
        {
          code: rule,
          severity: "warning",
          message: "AwsConfig.accessKeyId is a secret written in the source: whoever reads the code has it. Read it from process.env.",
          related: [],
        },
        rule,
        rule,
      ],
    ));

  test.each([
    ["a connection string", `new AzureConfig({ resourceGroup: "data", connectionString: ⟦"${connection}"⟧ });`],
    ["an account key", `new AzureConfig({ resourceGroup: "data", storageAccount: "sales", accountKey: ⟦"${accountKey}"⟧ });`],
    ["a token", `new DatabricksConfig({ token: ⟦\`${token}\`⟧ });`],
    ["a password of a function", `new LambdaConfig({ environment: { STAGE: "prod", DB_PASSWORD: ⟦"correct-horse"⟧ } });`],
    [
      "a connection string of a function",
      `new CloudFunctionConfig({ environment: { DB: ⟦"postgres://etl:correct-horse@db.example.com/sales"⟧ } });`,
    ],
    ["a secret of an engine", `new SparkConfig({ conf: { "spark.ssl.keyPassword": ⟦"correct-horse"⟧ } });`],
    ["what stands in for a variable", `new DatabricksConfig({ token: process.env.DATABRICKS_TOKEN ?? ⟦"correct-horse"⟧ });`],
    ["a side of a choice", `new DatabricksConfig({ token: process.env.PROD ? process.env.TOKEN : ⟦"correct-horse"⟧ });`],
    ["a key in a text of its own", `export const key = ⟦"${key}"⟧;`],
    ["a key of another service", `export const header = { token: ⟦"ghp_${"a1B2".repeat(9)}"⟧ };`],
    ["a signature", `export const url = ⟦"https://sales.blob.core.windows.net/raw/a.csv?sv=2025&sig=${"a1B2".repeat(11)}%3D"⟧;`],
    [
      "a connection string in a text of its own",
      `export const text = ⟦"DefaultEndpointsProtocol=https;AccountName=sales;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net"⟧;`,
    ],
    ["a web token", `export const text = ⟦"eyJ${"a1B2".repeat(5)}.eyJ${"c3D4".repeat(5)}.${"e5F6".repeat(5)}"⟧;`],
    [
      "an engine's key of a store",
      `new SparkConfig({ conf: { "spark.hadoop.fs.s3a.secret.key": ⟦"correct-horse"⟧, "spark.hadoop.fs.azure.account.key.sales.dfs.core.windows.net": ⟦"x"⟧ } });`,
    ],
    ["a variable that is set", `process.env.AWS_SECRET_ACCESS_KEY = ⟦"correct-horse"⟧;`],
    ["one of several options", `new DatabricksConfig(process.env.PROD ? { token: process.env.TOKEN } : { token: ⟦"correct-horse"⟧ });`],
    ["a private key", `export const pem = ⟦"-----BEGIN PRIVATE KEY-----MIIE"⟧;`],
  ])("is reported for %s", (_, body) => emits(`${imports}${body}`, Array(body.split("⟦").length - 1).fill(rule)));

  test("is reported where it is written, once however often it is used", () =>
    emits(
      `${imports}const secret = ⟦"correct-horse"⟧;
const make = (token: string) => new DatabricksConfig({ token });
make(secret);
make(secret);`,
      [{ code: rule, related: [] }],
    ));

  test("is reported at the field where it comes from another file, with the way to it", () =>
    emits(
      `// @filename: main.ts
import { DatabricksConfig } from "@glacier/core/config";
import { secrets } from "./secrets.ts";
new DatabricksConfig({ token: ⟦secrets.token⟧ });
// @filename: secrets.ts
export const secrets = { token: "correct-horse" };
`,
      [{ code: rule, related: ["secrets.ts:1 It is written here."] }],
    ));

  test("is in no message", async () => {
    const project = await openProject({
      "main.ts": `${imports}new DatabricksConfig({ token: "${token}" });\nexport const other = "${key}";\n`,
    });
    const told = JSON.stringify(project.workspace.diagnose(project.path("main.ts")));
    project.dispose();
    expect(told).toContain(rule);
    expect(told).not.toContain(token);
    expect(told).not.toContain(key);
  });

  test("is reported in code that is half typed elsewhere", () =>
    emits(`${imports}new DatabricksConfig({ token: ⟦"correct-horse"⟧ });\nnew DatabricksConfig({ `, [rule]));
});

describe("nothing is said", () => {
  test.each([
    [
      "of what the environment holds",
      `new AwsConfig({ region: "eu-west-1", accessKeyId: process.env.AWS_ACCESS_KEY_ID, secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY });`,
    ],
    ["of what is not known", `export const make = (token: string) => new DatabricksConfig({ token });`],
    [
      "of fields that are not secret",
      `new AwsConfig({ region: "eu-west-1", profile: "secret", roleArn: "arn:aws:iam::123456789012:role/token" });`,
    ],
    [
      "of an engine's settings",
      `new SparkConfig({ conf: { "spark.sql.shuffle.partitions": "200", "spark.hadoop.fs.s3a.endpoint": "s3.eu-west-1.amazonaws.com" } });`,
    ],
    [
      "of variables that are not secret",
      `new LambdaConfig({ environment: { STAGE: "prod", TOKEN_URL: "https://example.com/token", PASSWORD_FILE: "/run/password" } });`,
    ],
    [
      "of the usual keys of an emulator on this machine",
      `new AwsConfig({ region: "us-east-1", endpoint: "http://127.0.0.1:9000", accessKeyId: "minioadmin", secretAccessKey: "minioadmin" });`,
    ],
    [
      "of the usual keys of an emulator somewhere",
      `new AwsConfig({ region: "us-east-1", endpoint: process.env.ENDPOINT, accessKeyId: "test", secretAccessKey: "test" });`,
    ],
    ["of Azurite's account", `new AzureConfig({ resourceGroup: "data", connectionString: "UseDevelopmentStorage=true" });`],
    [
      "of what asks to be filled in",
      `for (const token of ["<your token>", "YOUR_TOKEN", "changeme", "xxxxxxxx", "{{secrets/etl/token}}"]) new DatabricksConfig({ token });`,
    ],
    ["of what stands in for a variable that is not set", `new DatabricksConfig({ token: process.env.TOKEN ?? "missing" });`],
    ["of an empty text that pleases the compiler", `new DatabricksConfig({ token: process.env.TOKEN ?? "" });`],
    [
      "of the vendor's own examples",
      `new AwsConfig({ region: "eu-west-1", accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" });`,
    ],
    ["of variables that are set to what is no secret", `process.env.AWS_REGION = "eu-west-1";\nprocess.env.AWS_SECRET_ACCESS_KEY = "";`],
    ["of texts that speak of secrets", `export const text = "Set AccountKey=… or Authorization: Basic authentication, AKIA";`],
    [
      "of a template that a secret goes into",
      `export const url = (password: string) => \`postgres://etl:\${password}@db.example.com/sales\`;`,
    ],
    ["of a comment", `// ${key}\nexport const text = "";`],
  ])("%s", (_, body) => valid(`${imports}${body}\n`));

  test("of files that import nothing of Glacier's", async () => {
    await valid(`export const key = "${key}";\n`);
    await valid(
      `// @filename: main.ts\nimport { provider } from "./cloud.ts";\nexport const key = "${key}";\nvoid provider;\n// @filename: cloud.ts\nimport { Provider } from "@glacier/core";\nexport const provider = Provider.fromEnv();\n`,
    );
  });
});

describe("the fix reads it from the environment", () => {
  const file = (classes: string, body: string): string => `import { ${classes} } from "@glacier/core/config";\n${body}\n`;

  test.each([
    [
      "AwsConfig",
      "AWS_SECRET_ACCESS_KEY",
      `new AwsConfig({ region: "eu-west-1", accessKeyId: process.env.AWS_ACCESS_KEY_ID, secretAccessKey: `,
      ` });`,
    ],
    ["AzureConfig", "AZURE_STORAGE_CONNECTION_STRING", `new AzureConfig({ resourceGroup: "data", connectionString: `, ` });`],
    ["DatabricksConfig", "DATABRICKS_TOKEN", `new DatabricksConfig({\n  token: `, `, // ours\n});`],
  ])("for a field of %s", (className, variable, before, after) =>
    fixesTo(
      file(className, `${before}"correct-horse"${after}`),
      `Read it from process.env.${variable}`,
      file(className, `${before}process.env.${variable}${after}`),
    ),
  );

  test.each([
    [
      `new LambdaConfig({ environment: { dbPassword: "correct-horse" } });`,
      "DB_PASSWORD",
      `new LambdaConfig({ environment: { dbPassword: process.env.DB_PASSWORD ?? "" } });`,
    ],
    [
      `const key: string = "correct-horse";\nnew DatabricksConfig({ token: key });`,
      "DATABRICKS_TOKEN",
      `const key: string = process.env.DATABRICKS_TOKEN ?? "";\nnew DatabricksConfig({ token: key });`,
    ],
    [
      `new DatabricksConfig({ token: process.env.MINE ?? "correct-horse" });`,
      "DATABRICKS_TOKEN",
      `new DatabricksConfig({ token: process.env.MINE });`,
    ],
    [
      `const key: /* ours */ string = "correct-horse" /* for now */; // TODO\nnew DatabricksConfig({ token: key });`,
      "DATABRICKS_TOKEN",
      `const key: /* ours */ string = process.env.DATABRICKS_TOKEN ?? "" /* for now */; // TODO\nnew DatabricksConfig({ token: key });`,
    ],
    [`export const awsKey = "${key}";`, "AWS_KEY", `export const awsKey = process.env.AWS_KEY ?? "";`],
  ])("in %s", (before, variable, after) =>
    fixesTo(
      file("DatabricksConfig, LambdaConfig", before),
      `Read it from process.env.${variable}`,
      file("DatabricksConfig, LambdaConfig", after),
    ),
  );

  test("but not where the constant is held to a type that an empty text may not have", async () => {
    const source = (value: string): string => file("DatabricksConfig", `const key = ${value};\nnew DatabricksConfig({ token: key });`);
    expect(await fixTitles(source(`"correct-horse" as const`))).toEqual([]);
    expect(await fixTitles(source(`"correct-horse" satisfies "correct-horse"`))).toEqual([]);
  });

  test("but not where it is written in another file, or `process` means something else", async () => {
    expect(
      await fixTitles(
        `// @filename: main.ts\nimport { DatabricksConfig } from "@glacier/core/config";\nimport { token } from "./secrets.ts";\nnew DatabricksConfig({ token });\n// @filename: secrets.ts\nexport const token = "correct-horse";\n`,
      ),
    ).toEqual([]);
    expect(
      await fixTitles(file("DatabricksConfig", `const process = {};\nnew DatabricksConfig({ token: "correct-horse" });\nvoid process;`)),
    ).toEqual([]);
  });
});
