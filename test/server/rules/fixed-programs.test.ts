import { beforeAll, describe, expect, test } from "vitest";
import type { Fix } from "../../../server/src/analysis/diagnostic.ts";
import { LineIndex } from "../../../server/src/analysis/facts/text.ts";
import { compile } from "../../support/server/compile.ts";
import { openProject } from "../../support/server/project.ts";

const providers = `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig, GcpConfig, LocalConfig } from "@glacier/core/config";
const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
const gcp = new Provider({ config: new GcpConfig({ project: "data" }) });
const local = new Provider({ config: new LocalConfig() });
void [aws, azure, gcp, local];
`;
const configs = (names: string): string => `import { ${names} } from "@glacier/core/config";\n`;

/** Programs with one mistake each, which the compiler takes, or is told to take. */
const programs: Record<string, string> = {
  "a config of another cloud": `${configs("S3Config")}${providers}azure.bucket("raw", { config: new S3Config({ versioning: true, storageClass: "STANDARD_IA", cors: [] }) });`,
  "lifecycle rules of another cloud": `${configs("S3Config")}${providers}gcp.bucket("raw", { config: new S3Config({ lifecycleRules: [{ prefix: "a/", transition: { days: 90, storageClass: "GLACIER" }, expiration: { days: 500 } }] }) });`,
  "a function of another cloud": `${configs("LambdaConfig")}${providers}gcp.serverless("f", { handler: "./f.ts#f", config: new LambdaConfig({ memory: 512, timeout: 30, architecture: "arm64" }) });`,
  "an array in which none fits": `${configs("GcsConfig, S3Config")}${providers}azure.bucket("raw", { config: [new S3Config(), new GcsConfig()] });`,
  "a config on some paths": `${configs("S3Config")}${providers}for (const provider of [aws, azure, gcp]) provider.bucket("raw", { config: new S3Config() });`,
  "a config of another kind": `${configs("LambdaConfig")}${providers}// @ts-ignore: a mistake.\naws.bucket("raw", { config: new LambdaConfig({ memory: 256 }) });`,
  "a config of another kind beside one that fits": `${configs("LambdaConfig, S3Config")}${providers}// @ts-ignore: a mistake.\naws.bucket("raw", { config: [new S3Config(), new LambdaConfig()] });`,
  "a provider's config at a resource": `${providers}// @ts-ignore: a mistake.\naws.bucket("raw", { config: new AwsConfig({ region: "eu-west-1" }) });`,
  "an engine that is not there": `${configs("GlueConfig")}${providers}azure.glue("nightly", { name: "n", config: new GlueConfig({ numWorkers: 4 }) });`,
  "an engine that is not there on some paths": `${providers}for (const provider of [aws, gcp]) provider.dataproc("nightly");`,
  "one config twice": `${configs("S3Config")}${providers}aws.bucket("raw", { config: [new S3Config(), new S3Config({ versioning: true })] });`,
  "a resource's config at a provider": `${configs("S3Config")}import { Provider } from "@glacier/core";\n// @ts-ignore: a mistake.\nnew Provider({ config: new S3Config() });`,
  "new Bucket": `import { Bucket, Provider } from "@glacier/core";\nconst provider = Provider.fromEnv();\n// @ts-ignore: a mistake.\nexport const raw = new Bucket("raw", { provider, path: "a.parquet" });`,
  "new Serverless": `import { Provider, Serverless } from "@glacier/core";\n// @ts-ignore: a mistake.\nexport const f = (provider: Provider) => new Serverless({ provider, functionName: "f", handler: "./f.ts#f" });`,
  "new ExecutionEnvironment": `import { ExecutionEnvironment, Provider } from "@glacier/core";\n// @ts-ignore: a mistake.\nexport const job = (provider: Provider) => new ExecutionEnvironment(provider, "job", { environmentType: "emr" });`,
  AWSProvider: `import { AWSProvider } from "@glacier/core/providers";\nexport const provider = new AWSProvider({ region: "eu-west-1", profile: "etl" });`,
  GCPProvider: `import { GCPProvider } from "@glacier/core/providers";\nexport const provider = new GCPProvider({ projectId: "data", region: "europe-west1" });`,
  LocalProvider: `import { LocalProvider } from "@glacier/core/providers";\nexport const provider = new LocalProvider();`,
  "AzureProvider.fromEnv": `import { AzureProvider } from "@glacier/core/providers";\nexport const provider = AzureProvider.fromEnv();`,
  "a secret in a field": `${configs("DatabricksConfig")}export const config = new DatabricksConfig({ token: "correct-horse" });`,
  "a secret in a record": `${configs("LambdaConfig")}export const config = new LambdaConfig({ environment: { DB_PASSWORD: "correct-horse" } });`,
  "a secret in a constant": `${configs("DatabricksConfig")}const token: string = "correct-horse";\nexport const config = new DatabricksConfig({ token });`,
  "a secret behind a variable": `${configs("DatabricksConfig")}export const config = new DatabricksConfig({ token: process.env.MINE || "correct-horse" });`,
  "a secret among arguments": `${configs("DatabricksConfig")}const make = (token: string) => new DatabricksConfig({ token });\nexport const config = make("correct-horse");`,
  "an open bucket": `${configs("S3Config")}export const config = new S3Config({ publicAccessBlock: false });`,
};

interface Result {
  title: string;
  text: string;
  before: string[];
  after: string[];
}

/** What every fix of a program makes of it. */
async function fixed(source: string): Promise<Result[]> {
  const { codes: before, fixes } = await lookAt(source);
  const results = fixes.map(({ title, edits }) => ({ title, text: applied(source, edits) }));
  return Promise.all(results.map(async ({ title, text }) => ({ title, before, text, after: (await lookAt(text)).codes })));
}

async function lookAt(source: string): Promise<{ codes: string[]; fixes: Fix[] }> {
  const project = await openProject({ "main.ts": source });
  const diagnostics = project.workspace.diagnose(project.path("main.ts"));
  const found = { codes: diagnostics.map(({ code }) => code), fixes: diagnostics.flatMap(({ fixes }) => fixes) };
  project.dispose();
  return found;
}

function applied(source: string, edits: Fix["edits"]): string {
  const lines = new LineIndex(source);
  const places = edits.map(({ range, newText }) => ({ start: lines.offset(range.start), end: lines.offset(range.end), newText }));
  for (const [index, { start }] of places.entries())
    expect(start, "edits do not overlap").toBeGreaterThanOrEqual(places[index - 1]?.end ?? 0);
  return places.toReversed().reduce((text, { start, end, newText }) => text.slice(0, start) + newText + text.slice(end), source);
}

const results = new Map<string, Result[]>();
beforeAll(async () => {
  for (const [name, source] of Object.entries(programs)) results.set(name, await fixed(source));
});

describe("a program after each of its fixes has no mistake left:", () => {
  test.each(Object.keys(programs))("%s", (name) => {
    const fixes = results.get(name) ?? [];
    expect(fixes.length).toBeGreaterThan(0);
    for (const { title, before, after, text } of fixes) {
      expect(before).toHaveLength(1);
      expect(after, `${title}:\n${text}`).toEqual([]);
    }
  });
});

test("a program after each of its fixes compiles", () => {
  const texts = [...results].flatMap(([name, fixes]) =>
    fixes.map(({ text }, index) => [`${name.replaceAll(/[^a-z]+/gi, "-")}-${index}.ts`, text]),
  );
  expect(compile(Object.fromEntries(texts))).toEqual([]);
});
