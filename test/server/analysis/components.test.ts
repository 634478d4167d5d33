import { describe, test } from "vitest";
import { emits, valid } from "../../support/server/rule-tester.ts";

const head = `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig, BlobConfig, S3Config } from "@glacier/core/config";
const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
`;
const page = (source: string): string => `// @filename: page.tsx\n${head}${source}\nexport {};`;

describe("components", () => {
  test("are silent about a default in whose place a property is given", () =>
    valid(
      page(`const Panel = ({ p, config = new BlobConfig() }: { p: Provider; config?: any }) => <b>{p.bucket("raw-a", { config }).name}</b>;
export const all = <Panel p={aws} config={new S3Config()} />;`),
    ));

  test("are silent about a variable that is another when they are drawn", () =>
    valid(
      page(`let p: Provider = azure; const Panel = () => <b>{p.bucket("raw-a", { config: new S3Config() }).name}</b>;
export const all = <Panel />; p = aws;`),
    ));

  test.each([
    ["a property", `<Panel p={azure} config={new S3Config()} />`],
    ["properties that are spread", `<Panel {...{ p: azure, config: new S3Config() }}>text</Panel>`],
  ])("report what reaches them by %s", (_, element) =>
    emits(
      page(`const Panel = ({ p, config }: { p: Provider; config: any; children?: any }) => <b>{p.bucket("raw-a", { config: ⟦config⟧ }).name}</b>;
export const all = ${element};`),
      [
        {
          code: "config-cloud-mismatch",
          severity: "error",
          related: [/The Azure provider is created/, /through `Panel`/, /S3Config is created/],
        },
      ],
    ),
  );

  test("report what a child is called with", () =>
    emits(
      page(`function With({ p, children }: { p: Provider; children: (p: Provider) => unknown }) { return <>{children(p)}</>; }
export const all = <With p={azure}>{(p: Provider) => p.bucket("raw-a", { config: ⟦new S3Config()⟧ })}</With>;`),
      [{ code: "config-cloud-mismatch", severity: "error" }],
    ));
});
