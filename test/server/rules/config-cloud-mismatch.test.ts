import { describe, test } from "vitest";
import { emits, fixesTo, valid } from "../../support/server/rule-tester.ts";

const imports = `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig, BlobConfig, GcpConfig, GcsConfig, LocalConfig, S3Config } from "@glacier/core/config";
`;
const clouds = `${imports}
const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
`;

const made = `new Provider({ config: new AzureConfig({ resourceGroup: "data" }) })`;

describe("within a file", () => {
  test("reports a config of another cloud at the config", () =>
    emits(`${clouds}azure.bucket("raw", { config: ⟦new S3Config()⟧ });`, [
      {
        code: "config-cloud-mismatch",
        severity: "error",
        message: "S3Config does not fit: bucket() on Azure takes BlobConfig.",
        related: ["main.ts:5 The Azure provider is created here."],
      },
    ]));

  test("is silent about a config that fits", () => valid(`${clouds}aws.bucket("raw", { config: new S3Config() });`));

  test("is silent about an array in which one fits", () =>
    valid(`${clouds}azure.bucket("raw", { config: [new S3Config(), new BlobConfig()] });`));

  test("reports an array in which none fits", () =>
    emits(`${clouds}azure.bucket("raw", { config: ⟦[new S3Config(), new GcsConfig()]⟧ });`, [
      { code: "config-cloud-mismatch", message: /None of these configs fits/ },
    ]));

  test("names each config that a condition chooses from where none fits", () =>
    emits(`${clouds}azure.bucket("raw", { config: ⟦process.env.EU ? new S3Config() : new GcsConfig()⟧ });`, [
      { code: "config-cloud-mismatch", message: "S3Config and GcsConfig do not fit: bucket() on Azure takes BlobConfig." },
    ]));

  test("is silent on a laptop", () =>
    valid(`${imports}new Provider({ config: new LocalConfig() }).bucket("raw", { config: new S3Config() });`));

  test("follows a config kept in a variable", () =>
    emits(`${clouds}const config = new S3Config({ versioning: true });\nazure.bucket("raw", { ⟦config⟧ });`, [
      { code: "config-cloud-mismatch", related: [/The Azure provider/, "main.ts:6 The S3Config is created here."] },
    ]));

  test("reports a partial mismatch as a warning that names the path", () =>
    emits(
      `${clouds}const provider = process.env.STAGE === "prod" ? aws : azure;
provider.bucket("raw", { config: ⟦new S3Config()⟧ });`,
      [{ code: "config-cloud-mismatch", severity: "warning" }],
    ));

  test("names the provider that does not fit where it is one of several", () =>
    emits(`${clouds}for (const provider of [aws, azure]) provider.bucket("raw", { config: ⟦new S3Config()⟧ });`, [
      {
        code: "config-cloud-mismatch",
        severity: "warning",
        message: "S3Config does not fit on every path: as created in main.ts:5 the provider is Azure, where bucket() takes BlobConfig.",
        related: ["main.ts:5 The Azure provider is created here."],
      },
    ]));

  test("speaks of several configs in the plural", () =>
    emits(`${clouds}for (const provider of [aws, azure]) provider.bucket("raw", { config: ⟦[new S3Config(), new GcsConfig()]⟧ });`, [
      { code: "config-cloud-mismatch", severity: "warning", message: /^S3Config and GcsConfig do not fit on every path: / },
    ]));

  test("names the question that leaves the cloud", () =>
    emits(
      `${imports}const provider = Provider.fromEnv();
if (provider.cloud === "aws" || provider.cloud === "azure") provider.bucket("raw", { config: ⟦new S3Config()⟧ });`,
      [
        {
          code: "config-cloud-mismatch",
          severity: "warning",
          message: /^S3Config does not fit on every path: where `provider\.cloud === "aws"` is false the provider is Azure/,
        },
      ],
    ));

  test("says nothing when the provider is unknown", () => valid(`${imports}Provider.fromEnv().bucket("raw", { config: new S3Config() });`));

  test("narrows an unknown provider", () =>
    emits(
      `${imports}const provider = Provider.fromEnv();
if (provider.cloud === "azure") provider.bucket("raw", { config: ⟦new S3Config()⟧ });
else provider.bucket("raw", { config: new S3Config() });`,
      ["config-cloud-mismatch"],
    ));

  test("does not take a local class for Glacier's", () =>
    valid(`import { Provider } from "@glacier/core";
import { AzureConfig } from "@glacier/core/config";
class S3Config {}
new Provider({ config: new AzureConfig({ resourceGroup: "x" }) }).bucket("raw", { config: new S3Config() as never });`));
});

