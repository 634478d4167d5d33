import type { Programs } from "./programs.ts";

const AZURE = `new AzureConfig({ resourceGroup: "data" })`;

/** Classes that extend Glacier's and say in their constructor what they are. */
export const classes: Programs = {
  silent: {
    "a provider's class that fits": `class Team extends Provider { constructor() { super({ config: new AwsConfig({ region: "eu-west-1" }) }); } } new Team().bucket("raw-a", { config: new S3Config() });`,
    "a provider's class with a bucket of its own": `class Team extends Provider { constructor() { super({ config: ${AZURE} }); } override bucket(...given: any[]): any { return given; } } new Team().bucket("raw-a", { config: new S3Config() });`,
    "a provider's class that is given anything": `export class Team extends Provider { constructor(config: AwsConfig | AzureConfig) { super({ config }); } raw() { return this.bucket("raw-a", { config: new S3Config() }); } }`,
    "a provider's class that changes what its methods go by": `export class Team extends Provider { layout = new S3Config(); constructor() { super({ config: ${AZURE} }); } with(layout: any) { this.layout = layout; return this; } raw() { return this.bucket("raw-a", { config: this.layout }); } }`,
    "a provider's classes that each open their own": `abstract class Lake extends Provider { abstract zone(name: string): unknown; all() { return [this.zone("raw-a"), this.zone("raw-b")]; } }
class Objects extends Lake { constructor() { super({ config: new AwsConfig({ region: "eu-west-1" }) }); } zone(name: string) { return this.bucket(name, { config: new S3Config() }); } }
class Blobs extends Lake { constructor() { super({ config: ${AZURE} }); } zone(name: string) { return this.bucket(name, { config: new BlobConfig() }); } }
const lake = unknown() ? new Objects() : new Blobs(); lake.all();
lake.bucket("raw-c", { config: lake instanceof Objects ? new S3Config() : new BlobConfig() });`,
  },
  certain: {
    "a provider's class": `class Team extends Provider { constructor() { super({ config: ${AZURE} }); } } new Team().bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a provider's class that is given its config": `class Team extends Provider { constructor(config: AzureConfig, readonly team: string) { super({ config }); } } new Team(${AZURE}, "x").bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a method of a provider's class": `class Team extends Provider { raw(name: string) { return this.bucket(name, { config: ⟦new S3Config()⟧ }); } } new Team({ config: ${AZURE} }).raw("raw-a");`,
    "a method of a provider's class that nobody calls": `export class Team extends Provider { constructor(readonly zone: string) { super({ config: ${AZURE} }); } raw() { return this.bucket(this.zone, { config: ⟦new S3Config()⟧ }); } }`,
    "a field of a provider's class": `export class Team extends Provider { readonly raw = this.bucket("raw-a", { config: ⟦new S3Config()⟧ }); constructor() { super({ config: ${AZURE} }); } }`,
    "a provider's class that gives itself away": `const raw = (p: Provider) => p.bucket("raw-a", { config: ⟦new S3Config()⟧ }); class Team extends Provider { raw() { return raw(this); } } new Team({ config: ${AZURE} }).raw();`,
    "a class of a provider's class": `class Team extends Provider { constructor(config: AzureConfig) { super({ config }); } } class Sales extends Team { constructor() { super(${AZURE}); } } new Sales().bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
  },
  partial: {
    "a provider's class that chooses": `class Team extends Provider { constructor(aws: boolean) { super({ config: aws ? new AwsConfig({ region: "eu-west-1" }) : ${AZURE} }); } } new Team(unknown()).bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
  },
};
