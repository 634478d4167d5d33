/** What the tests of the pipeline rules begin with: providers of three clouds, and tasks that read, pass on and write. */
export const head = `import { type Bucket, Provider, pipeline, pl, task } from "@glacier/core";
import { AwsConfig, AzureConfig, GcpConfig, LocalConfig } from "@glacier/core/config";
export const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
export const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
export const laptop = new Provider({ config: new LocalConfig() });
export const load = task(async function load(from: Bucket) { return from.scan(); });
export const clean = task(function clean(frame: pl.LazyDataFrame) { return frame; });
export const save = task(function save(frame: pl.LazyDataFrame, to: Bucket) { return to.write(frame); });
`;

/** A pipeline of that name, exported so that it counts as used. */
export const sales = (body: string): string => `export const sales = pipeline({ name: "sales" }, () => {\n${body}\n});\n`;
