import { describe, expect, test } from "vitest";
import type { FixEdit } from "../../../server/src/analysis/diagnostic.ts";
import { LineIndex } from "../../../server/src/analysis/facts/text.ts";
import { portabilityOf } from "../../support/server/portability.ts";
import { openProject } from "../../support/server/project.ts";

const imports = `import { Provider } from "@glacier/core";
import { AwsConfig, S3Config } from "@glacier/core/config";
`;
const source = `${imports}export const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
export const raw = aws.bucket("raw.data", { config: new S3Config({ versioning: true }) });
`;

describe("the fixes of a portability report", () => {
  test("make a program portable, which works on the present cloud as before", async () => {
    const { report } = await portabilityOf(source, "azure");
    const edits = report.findings.flatMap(({ fixes }) => fixes[0]?.edits ?? []);
    const fixed = applied(source, edits);
    expect(fixed).toBe(`import { Provider } from "@glacier/core";
import { AwsConfig, BlobConfig, S3Config } from "@glacier/core/config";
export const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
export const raw = aws.bucket("raw-data", { config: [new S3Config({ versioning: true }), new BlobConfig({ versioning: true })] });
`);
    expect((await portabilityOf(fixed, "azure")).findings).toEqual([]);
    expect(await diagnosed(fixed)).toEqual([]);
  });

  test("that are preferred name no other resource than the one that works", async () => {
    const { report } = await portabilityOf(source, "azure");
    expect(report.findings.map(({ code, fixes }) => ({ code, preferred: fixes.map((fix) => fix.preferred === true) }))).toEqual([
      { code: "bucket-name", preferred: [false] },
      { code: "config-cloud-mismatch", preferred: [true, false] },
    ]);
  });

  test("move a provider whose config comes from the environment already", async () => {
    const source = `import { Provider } from "@glacier/core";
import { AwsConfig } from "@glacier/core/config";
export const provider = new Provider({ config: AwsConfig.fromEnv() });`;
    const { report } = await portabilityOf(source, "azure");
    const [fix] = report.providers[0]?.fixes ?? [];
    expect(fix?.title).toBe("Change the provider to Azure, configured by the environment");
    expect(applied(source, fix?.edits ?? [])).toBe(source.replaceAll("AwsConfig", "AzureConfig"));
    // What is given to it is of the present cloud.
    const given = await portabilityOf(source.replace("fromEnv()", 'fromEnv({ AWS_REGION: "eu-west-1" })'), "azure");
    expect(given.report.providers[0]?.fixes).toEqual([]);
  });

  test("move the provider, after which nothing moves any more", async () => {
    const portable = source
      .replace("raw.data", "raw")
      .replace(", { config: new S3Config({ versioning: true }) }", "")
      .replace(", S3Config", "");
    const { report } = await portabilityOf(portable, "azure");
    const fixed = applied(portable, report.providers[0]?.fixes[0]?.edits ?? []);
    expect(fixed).toBe(`import { Provider } from "@glacier/core";
import { AzureConfig } from "@glacier/core/config";
export const aws = new Provider({ config: AzureConfig.fromEnv() });
export const raw = aws.bucket("raw");
`);
    expect(await portabilityOf(fixed, "azure")).toMatchObject({ providers: [], findings: [] });
    expect(await diagnosed(fixed)).toEqual([]);
  });
});

function applied(text: string, edits: readonly FixEdit[]): string {
  const lines = new LineIndex(text);
  return edits
    .map(({ range, newText }) => ({ start: lines.offset(range.start), end: lines.offset(range.end), newText }))
    .sort((left, right) => right.start - left.start)
    .reduce((all, { start, end, newText }) => all.slice(0, start) + newText + all.slice(end), text);
}

async function diagnosed(text: string): Promise<string[]> {
  const project = await openProject({ "main.ts": text });
  try {
    return project.workspace.diagnose(project.path("main.ts")).map(({ code }) => code);
  } finally {
    project.dispose();
  }
}