describe("through a function", () => {
  test("tells which call brings the provider", () =>
    emits(
      `${clouds}function load(provider: Provider) {
  return provider.bucket("raw", { config: ⟦new S3Config()⟧ });
}
load(azure);`,
      [
        {
          code: "config-cloud-mismatch",
          severity: "error",
          related: ["main.ts:5 The Azure provider is created here.", "main.ts:9 It reaches this call through `load` here."],
        },
      ],
    ));

  test("tells what a function without a name on the way is given to", () =>
    emits(
      `${clouds}function load(provider: Provider) {
  return provider.bucket("raw", { config: ⟦new S3Config()⟧ });
}
[azure].forEach((provider) => {
  load(provider);
});`,
      [
        {
          code: "config-cloud-mismatch",
          severity: "error",
          related: [
            "main.ts:5 The Azure provider is created here.",
            "main.ts:9 It reaches this call in a callback of `forEach` here.",
            "main.ts:10 It reaches this call through `load` here.",
          ],
        },
      ],
    ));

  test("tells which instance brings the provider to a method that nobody calls", () =>
    emits(
      `${clouds}class Lake {
  constructor(private readonly provider: Provider) {}
  raw() { return this.provider.bucket("raw", { config: ⟦new S3Config()⟧ }); }
}
export const lake = new Lake(azure);`,
      [
        {
          code: "config-cloud-mismatch",
          severity: "error",
          related: ["main.ts:5 The Azure provider is created here.", "main.ts:10 It is kept by the `Lake` made here."],
        },
      ],
    ));

  test.each([
    ["`given` is missing", `const p = given ?? ${made};`],
    ["`given` is false", `const p = given || ${made};`],
    ["`given` is true", `const p = (given && ${made}) || aws;`],
    ['`given` is `"a"` or `"b"`', `let p = aws; switch (given) { case "a": case "b": p = ${made}; }`],
    ["`given` is none of the cases", `let p; switch (given) { case "a": p = aws; break; default: p = ${made}; }`],
    ['`given` is `"a"` or something else', `let p; switch (given) { case "b": p = aws; break; case "a": default: p = ${made}; }`],
    ["`given > 3` is true", `let p = aws; switch (true) { case given > 3: p = ${made}; }`],
  ])("says that a path is the one where %s", (path, source) =>
    emits(`${clouds}declare const given: any;\n${source}\np.bucket("raw", { config: ⟦new S3Config()⟧ });`, [
      {
        code: "config-cloud-mismatch",
        severity: "warning",
        message: `S3Config does not fit on every path: where ${path} the provider is Azure, where bucket() takes BlobConfig.`,
        related: [/is created here/, `main.ts:7 This is the path where ${path}.`],
      },
    ]),
  );

  test.each([
    ["`given` is false", `const p = given ? aws : azure;`],
    ["`given` is true", `let p = aws; if (given) p = azure;`],
    ['`given` is `"a"`', `let p = aws; switch (given) { case "a": p = azure; }`],
    ['`zone === "a"` is false', `function pick(zone: string) { if (zone === "a") return aws; return azure; } const p = pick(given);`],
  ])("says that a path is the one where %s of providers that were there before", (path, source) =>
    emits(`${clouds}declare const given: any;\n${source}\np.bucket("raw", { config: ⟦new S3Config()⟧ });`, [
      {
        code: "config-cloud-mismatch",
        severity: "warning",
        message: `S3Config does not fit on every path: where ${path} the provider is Azure, where bucket() takes BlobConfig.`,
        related: [/is created here/, `main.ts:7 This is the path where ${path}.`],
      },
    ]),
  );

  test("says by which condition another file chooses", () =>
    emits(
      `// @filename: main.ts
import { S3Config } from "@glacier/core/config";
import { p } from "./zone.js";
p.bucket("raw", { config: ⟦new S3Config()⟧ });
// @filename: zone.ts
${clouds}export const p = process.env.STAGE === "prod" ? aws : azure;`,
      [
        {
          code: "config-cloud-mismatch",
          severity: "warning",
          message: /where `process\.env\.STAGE === "prod"` is false the provider is Azure/,
          related: [
            "zone.ts:5 The Azure provider is created here.",
            'zone.ts:6 This is the path where `process.env.STAGE === "prod"` is false.',
          ],
        },
      ],
    ));

  test("names each path on which it fails", () =>
    emits(
      `${clouds}declare const zone: string;
let p = aws;
switch (zone) { case "a": p = ${made}; break; case "b": p = new Provider({ config: new GcpConfig({ project: "data" }) }); }
p.bucket("raw", { config: ⟦new S3Config()⟧ });`,
      [
        {
          code: "config-cloud-mismatch",
          severity: "warning",
          message:
            'S3Config does not fit on every path: where `zone` is `"b"` or where `zone` is `"a"` the provider is Google Cloud or Azure, where bucket() takes GcsConfig or BlobConfig.',
        },
      ],
    ));

  test("tells that an instance keeps the provider before it tells of the call of its method", () =>
    emits(
      `${clouds}class Lake {
  constructor(private readonly provider: Provider) {}
  raw() { return this.provider.bucket("raw", { config: ⟦new S3Config()⟧ }); }
}
const lake = new Lake(azure);
lake.raw();`,
      [
        {
          code: "config-cloud-mismatch",
          severity: "error",
          related: [
            /Azure provider is created/,
            "main.ts:10 It is kept by the `Lake` made here.",
            "main.ts:11 It reaches this call through `raw` here.",
          ],
        },
      ],
    ));

  test("tells nothing of one place twice", () =>
    emits(
      `${clouds}function load(provider: Provider, more: boolean) {
  if (process.env.X) return provider.bucket("raw", { config: ⟦new S3Config()⟧ });
  return more;
}
for (const more of [true, false]) load(azure, more);`,
      [
        {
          code: "config-cloud-mismatch",
          severity: "error",
          related: ["main.ts:5 The Azure provider is created here.", "main.ts:10 It reaches this call through `load` here."],
        },
      ],
    ));

  test("tells of a function without a name that is called where it stands", () =>
    emits(`${clouds}((provider: Provider) => provider.bucket("raw", { config: ⟦new S3Config()⟧ }))(azure);`, [
      {
        code: "config-cloud-mismatch",
        related: ["main.ts:5 The Azure provider is created here.", "main.ts:6 It reaches this call through an unnamed function here."],
      },
    ]));

  test("tells of a constructor by its class, and of a function in an object by its key", () =>
    emits(
      `${clouds}class Lake { constructor(readonly provider: Provider) { provider.bucket("raw", { config: ⟦new S3Config()⟧ }); } }
const makers = { lake: () => new Lake(azure) };
makers.lake();`,
      [
        {
          code: "config-cloud-mismatch",
          related: [
            "main.ts:5 The Azure provider is created here.",
            "main.ts:8 It reaches this call through `lake` here.",
            "main.ts:7 It reaches this call through `Lake` here.",
          ],
        },
      ],
    ));

  test("tells of a pipeline's body and of a task by their names", () =>
    emits(
      `import { pipeline, task } from "@glacier/core";
${clouds}const open = task({ name: "open_raw" }, (provider: Provider) => provider.bucket("raw", { config: ⟦new S3Config()⟧ }));
export const sales = pipeline({ name: "sales_by_region" }, () => {
  open(azure);
});`,
      [
        {
          code: "config-cloud-mismatch",
          related: [
            "main.ts:6 The Azure provider is created here.",
            "main.ts:8 It reaches this call in the body of pipeline `sales_by_region` here.",
            "main.ts:9 It reaches this call in task `open_raw` here.",
          ],
        },
      ],
    ));

  test("tells which call the provider comes back from", () =>
    emits(
      `${clouds}function connect() {
  return new Provider({ config: new AzureConfig({ resourceGroup: "made" }) });
}
connect().bucket("raw", { config: ⟦new S3Config()⟧ });`,
      [
        {
          code: "config-cloud-mismatch",
          severity: "error",
          related: ["main.ts:7 The Azure provider is created here.", "main.ts:9 The provider comes back from `connect` here."],
        },
      ],
    ));

  test("warns when only some call sites do not fit", () =>
    emits(
      `${clouds}function load(provider: Provider) {
  return provider.bucket("raw", { config: ⟦new S3Config()⟧ });
}
load(aws);
load(azure);`,
      [{ code: "config-cloud-mismatch", severity: "warning", message: /called from main.ts:10/ }],
    ));

  test("is silent when provider and config come in pairs", () =>
    valid(`${clouds}function load(provider: Provider, config: S3Config | BlobConfig) {
  return provider.bucket("raw", { config });
}
load(aws, new S3Config());
load(azure, new BlobConfig());`));
});

