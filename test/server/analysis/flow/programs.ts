/** Programs by what they show: each source is silent, or has one mismatch at its mark, on all paths or on some. */
export interface Programs {
  silent?: Record<string, string>;
  certain?: Record<string, string>;
  partial?: Record<string, string>;
}

/** What each of the sources begins with. */
export const head = `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig, BlobConfig, GcpConfig, GcsConfig, S3Config } from "@glacier/core/config";
declare function unknown(...values: unknown[]): any;
const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
const gcp = new Provider({ config: new GcpConfig({ project: "data" }) });
`;
