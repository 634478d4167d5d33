import { describe, expect, test } from "vitest";
import { parse, startReading } from "../../../server/src/analysis/extract/extract.ts";
import { mergedWith } from "../../../server/src/analysis/extract/namespaces.ts";
import { loadTypeScript } from "../../../server/src/analysis/facts/typescript.ts";
import { emits, valid } from "../../support/server/rule-tester.ts";

const imports = `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig, BlobConfig, GcsConfig, S3Config } from "@glacier/core/config";
`;
const AWS = `new Provider({ config: new AwsConfig({ region: "eu-west-1" }) })`;
const AZURE = `new Provider({ config: new AzureConfig({ resourceGroup: "data" }) })`;
const mismatch = [{ code: "config-cloud-mismatch", severity: "error" as const }];

describe("a namespace", () => {
  test("has what it exports, and its functions read what it declares", () =>
    emits(
      `${imports}namespace Cloud { export const provider = ${AWS}; export const open = () => provider.bucket("raw", { config: ⟦new GcsConfig()⟧ }); }
Cloud.open();
Cloud.provider.bucket("clean", { config: ⟦new BlobConfig()⟧ });`,
      [...mismatch, ...mismatch],
    ));

  test("is followed through names of its members, inside others and across files", () =>
    emits(
      `// @filename: cloud.ts
${imports}export namespace Company.Data { export namespace Aws { export const provider = ${AWS}; } export namespace Azure { export const provider = ${AZURE}; } }
// @filename: main.ts
import { Company } from "./cloud.js";
import { S3Config } from "@glacier/core/config";
import Data = Company.Data;
import provider = Company.Data.Azure.provider;
Data.Aws.provider.bucket("raw", { config: new S3Config() });
provider.bucket("clean", { config: ⟦new S3Config()⟧ });`,
      mismatch,
    ));

  test("is named on the way to a mistake", () =>
    emits(
      `${imports}namespace Cloud { export const provider = ${AWS}; export const config = new BlobConfig(); }
Cloud.provider.bucket("raw", { config: ⟦Cloud.config⟧ });`,
      [{ code: "config-cloud-mismatch", related: [/ created here/, /The provider comes back from `Cloud` here\.$/, / created here/] }],
    ));

  test("gives the value that an exported variable has at the time it is read", () =>
    valid(`${imports}namespace State { export let provider = ${AWS}; export function move() { provider = ${AZURE}; } export const open = () => provider; }
State.move();
State.provider.bucket("raw", { config: new BlobConfig() });
State.provider = ${AWS};
State.open().bucket("clean", { config: new S3Config() });`));

  test("is left alone where its exports come from several places", () =>
    valid(`${imports}namespace Clouds { export const aws = ${AWS}; }
namespace Clouds { export const azure = ${AZURE}; }
Clouds.azure.bucket("raw", { config: new BlobConfig() });`));

  test("leaves open what is asked of it where its exports come from several places", () =>
    valid(`${imports}namespace Clouds { export const isAzure = true; }
namespace Clouds { export const count = 2; }
enum Kind { Raw = "raw" }
namespace Kind { export const isAzure = true; }
const azure = ${AZURE};
azure.bucket("raw", { config: Clouds.isAzure ? new BlobConfig() : new S3Config() });
azure.bucket("clean", { config: Kind.isAzure ? new BlobConfig() : new S3Config() });`));

  test("that adds to a class or a function leaves them what they are", () =>
    emits(
      `${imports}class Store { static open() { return ${AWS}; } }
namespace Store { export const azure = ${AZURE}; }
function open() { return open.azure; }
namespace open { export const azure = ${AZURE}; }
Store.azure.bucket("raw", { config: new BlobConfig() });
open().bucket("clean", { config: new BlobConfig() });
Store.open().bucket("out", { config: ⟦new BlobConfig()⟧ });`,
      mismatch,
    ));

  test("that is only declared says nothing of what it holds", () =>
    valid(`${imports}declare namespace Clouds { const provider: Provider; }
Clouds.provider.bucket("raw", { config: new BlobConfig() });`));

  test("hands on what it imports from others", () =>
    emits(
      `// @filename: cloud.ts
${imports}namespace Aws { export const provider = ${AWS}; }
export namespace Clouds { export import Cloud = Aws; }
export import aws = Aws.provider;
// @filename: main.ts
import { BlobConfig } from "@glacier/core/config";
import { aws, Clouds } from "./cloud.ts";
aws.bucket("raw", { config: ⟦new BlobConfig()⟧ });
Clouds.Cloud.provider.bucket("clean", { config: ⟦new BlobConfig()⟧ });`,
      [...mismatch, ...mismatch],
    ));

  test("of types takes nothing from the class of its name", () =>
    emits(
      `${imports}class Store { open() { return ${AWS}.bucket("raw", { config: ⟦new BlobConfig()⟧ }); } }
namespace Store { export type Name = "raw"; }
new Store().open();`,
      mismatch,
    ));
});

test("a member of a namespace of imports goes by another name", () =>
  emits(
    `import * as glacier from "@glacier/core";
import * as configs from "@glacier/core/config";
import Cloud = glacier.Provider;
import Config = configs.BlobConfig;
new Cloud({ config: new configs.AwsConfig({ region: "eu-west-1" }) }).bucket("raw", { config: ⟦new Config()⟧ });`,
    mismatch,
  ));

test("a type that goes by another name says what a parameter is", () =>
  emits(
    `import * as glacier from "@glacier/core";
import { LambdaConfig } from "@glacier/core/config";
import Cloud = glacier.Provider;
export const open = (cloud: Cloud) => cloud.bucket("raw", { config: ⟦new LambdaConfig()⟧ });`,
    ["config-resource-mismatch"],
  ));

test("the statements of a block are gone through once, however many of them ask what shares their names", async () => {
  const ts = await loadTypeScript();
  const text = Array.from({ length: 40 }, (_, index) => `namespace Zone${index % 20} { export const size = ${index}; }`).join("\n");
  const source = parse(ts, "/zones.ts", text);
  const { reader } = startReading(ts, source);
  let looks = 0;
  const siblings = new Proxy([...source.statements], {
    get(target, key, receiver) {
      if (typeof key === "string" && /^\d+$/.test(key)) looks++;
      return Reflect.get(target, key, receiver);
    },
  });
  const merged = source.statements.map((it, index) => mergedWith(reader, `Zone${index % 20}`, it, siblings).length);
  expect(new Set(merged)).toEqual(new Set([1]));
  expect(looks).toBe(source.statements.length);
});
