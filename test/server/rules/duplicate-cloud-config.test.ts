import { describe, expect, test } from "vitest";
import { emits, fixAllTo, fixesTo, fixTitles, valid } from "../../support/server/rule-tester.ts";

const imports = `import { Provider } from "@glacier/core";
import { AwsConfig, BlobConfig, EmrConfig, LocalConfig, S3Config, SparkConfig } from "@glacier/core/config";
const provider = Provider.fromEnv();
`;
const rule = "duplicate-cloud-config";

describe("two configs of one cloud in an array", () => {
  test("are reported at the array, whatever the cloud, with where they are", () =>
    emits(`${imports}provider.bucket("raw", { config: ⟦[new S3Config(), new BlobConfig(), new S3Config({ versioning: true })]⟧ });`, [
      {
        code: rule,
        severity: "error",
        message: "The configs of bucket() hold S3Config twice: allowed is one config per cloud.",
        related: ["main.ts:4 The S3Config is created here.", "main.ts:4 The S3Config is created here."],
      },
    ]));

  test("are reported once where they fit no cloud either", () =>
    emits(
      `${imports}const azure = new Provider({ config: new LocalConfig() });\nazure.bucket("raw", { config: ⟦[new S3Config(), new S3Config()]⟧ });`,
      [rule],
    ));

  test("are reported where an array travels", () =>
    emits(`${imports}const both = [new S3Config()];\nboth.push(new S3Config());\nprovider.bucket("raw", { config: ⟦both⟧ });`, [rule]));

  test("are a warning on some paths", () =>
    emits(
      `${imports}provider.bucket("raw", { config: ⟦[new S3Config(), process.env.STAGE === "prod" ? new BlobConfig() : new S3Config()]⟧ });`,
      [
        {
          code: rule,
          severity: "warning",
          message:
            'The configs of bucket() hold S3Config twice where `process.env.STAGE === "prod"` is false: allowed is one config per cloud.',
        },
      ],
    ));
});

describe("nothing is said", () => {
  test.each([
    ["of one config per cloud", `provider.bucket("raw", { config: [new S3Config(), new BlobConfig()] });`],
    [
      "of an engine's config beside Spark's",
      `provider.spark("job", { config: [new EmrConfig({ releaseLabel: "emr-7.2.0" }), new SparkConfig()] });`,
    ],
    ["where one is not known", `provider.bucket("raw", { config: [new S3Config(), globalThis.other] });`],
    [
      "where one condition adds and takes away",
      `const isBig = process.env.SIZE === "big";
provider.bucket("raw", { config: [...(isBig ? [new S3Config({ versioning: true })] : []), ...(isBig ? [] : [new S3Config()])] });`,
    ],
  ])("%s", (_, body) => valid(`${imports}${body}\n`));
});

describe("fixes", () => {
  const file = (body: string): string =>
    `import { Provider } from "@glacier/core";\nimport { BlobConfig, S3Config } from "@glacier/core/config";\n${body}\n`;

  test("take out what is said twice", () =>
    fixAllTo(
      file(`Provider.fromEnv().bucket("raw", { config: [new S3Config(), new BlobConfig(), new S3Config()] });`),
      file(`Provider.fromEnv().bucket("raw", { config: [new S3Config(), new BlobConfig()] });`),
    ));

  test("keep the one or the other where they differ, and the lines of the rest", async () => {
    const lines = (items: string[]): string =>
      file(`Provider.fromEnv().bucket("raw", {\n  config: [\n${items.map((item) => `    ${item},\n`).join("")}  ],\n});`);
    const [first, blob, second] = ["new S3Config()", "new BlobConfig()", "new S3Config({ versioning: true })"] as const;
    await fixesTo(lines([first, blob, second]), "Keep the first S3Config", lines([first, blob]));
    await fixesTo(lines([first, blob, second]), "Keep the second S3Config", lines([blob, second]));
  });

  test("are none where the array is not spelled out at the call", async () => {
    expect(
      await fixTitles(file(`const both = [new S3Config(), new S3Config()];\nProvider.fromEnv().bucket("raw", { config: both });`)),
    ).toEqual([]);
  });
});
