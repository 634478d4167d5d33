import { GlacierError, Provider } from "@glacier/core";
import { cloudById, type ResourceKind } from "@glacier/core/clouds";
import { AwsConfig, AzureConfig, formatOf, GcpConfig, LocalConfig, readFormat } from "@glacier/core/config";
import { expect, onTestFinished, test } from "vitest";
import { fc, runs } from "../../support/properties.ts";
import { openProject } from "../../support/server/project.ts";

// What a factory throws at run time, and what the cloud's descriptor says that its API refuses, is reported of the same call in source, and nothing else is.

const clouds = {
  aws: { source: 'new AwsConfig({ region: "eu-central-1" })', config: new AwsConfig({ region: "eu-central-1" }) },
  azure: { source: 'new AzureConfig({ resourceGroup: "data" })', config: new AzureConfig({ resourceGroup: "data" }) },
  gcp: { source: 'new GcpConfig({ project: "etl-data" })', config: new GcpConfig({ project: "etl-data" }) },
  local: { source: "new LocalConfig()", config: new LocalConfig() },
};

/** The factories that each cloud has, so that nothing but names, formats and paths can be wrong. */
const kinds: Readonly<Record<keyof typeof clouds, readonly ResourceKind[]>> = {
  aws: ["bucket", "serverless", "databricks", "glue", "emr", "spark"],
  azure: ["bucket", "serverless", "databricks", "synapse", "spark"],
  gcp: ["bucket", "serverless", "databricks", "dataproc", "spark"],
  local: ["bucket", "serverless", "databricks", "glue", "emr", "dataproc", "synapse", "spark"],
};

const names = fc.oneof(
  fc.constantFrom<unknown>(
    "raw",
    "raw-data",
    "raw_data",
    "Raw",
    "a",
    "",
    "  ",
    "a/b",
    "a\\b",
    ".",
    "..",
    ".glacier",
    ".glacierx",
    "raw.data",
    "$web",
  ),
  fc.constantFrom<unknown>(
    "1.2.3.4",
    "xn--raw",
    "raw--x-s3",
    "google",
    "goog1",
    "a--b",
    "-a-",
    "a".repeat(64),
    "a".repeat(129),
    "host",
    "two words",
  ),
  fc.constantFrom<unknown>(1, null, true),
  fc.string({ maxLength: 12 }),
);
const formats = fc.constantFrom<unknown>("parquet", "CSV", "json", "ndjson", "xml", "", undefined, null, 1);
const paths = fc.constantFrom("", "a.csv", "a.parquet", "raw/", "a.json", "*.csv", "a.CSV.gz", "a.txt", "/a.avro");

const calls = fc
  .constantFrom(...(Object.keys(clouds) as (keyof typeof clouds)[]))
  .chain((cloud) =>
    fc.record({ cloud: fc.constant(cloud), kind: fc.constantFrom(...kinds[cloud]), name: names, format: formats, path: paths }),
  );

interface Call {
  cloud: keyof typeof clouds;
  kind: ResourceKind;
  name: unknown;
  format: unknown;
  path: string;
}

const optionsOf = ({ kind, format, path }: Call): Record<string, unknown> => {
  if (kind === "serverless") return { handler: "./load.ts#handler" };
  return kind === "bucket" ? { path, ...(format !== undefined && { format }) } : {};
};

/** What must be reported of a call: rule and severity. */
function expected(call: Call): string[] {
  const { cloud, kind, name, format, path } = call;
  const rule = kind === "bucket" ? "bucket-name" : "resource-name";
  const code = thrownBy(call);
  const refused = typeof name === "string" && code !== "CONFIG_INVALID" ? cloudById(cloud)?.names[kind]?.(name)?.severity : undefined;
  const said = refused === undefined ? [] : [`${rule} ${refused}`];
  if (code === "CONFIG_INVALID") said.push(`${rule} error`);
  // The name is looked at first, and what is thrown then says nothing about the format.
  const isBadFormat = kind === "bucket" && format !== undefined && format !== null && readFormat(format) === undefined;
  if (code === "UNSUPPORTED_FORMAT" || (code === "CONFIG_INVALID" && isBadFormat)) said.push("unsupported-format error");
  const told = kind === "bucket" ? formatOf(path) : undefined;
  const own = readFormat(format ?? "parquet");
  if (told && own && told !== own) said.push("format-extension warning");
  return said.sort();
}

function thrownBy(call: Call): string | undefined {
  const provider = new Provider({ config: clouds[call.cloud].config });
  try {
    // Reflect.apply, because some of the arguments are wrong on purpose.
    Reflect.apply(provider[call.kind], provider, [call.name, optionsOf(call)]);
    return undefined;
  } catch (error) {
    if (error instanceof GlacierError) return error.code;
    throw error;
  }
}

test("what is reported of a factory call is what it throws or its cloud refuses", async () => {
  const all = fc.sample(calls, runs(600));
  const lines = all.map(
    (call) => `${call.cloud}.${call.kind}(${JSON.stringify(call.name)} as any, ${JSON.stringify(optionsOf(call))} as any);`,
  );
  const providers = Object.entries(clouds).map(([cloud, { source }]) => `const ${cloud} = new Provider({ config: ${source} });`);
  const project = await openProject({
    "main.ts": `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig, GcpConfig, LocalConfig } from "@glacier/core/config";
${providers.join(" ")}
${lines.join("\n")}
`,
  });
  onTestFinished(() => project.dispose());
  const rules = ["bucket-name", "resource-name", "unsupported-format", "format-extension"];
  const found = project.workspace.diagnose(project.path("main.ts")).filter(({ code }) => rules.includes(code));
  for (const [index, call] of all.entries()) {
    const reported = found.filter(({ range }) => range.start.line === index + 3).map(({ code, severity }) => `${code} ${severity}`);
    expect(reported.sort(), lines[index]).toEqual(expected(call));
  }
  expect(new Set(found.map(({ code }) => code))).toEqual(new Set(rules));
});