describe("through imports", () => {
  test("follows a provider over three files", () =>
    emits(
      `// @filename: providers.ts
import { Provider } from "@glacier/core";
import { AzureConfig } from "@glacier/core/config";
export const warehouse = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
// @filename: index.ts
export { warehouse as provider } from "./providers.js";
// @filename: buckets.ts
import type { Provider } from "@glacier/core";
import { S3Config } from "@glacier/core/config";
export const raw = (provider: Provider) => provider.bucket("raw", { config: ⟦new S3Config()⟧ });
// @filename: main.ts
import { raw } from "./buckets.ts";
import { provider } from "./index.ts";
raw(provider);
`,
      [
        {
          code: "config-cloud-mismatch",
          severity: "error",
          related: ["providers.ts:3 The Azure provider is created here.", "main.ts:3 It reaches this call through `raw` here."],
        },
      ],
    ));
});

describe("fixes", () => {
  test("replaces the class and tidies the import", () =>
    fixesTo(
      `import { Provider } from "@glacier/core";
import { AzureConfig, S3Config } from "@glacier/core/config";
const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
azure.bucket("raw", { config: new S3Config({ versioning: true }) });
`,
      "Replace with BlobConfig",
      `import { Provider } from "@glacier/core";
import { AzureConfig, BlobConfig } from "@glacier/core/config";
const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
azure.bucket("raw", { config: new BlobConfig({ versioning: true }) });
`,
    ));
});
