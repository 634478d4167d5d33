import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { azure, check, project } from "./project.ts";

const aws = `import { Provider } from "@glacier/core";
import { AwsConfig, S3Config } from "@glacier/core/config";
export const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
export const raw = aws.bucket("raw", { config: new S3Config({ kmsKeyId: "a", encryption: "aws:kms" }) });
`;
const portable = `import { Provider } from "@glacier/core";
import { AwsConfig, BlobConfig, S3Config } from "@glacier/core/config";
export const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
export const raw = aws.bucket("raw", { config: [new S3Config(), new BlobConfig()] });
`;

describe("glacier check --target", () => {
  test("shows providers, what breaks and what is ignored, each with its fixes, and fails", async () => {
    const { code, out } = await check(project({ "main.ts": aws }), ["--target", "azure"]);
    expect(code).toBe(1);
    expect(out.split("\n").filter((line) => line !== "" && !/^ +(\d+ )?│|^ {2}file:/.test(line))).toEqual([
      "What it would take to run this on Azure",
      "Providers (1)",
      "main.ts:3:43 On Azure a provider takes AzureConfig in the place of AwsConfig. It needs resourceGroup. Choose a location: region names a place of AWS.",
      "  fix: Change the provider to Azure, configured by the environment",
      "Breaks (1)",
      "main.ts:4:48 error S3Config does not fit: bucket() on Azure takes BlobConfig. config-cloud-mismatch",
      "  main.ts:3:20 The provider to be moved to Azure is created here.",
      "  fix: Make portable: add BlobConfig (without kmsKeyId, encryption)",
      "  fix: Replace with BlobConfig (without kmsKeyId, encryption)",
      "Is ignored (2)",
      "main.ts:4:48 info The setting kmsKeyId of S3Config is lost: BlobConfig has no equivalent of S3Config.kmsKeyId. without-effect",
      "main.ts:4:48 info The setting encryption of S3Config is lost: BlobConfig has no equivalent of S3Config.encryption. without-effect",
      "On Azure: 1 thing breaks, 2 are ignored; 1 file checked.",
    ]);
  });

  test("fails for what breaks on one of several paths, which is a warning", async () => {
    const source = aws.replace(/new S3Config\(.*\) \}/, "process.env.KEEP ? new S3Config() : undefined }");
    const { code, out } = await check(project({ "main.ts": source }), ["--target", "azure"]);
    expect(out).toMatch(/Breaks \(1\)\n\nmain\.ts:4:\d+ warning S3Config does not fit on every path/);
    expect(code).toBe(1);
  });

  test("is fine with a program that only needs another provider, and with one that is there", async () => {
    const moved = await check(project({ "main.ts": portable }), ["--target", "azure"]);
    expect(moved.code).toBe(0);
    expect(moved.out).toMatch(/\nNothing else stands in the way of Azure; 1 file checked\.\n$/);
    const there = await check(project({ "azure.ts": azure }), ["--target", "azure"]);
    expect(there).toEqual({
      code: 0,
      out: "What it would take to run this on Azure\n\nNo provider here would move to Azure; 1 file checked.\n",
      err: "",
    });
  });

  test("--quiet leaves what costs and is ignored out, and nothing of what breaks", async () => {
    const source = `${aws}aws.bucket("other", { config: process.env.KEEP ? new S3Config() : undefined });\n`;
    const { code, out } = await check(project({ "main.ts": source }), ["--target", "azure", "--quiet"]);
    expect(code).toBe(1);
    expect(out).toMatch(
      /\nBreaks \(2\)\n[^\0]* warning S3Config does not fit on every path[^\0]*\nOn Azure: 2 things break; 1 file checked\.\n$/,
    );
    expect(out).not.toContain("without-effect");
  });

  test("counts what the ordinary check says, and does not repeat it", async () => {
    const { code, out } = await check(project({ "main.ts": `${portable}aws.dataproc("c");` }), ["--target", "azure"]);
    expect(code).toBe(0);
    expect(out).toContain("1 problem of the source as it is: glacier check without --target tells it.\n");
    expect(out).not.toContain("dataproc");
  });

  test("reports a file that cannot be read, which cannot be moved either", async () => {
    const { code, out } = await check(project({ "main.ts": `${aws}const = ;` }), ["--target", "azure"]);
    expect(code).toBe(1);
    expect(out).toMatch(/Breaks \(1\)\n\nmain\.ts:5:7 error .* syntax-error/);
  });

  test("gives programs the effect of each finding, the target and the providers", async () => {
    const cwd = project({ "main.ts": aws });
    const { code, out } = await check(cwd, ["--target", "azure", "--format", "json", "--output", "sarif=out.sarif"]);
    expect(code).toBe(1);
    const report = JSON.parse(out);
    expect(Object.keys(report)).toEqual(["version", "target", "files", "providers", "alreadyReported", "diagnostics"]);
    expect(report).toMatchObject({
      version: 1,
      target: { id: "azure", label: "Azure" },
      files: 1,
      alreadyReported: 0,
      providers: [
        {
          file: "main.ts",
          range: { start: { line: 2, character: 42 } },
          clouds: ["aws"],
          fixes: [{ title: "Change the provider to Azure, configured by the environment" }],
        },
      ],
      diagnostics: [
        { file: "main.ts", code: "config-cloud-mismatch", severity: "error", effect: "breaks" },
        { code: "without-effect", severity: "info", effect: "ignored" },
        { code: "without-effect", severity: "info", effect: "ignored" },
      ],
    });
    const [run] = JSON.parse(readFileSync(join(cwd, "out.sarif"), "utf8")).runs;
    expect(run.properties).toEqual({ target: "azure" });
    const ids = run.tool.driver.rules.map(({ id }: { id: string }) => id);
    for (const { ruleId, ruleIndex } of run.results) expect(ids[ruleIndex]).toBe(ruleId);
    expect(run.results.map(({ properties }: { properties: unknown }) => properties)).toEqual([
      { effect: "breaks" },
      { effect: "ignored" },
      { effect: "ignored" },
    ]);
  });

  test.each(["github", "junit"])("writes the findings as %s does", async (format) => {
    const { code, out } = await check(project({ "main.ts": aws }), ["--target", "azure", "--format", format]);
    expect(code).toBe(1);
    expect(out).toContain("config-cloud-mismatch");
    expect(out).toContain("without-effect");
  });

  test("refuses a cloud that is none, and options that go with the source as it is", async () => {
    const cwd = project({ "main.ts": aws });
    const none = await check(cwd, ["--target", "mars"]);
    expect(none).toEqual({ code: 2, out: "", err: 'error: there is no cloud "mars"; --target takes one of aws, azure, gcp, local.\n' });
    for (const flags of [["--fix"], ["--baseline", "b.json"]]) {
      const { code, err } = await check(cwd, ["--target", "azure", ...flags]);
      expect(code).toBe(2);
      expect(err).toMatch(/^error: --target tells what a move would take/);
    }
  });
});
