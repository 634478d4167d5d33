/** What each of the sources begins with. */
export const head = `import { Provider, pipeline, task, type Bucket } from "@glacier/core";
import { AwsConfig, AzureConfig, BlobConfig, GcpConfig, GcsConfig, LambdaConfig, LocalConfig, S3Config } from "@glacier/core/config";
declare function unknown(...values: unknown[]): any;
const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
const gcp = new Provider({ config: new GcpConfig({ project: "data" }) });
const local = new Provider({ config: new LocalConfig() });
`;

/** Valid programs, however their validity comes about, and programs of which nothing can be known. */
export const silent: Record<string, string> = {
  "one condition for both": `const isAws = unknown(); const p = isAws ? aws : azure; p.bucket("a", { config: isAws ? new S3Config() : new BlobConfig() });`,
  "one condition written twice": `const p = process.env.CLOUD === "aws" ? aws : azure;
p.bucket("a", { config: process.env.CLOUD === "aws" ? new S3Config() : new BlobConfig() });`,
  "a condition and its negation": `const isAws = unknown(); const p = isAws ? aws : azure; p.bucket("a", { config: !isAws ? new BlobConfig() : new S3Config() });`,
  "a derived condition": `const cloud = process.env.CLOUD; const isAws = cloud === "aws"; const p = cloud === "aws" ? aws : azure; const s3 = isAws && true;
p.bucket("a", { config: s3 ? new S3Config() : new BlobConfig() });`,
  "an if for both": `let p; let config; if (unknown()) { p = aws; config = new S3Config(); } else { p = azure; config = new BlobConfig(); } p.bucket("a", { config });`,
  "a tuple for both": `const [p, config] = unknown() ? ([aws, new S3Config()] as const) : ([azure, new BlobConfig()] as const); p.bucket("a", { config });`,
  "an object for both": `const setup = unknown() ? { p: aws, config: new S3Config() } : { p: azure, config: new BlobConfig() }; setup.p.bucket("a", { config: setup.config });`,
  "a function that gives both": `function setup(c: string) { if (c === "aws") return { p: aws, config: new S3Config() }; return { p: azure, config: new BlobConfig() }; }
const { p, config } = setup(unknown()); p.bucket("a", { config });`,
  "parallel records": `const providers: Record<string, Provider> = { aws, azure }; const configs: Record<string, S3Config | BlobConfig> = { aws: new S3Config(), azure: new BlobConfig() };
const cloud: string = unknown(); providers[cloud]!.bucket("a", { config: configs[cloud]! });
for (const key of Object.keys(providers)) providers[key]!.bucket("a", { config: configs[key]! });`,
  "parallel records narrowed": `const providers = { aws, azure }; const configs = { aws: new S3Config(), azure: new BlobConfig() };
const cloud: "aws" | "azure" = unknown(); if (cloud === "aws") providers[cloud].bucket("a", { config: configs[cloud] }); else providers[cloud].bucket("a", { config: configs[cloud] });`,
  "parallel maps": `const providers = new Map([["aws", aws], ["azure", azure]]); const configs = new Map<string, S3Config | BlobConfig>([["aws", new S3Config()], ["azure", new BlobConfig()]]);
for (const cloud of ["aws", "azure"]) providers.get(cloud)!.bucket("a", { config: configs.get(cloud)! });
providers.get(unknown())!.bucket("a", { config: configs.get(unknown())! });`,
  "pairs in a loop": `for (const [p, config] of [[aws, new S3Config()], [azure, new BlobConfig()]] as const) p.bucket("a", { config });`,
  "pairs in a callback": `[{ p: aws, config: new S3Config() }, { p: azure, config: new BlobConfig() }].forEach(({ p, config }) => p.bucket("a", { config }));`,
  "pairs through a helper": `const make = (p: Provider, config: S3Config | BlobConfig) => p.bucket("a", { config }); make(aws, new S3Config()); make(azure, new BlobConfig());`,
  "pairs through a generic helper": `function same<T>(x: T): T { return x; } same(aws).bucket("a", { config: same(new S3Config()) }); same(azure).bucket("a", { config: same(new BlobConfig()) });`,
  "pairs through a class": `class Zone { constructor(private p: Provider, private config: S3Config | BlobConfig) {} open() { return this.p.bucket("a", { config: this.config }); } }
new Zone(aws, new S3Config()).open(); new Zone(azure, new BlobConfig()).open(); export const zones = [new Zone(aws, new S3Config()), new Zone(azure, new BlobConfig())];`,
  "pairs through a closure": `const zone = (p: Provider, config: S3Config | BlobConfig) => () => p.bucket("a", { config }); zone(aws, new S3Config())(); export const later = zone(azure, new BlobConfig());`,
  "pairs through a builder": `class Builder { p?: Provider; config?: S3Config | BlobConfig; of(p: Provider) { this.p = p; return this; } with(c: S3Config | BlobConfig) { this.config = c; return this; }
open() { return this.p!.bucket("a", { config: this.config }); } } new Builder().of(aws).with(new S3Config()).open(); new Builder().of(azure).with(new BlobConfig()).open();`,
  "a literal argument that decides": `function connect(cloud: "aws" | "azure") { return cloud === "aws" ? aws : azure; } connect("aws").bucket("a", { config: new S3Config() }); connect("azure").bucket("a", { config: new BlobConfig() });`,
  "a literal that decides by switch": `function connect(cloud: string) { switch (cloud) { case "aws": return aws; case "azure": return azure; default: throw new Error(cloud); } }
connect("aws").bucket("a", { config: new S3Config() }); connect("azure").bucket("a", { config: new BlobConfig() });`,
  "a config function of the provider": `const configFor = (p: Provider) => (p.cloud === "aws" ? new S3Config() : new BlobConfig()); aws.bucket("a", { config: configFor(aws) }); azure.bucket("a", { config: configFor(azure) });
const some = unknown() ? aws : azure; some.bucket("a", { config: configFor(some) });`,
  "a config function of a provider from outside": `const configFor = (p: Provider) => (p.cloud === "aws" ? new S3Config() : new BlobConfig()); const p = Provider.fromEnv(); p.bucket("a", { config: configFor(p) });`,
  "two conditions that may be one": `const p = unknown("region") ? aws : azure; p.bucket("a", { config: unknown("storage") ? new S3Config() : new BlobConfig() });`,
  "a guard that may be the choice": `const p = unknown("region") ? aws : azure; if (unknown("is aws")) p.bucket("a", { config: new S3Config() });`,
  "narrowing in the right direction": `const p = unknown() ? aws : azure; if (p.cloud === "aws") p.bucket("a", { config: new S3Config() }); else p.bucket("a", { config: new BlobConfig() });`,
  "narrowing by comparison of providers": `const p = unknown() ? aws : azure; if (p === aws) p.bucket("a", { config: new S3Config() }); else p.bucket("a", { config: new BlobConfig() });`,
  "narrowing by the config": `const p = unknown() ? aws : azure; if (p.config instanceof AwsConfig) p.bucket("a", { config: new S3Config() }); else p.bucket("a", { config: new BlobConfig() });`,
  "narrowing by a predicate": `const isAws = (p: Provider) => p.cloud === "aws"; const p = Provider.fromEnv(); p.bucket("a", { config: isAws(p) ? new S3Config() : new BlobConfig() });`,
  "narrowing that is negative": `const p = Provider.fromEnv(); if (p.cloud !== "aws") p.bucket("a", { config: new BlobConfig() });`,
  "a question about one cloud": `const p = Provider.fromEnv(); if (p.cloud === "azure") unknown(); p.bucket("a", { config: new S3Config() });`,
  "an early exit": `const p = unknown() ? aws : azure; if (p.cloud === "azure") throw new Error("no"); p.bucket("a", { config: new S3Config() });`,
  "a continue": `for (const p of [aws, azure]) { if (p.cloud === "azure") continue; p.bucket("a", { config: new S3Config() }); }`,
  "a break": `for (const p of [aws, azure]) { if (p === azure) break; p.bucket("a", { config: new S3Config() }); }`,
  "filtered lists": `[aws, azure].filter((p) => p.cloud === "aws").forEach((p) => p.bucket("a", { config: new S3Config() }));`,
  "a find": `[aws, azure].find(({ cloud }) => cloud === "aws")?.bucket("a", { config: new S3Config() });`,
  "code that is never reached": `if (false) azure.bucket("a", { config: new S3Config() });`,
  "after a return": `export function f() { return; azure.bucket("a", { config: new S3Config() }); }`,
  "a shadowed name": `{ const azure = aws; azure.bucket("a", { config: new S3Config() }); }`,
  "a parameter of that name": `export const f = (azure: Provider) => azure.bucket("a", { config: new S3Config() });`,
  "a use before a shadowing declaration": `export function f() { const g = () => azure.bucket("a", { config: new S3Config() }); const azure = aws; g(); }`,
  "a reassigned parameter": `function f(p: Provider) { p = aws; p.bucket("a", { config: new S3Config() }); } f(azure);`,
  "a dynamic key": `const all: Record<string, Provider> = { aws, azure }; all[unknown()]!.bucket("a", { config: new S3Config() });`,
  "a written dynamic key": `const all: Record<string, Provider> = { p: azure }; all[unknown()] = aws; all.p!.bucket("a", { config: new S3Config() });`,
  "a getter of an unknown object": `(unknown() as { p: Provider }).p.bucket("a", { config: new S3Config() });`,
  "an object that an unknown function changes": `const o = { p: azure }; unknown(o); o.p.bucket("a", { config: new S3Config() });`,
  "a variable that a callback changes": `let p = azure; unknown(() => { p = aws; }); if (unknown()) p.bucket("a", { config: [new S3Config(), new BlobConfig()] });`,
  "module state that functions change": `let current: Provider = azure; export function use(p: Provider) { current = p; } export function load() { return [new S3Config(), new BlobConfig()].map((config) => current.cloud === "aws" && current.bucket("a", { config: new S3Config() }) && config); }`,
  "a config array in a variable": `const config = [new S3Config(), new BlobConfig(), new GcsConfig()]; for (const p of [aws, azure, gcp]) p.bucket("a", { config });`,
  "an array that is filled": `const config: (S3Config | BlobConfig)[] = []; config.push(new S3Config()); if (unknown()) config.push(new BlobConfig()); else config.push(new BlobConfig()); azure.bucket("a", { config });`,
  "an array with an unknown part": `azure.bucket("a", { config: [new S3Config(), ...unknown()] });`,
  "a conditional config": `const p = unknown() ? aws : azure; p.bucket("a", { ...(p.cloud === "aws" && { config: new S3Config() }) });`,
  "an undefined config": `azure.bucket("a", { config: undefined });`,
  "a laptop": `local.bucket("a", { config: new S3Config() }); local.bucket("a", { config: [new GcsConfig()] });`,
  "another method called bucket": `const other = { bucket: (name: string, options: { config: S3Config }) => [name, options] }; other.bucket("a", { config: new S3Config() });`,
  "a class with a method called bucket": `class Azure { bucket(name: string, options: { config: S3Config }) { return [name, options]; } } new Azure().bucket("a", { config: new S3Config() });`,
  "a function called Provider": `function make(Provider: new (o: object) => { bucket(n: string, o: object): void }) { new Provider({ config: new AzureConfig({ resourceGroup: "x" }) }).bucket("a", { config: new S3Config() }); } unknown(make);`,
  "a factory by stage": `const stages = { dev: () => local, prod: () => aws }; for (const make of Object.values(stages)) make().bucket("a", { config: new S3Config() });`,
  "a singleton": `class Lake { static #instance: Lake | undefined; static get() { return (Lake.#instance ??= new Lake()); } readonly p = aws; } Lake.get().p.bucket("a", { config: new S3Config() });`,
  "a generator": `function* all() { yield aws; yield azure; } for (const p of all()) p.bucket("a", { config: new S3Config() });`,
  "labels and jumps": `outer: for (const p of [aws, azure]) { for (const q of [1, 2]) { if (p.cloud === "azure") continue outer; if (q === 2) break outer; p.bucket("a", { config: new S3Config() }); } }`,
  "a fallthrough switch": `const p = unknown() ? aws : azure; switch (p.cloud) { case "gcp": case "aws": p.bucket("a", { config: new S3Config() }); break; default: p.bucket("a", { config: new BlobConfig() }); }`,
  "a ternary chain": `const c: string = unknown(); const p = c === "aws" ? aws : c === "azure" ? azure : gcp; p.bucket("a", { config: c === "gcp" ? new GcsConfig() : c === "azure" ? new BlobConfig() : new S3Config() });`,
  "a record of makers": `const make = { aws: () => ({ p: aws, config: new S3Config() }), azure: () => ({ p: azure, config: new BlobConfig() }) }; for (const name of ["aws", "azure"] as const) { const { p, config } = make[name](); p.bucket("a", { config }); }`,
  "nullish pairs": `const override: Provider | undefined = unknown(); const p = override ?? azure; if (!override) p.bucket("a", { config: new BlobConfig() });`,
  "a pipeline with a parameter": `const load = task(async function load(b: Bucket) { return b.scan(); });
export const sales = pipeline({ name: "sales" }, (p: Provider) => { load(p.bucket("a", { config: [new S3Config(), new BlobConfig()] })); }); void sales.run({ args: [azure] });`,
  "an error path": `function must<T>(x: T | undefined): T { if (x === undefined) throw new Error("none"); return x; } must([aws, azure].find((p) => p.cloud === "azure")).bucket("a", { config: new BlobConfig() });`,
  "a try that decides": `let p: Provider; let config; try { unknown(); p = aws; config = new S3Config(); } catch { p = azure; config = new BlobConfig(); } p.bucket("a", { config });`,
  "a serverless of its own cloud": `aws.serverless("f", { handler: async () => null, config: new LambdaConfig() });`,
  "a counter": `let i = 0; for (const p of [aws, azure]) { p.bucket("a", { config: [new S3Config(), new BlobConfig()][i]! }); i++; }`,
  "parallel arrays": `const ps = [aws, azure]; const configs = [new S3Config(), new BlobConfig()]; ps.forEach((p, i) => p.bucket("a", { config: configs[i]! })); for (let i = 0; i < ps.length; i++) ps[i]!.bucket("a", { config: configs[i]! });`,
  "parallel arrays of an unknown length": `const ps: Provider[] = []; const configs: (S3Config | BlobConfig)[] = []; if (unknown()) { ps.push(aws); configs.push(new S3Config()); } if (unknown()) { ps.push(azure); configs.push(new BlobConfig()); }
ps.forEach((p, i) => p.bucket("a", { config: configs[i]! }));`,
  "a string method": `const c = "AWS".toLowerCase(); const p = c === "aws" ? aws : azure; p.bucket("a", { config: new S3Config() });`,
  "an object that stands for itself": `const self: { me?: unknown; p: Provider } = { p: aws }; self.me = self; self.p.bucket("a", { config: new S3Config() });`,
  "a question to the provider that cannot be followed": `function load(p: Provider) { if (unknown(p)) p.bucket("a", { config: new S3Config() }); else p.bucket("a", { config: new BlobConfig() }); } load(aws); load(azure);`,
  "a config chosen by a question to the provider": `const configFor = (p: Provider) => (unknown(p) ? new S3Config() : new BlobConfig()); aws.bucket("a", { config: configFor(aws) }); azure.bucket("a", { config: configFor(azure) });`,
  "a question to an object that holds the provider": `function load(setup: { zone: { p: Provider } }) { if (unknown(setup)) setup.zone.p.bucket("a", { config: new S3Config() }); } load({ zone: { p: aws } }); load({ zone: { p: azure } });`,
  "a question to the provider's config": `for (const p of [aws, azure]) p.bucket("a", { config: "region" in p.config ? new S3Config() : new BlobConfig() });
for (const p of [aws, azure]) p.bucket("a", { config: p.config.constructor.name === "AwsConfig" ? new S3Config() : new BlobConfig() });`,
  "a question to the provider's tags and name": `const p = new Provider({ config: new AzureConfig({ resourceGroup: "x" }), tags: { kind: "azure" } }); p.bucket("a", { config: p.tags.kind === "aws" ? new S3Config() : new BlobConfig() });
if (p.name.startsWith("aws")) p.bucket("a", { config: new S3Config() });`,
  "a question to the config": `for (const config of [new S3Config(), new BlobConfig()]) if (unknown(config)) azure.bucket("a", { config });`,
  "a question to a config's field": `const config = new S3Config(); if (config.encryption !== "AES256") azure.bucket("a", { config });`,
  "a question to a bucket": `const raw = azure.bucket("raw"); if (raw.getUri().startsWith("s3:")) raw.provider.bucket("a", { config: new S3Config() });`,
  "a deep recursion": `function f(n: number): Provider { return n > 100 ? azure : f(n + 1); } f(0).bucket("a", { config: new BlobConfig() });`,
  "a variable that is another when a listener runs": `let p: Provider = azure; process.on("exit", () => { p.bucket("a", { config: new S3Config() }); }); p = aws;`,
  "a variable that is another when a timer ends, through a function": `let p: Provider = azure; const open = () => p.bucket("a", { config: new S3Config() }); setTimeout(() => open(), 10); p = aws;`,
  "a variable that a loop changes after it was handed over": `let p: Provider = azure; for (const q of [aws, azure]) { setTimeout(() => p.bucket("a", { config: new S3Config() }), 1); p = q; }`,
  "a member that is another when a listener runs": `const context = { p: azure as Provider }; process.on("exit", () => context.p.bucket("a", { config: new S3Config() })); context.p = aws;`,
  "a field that another method changes before a timer ends": `class A { p: Provider = azure; start() { setInterval(() => this.p.bucket("a", { config: new S3Config() }), 1); } swap() { this.p = aws; } } new A().start();`,
  "what a test's set-up puts in place": `let p: Provider; unknown("blob", () => { unknown("before", () => { p = azure; }); unknown("test", () => { p.bucket("a", { config: new BlobConfig() }); }); });
unknown("s3", () => { unknown("before", () => { p = aws; }); unknown("test", () => { p.bucket("a", { config: new S3Config() }); }); });`,
  "a config that is deleted": `const options: { config?: S3Config } = { config: new S3Config() }; delete options.config; azure.bucket("a", options); delete options["config"]; azure.bucket("a", options);`,
  "a field that a decorator fills": `declare function inject(value: undefined, context: ClassFieldDecoratorContext): (initial: unknown) => any; class A { @inject p: Provider = azure; run() { this.p.bucket("a", { config: new S3Config() }); } } new A().run();`,
  "a question to the provider's cloud that cannot be followed": `for (const p of [aws, azure]) { if (/^AWS!$/.test(p.cloud.toUpperCase() + "!")) p.bucket("a", { config: new S3Config() }); if (p.cloud.localeCompare("aws") === 0) p.bucket("a", { config: new S3Config() }); if (unknown({ aws: "s3", azure: "blob" }[p.cloud as "aws" | "azure"])) p.bucket("a", { config: new S3Config() }); if (JSON.stringify({ cloud: p.cloud }).includes("aws")) p.bucket("a", { config: new S3Config() }); }`,
  "a set of clouds": `const s3 = new Set(["aws"]); for (const p of [aws, azure]) if (s3.has(p.cloud)) p.bucket("a", { config: new S3Config() });`,
  "a map of configs that is asked first": `const configs = new Map([[aws, new S3Config()]]); for (const p of [aws, azure]) if (configs.has(p)) p.bucket("a", { config: configs.get(p)! });`,
  "an array that is filled with another config": `const configs: (S3Config | BlobConfig)[] = [new S3Config()]; configs.fill(new BlobConfig()); azure.bucket("a", { config: configs });`,
  "a provider class with a bucket method of its own": `class Mine extends Provider { override bucket(name: string) { return super.bucket(name, { config: new BlobConfig() }); } } (new Mine({ config: new AzureConfig({ resourceGroup: "x" }) }) as Provider).bucket("a", { config: new S3Config() });`,
  "a variable that is another when a promise's callback runs": `let p: Provider = azure; void Promise.resolve(1).then(() => p.bucket("a", { config: new S3Config() })); p = aws;`,
  "a variable that is another when a pipeline runs": `let p: Provider = azure; export const sales = pipeline({ name: "sales" }, () => { p.bucket("a", { config: new S3Config() }); }); p = aws;`,
};
