import type { Programs } from "./programs.ts";

const AZURE = `new AzureConfig({ resourceGroup: "data" })`;

/** Classes that extend Glacier's and say in their constructor what they are. */
export const classes: Programs = {
  silent: {
    "a provider's class that fits": `class Team extends Provider { constructor() { super({ config: new AwsConfig({ region: "eu-west-1" }) }); } } new Team().bucket("raw-a", { config: new S3Config() });`,
    "a provider's class with a bucket of its own": `class Team extends Provider { constructor() { super({ config: ${AZURE} }); } override bucket(...given: any[]): any { return given; } } new Team().bucket("raw-a", { config: new S3Config() });`,
    "a provider's class that is given anything": `export class Team extends Provider { constructor(config: AwsConfig | AzureConfig) { super({ config }); } raw() { return this.bucket("raw-a", { config: new S3Config() }); } }`,
  },
  certain: {
    "a provider's class": `class Team extends Provider { constructor() { super({ config: ${AZURE} }); } } new Team().bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a provider's class that is given its config": `class Team extends Provider { constructor(config: AzureConfig, readonly team: string) { super({ config }); } } new Team(${AZURE}, "x").bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a class of a provider's class": `class Team extends Provider { constructor(config: AzureConfig) { super({ config }); } } class Sales extends Team { constructor() { super(${AZURE}); } } new Sales().bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
  },
  partial: {
    "a provider's class that chooses": `class Team extends Provider { constructor(aws: boolean) { super({ config: aws ? new AwsConfig({ region: "eu-west-1" }) : ${AZURE} }); } } new Team(unknown()).bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
  },
};
