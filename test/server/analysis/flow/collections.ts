import type { Programs } from "./programs.ts";

/** What maps, sets and lists hold, in which order, and what is taken out of them. */
export const collections: Programs = {
  silent: {
    "an entry that is replaced on a condition": `const onAzure = unknown(); const all = new Map([["lake", aws]]); if (onAzure) all.set("lake", azure);
for (const [, p] of all) p.bucket("raw-a", { config: onAzure ? new BlobConfig() : new S3Config() });
all.forEach((p) => p.bucket("raw-b", { config: onAzure ? new BlobConfig() : new S3Config() }));`,
    "an entry that keeps its place when it is replaced": `const all = new Map([["a", aws], ["b", azure]]); all.set("a", gcp); const [first, second] = [...all.values()];
first!.bucket("raw-a", { config: new GcsConfig() }); second!.bucket("raw-b", { config: new BlobConfig() });`,
    "an item that keeps its place when it is added again": `const all = new Set([aws, azure, aws]); all.add(aws); const [first, second] = all;
first!.bucket("raw-a", { config: new S3Config() }); second!.bucket("raw-b", { config: new BlobConfig() });`,
    "a key that is listed twice": `for (const [, p] of new Map([["a", aws], ["a", azure]])) p.bucket("raw-a", { config: new BlobConfig() });`,
    "an entry that is there on some path": `const x = unknown(); const all = Object.fromEntries([["lake", aws], ...(x ? ([["lake", azure]] as const) : [])] as [string, Provider][]); all.lake!.bucket("raw-a", { config: x ? new BlobConfig() : new S3Config() });`,
    "an option that is filtered out on some path": `const x = unknown(); const options = { path: "a/", config: new S3Config() }; (x ? azure : aws).bucket("raw-a", Object.fromEntries(Object.entries(options).filter(([name]) => name !== "config" || !x)));`,
    "lists of what is there on some path": `const x = unknown(); const zones = [{ on: x, all: [azure] }, { on: !x, all: [aws] }].filter(({ on }) => on);
for (const p of [...zones.flatMap(({ all }) => all), ...zones.map(({ all }) => all).flat()]) p.bucket("raw-a", { config: x ? new BlobConfig() : new S3Config() });`,
    "an entry whose name is not known": `const all = Object.fromEntries([["p", azure], [unknown(), aws]] as [string, Provider][]); all.p!.bucket("raw-a", { config: new S3Config() });`,
    "numbers as names, which come by size": `const all = { 2: aws, 1: azure }; const [first, second] = Object.values(all); first!.bucket("raw-a", { config: new BlobConfig() }); second!.bucket("raw-b", { config: new S3Config() });
for (const key in all) { all[key as "1"].bucket("raw-c", { config: new BlobConfig() }); break; }`,
    "a member that is not gone through": `const all: Record<string, Provider> = { a: aws }; Object.defineProperty(all, "hidden", { value: azure });
for (const p of [...Object.values(all), ...Object.values({ ...all }), ...Object.values(Object.assign({}, all))]) p.bucket("raw-a", { config: new S3Config() }); for (const key in all) all[key]!.bucket("raw-b", { config: new S3Config() });`,
    "members that are computed": `const all = { get a() { return aws; } }; const [p = azure] = Object.values(all); p.bucket("raw-a", { config: new S3Config() }); if (Object.keys(all).length === 0) azure.bucket("raw-b", { config: new S3Config() });`,
    "members that are computed among others": `const all = { get a() { return aws; }, b: azure }; Object.values(all)[0]!.bucket("raw-a", { config: new S3Config() });`,
    "a member that is deleted": `const all: Record<string, Provider> = { a: azure, b: aws }; delete all.a; delete all.none; (Object.keys(all).length === 1 ? aws : azure).bucket("raw-a", { config: new S3Config() });
for (const key of Object.keys(all)) if (key !== "b") azure.bucket("raw-b", { config: new S3Config() });`,
    "a member that is deleted on some path": `const x = unknown(); const all: Record<string, Provider> = { a: azure, b: aws }; if (x) delete all.a; const [first] = Object.values(all); first!.bucket("raw-a", { config: x ? new S3Config() : new BlobConfig() });`,
    "a member that is added on some path": `const x = unknown(); const all: Record<string, Provider> = { b: azure }; if (x) all[1] = aws; Object.values(all)[0]!.bucket("raw-a", { config: x ? new S3Config() : new BlobConfig() });`,
    "a question whether a member is there": `const options: { config?: any } = { config: new BlobConfig() }; if (Object.hasOwn(options, "config")) azure.bucket("raw-a", options); if (options.config instanceof S3Config) azure.bucket("raw-b", options);
if (Object.hasOwn(options, "path")) azure.bucket("raw-c", { config: new S3Config() });`,
    "a question whether a member is there that was added on some path": `const x = unknown(); const options: { config?: any } = {}; if (x) options.config = new S3Config(); (Object.hasOwn(options, "config") ? aws : azure).bucket("raw-a", options);`,
    "a question with in for a getter": `const options: any = { get config() { return new S3Config(); } }; ("config" in options ? aws : azure).bucket("raw-a", options);`,
    "a question with in for a member that was added on some path": `const x = unknown(); const options: { config?: any } = {}; if (x) options.config = new S3Config(); ("config" in options ? aws : azure).bucket("raw-a", { config: x ? new S3Config() : new BlobConfig() });`,
    "a getter that is deleted": `const options: { readonly config?: S3Config } = { get config() { return new S3Config(); } }; delete (options as any).config; azure.bucket("raw-a", options as any);`,
    "a member that is deleted by Reflect": `const options: { config?: S3Config } = { config: new S3Config() }; Reflect.deleteProperty(options, "config"); azure.bucket("raw-a", options); if (options.config instanceof S3Config) azure.bucket("raw-b", options);`,
    "a member of one of several that is deleted": `const x = unknown(); const options: { config?: any } = x ? { config: new S3Config() } : { config: new GcsConfig() }; delete options.config; azure.bucket("raw-a", { ...options });`,
    "a list that is no config": `const options = { config: [new S3Config(), new GcsConfig()] as unknown }; if (options.config instanceof S3Config) azure.bucket("raw-a", options as any);`,
    "a member that is hidden where it is": `const options = { path: "a/", config: new S3Config() }; Object.defineProperty(options, "config", { enumerable: false, value: new S3Config() }); azure.bucket("raw-a", { ...options });`,
    "a getter behind what is spread": `const all = { p: azure as Provider }; const other = { ...all, get p(): Provider { return aws; } }; other.p.bucket("raw-a", { config: new S3Config() });`,
    "what is spread behind a getter": `const all = { p: aws as Provider }; const other = { get p(): Provider { return azure; }, ...all }; other.p.bucket("raw-a", { config: new S3Config() }); for (const p of Object.values(other)) p.bucket("raw-b", { config: new S3Config() });`,
    "how many a set holds": `const all = new Set([aws, aws]); (all.size > 1 ? azure : aws).bucket("raw-a", { config: new S3Config() });`,
    "a question to a list that is not followed": `const all: Provider[] = [azure, gcp]; all.sort((p, q) => (p.name < q.name ? 1 : -1)); (all.includes(azure) ? aws : azure).bucket("raw-a", { config: new S3Config() });`,
    "what is taken from a list that is not followed": `const all: Provider[] = [azure, gcp]; all.sort((p, q) => (p.name < q.name ? 1 : -1)); (all.pop() === aws ? azure : aws).bucket("raw-a", { config: new S3Config() });`,
    "what is looked for from a place on": `const names = ["azure", "aws"]; (names.includes("azure", 1) ? azure : aws).bucket("raw-a", { config: new S3Config() }); (names.indexOf("azure", 1) === 0 ? azure : aws).bucket("raw-b", { config: new S3Config() });`,
    "a clone that is written to": `const base = { inner: { p: aws }, all: [{ p: aws }] }; const copy = structuredClone(base); copy.inner.p = azure; copy.all[0]!.p = azure;
for (const { p } of [base.inner, ...base.all]) p.bucket("raw-a", { config: new S3Config() });`,
    "a clone of what holds itself": `const base: any = { p: azure }; base.self = base; structuredClone(base).self.self.p = aws; base.p.bucket("raw-a", { config: new BlobConfig() });`,
    "pairs of one of several tuples as arguments": `const open = (name: string, p: Provider, config: S3Config | BlobConfig) => p.bucket(name, { config });
const pair: readonly [Provider, S3Config | BlobConfig] = unknown() ? [aws, new S3Config()] : [azure, new BlobConfig()]; open("raw-a", ...pair);`,
    "arguments of tuples of different lengths": `const open = (...given: any[]) => given.at(-1).bucket("raw-a", { config: new S3Config() }); open(...(unknown() ? [azure, aws] : [aws]), aws);`,
    "pairs of one of several maps": `const all = new Map<string, any>(unknown() ? [["p", aws], ["config", new S3Config()]] : [["p", azure], ["config", new BlobConfig()]]); const [[, p], [, config]] = all as any; p.bucket("raw-a", { config });`,
    "a map that others fill, taken apart": `export const all = new Map<string, Provider>(); export const add = (p: Provider) => { all.set("p", p); };
export function open() { const [[, p] = ["p", aws]] = all; p.bucket("raw-a", { config: new S3Config() }); }`,
  },
  certain: {
    "an entry of a map that is taken apart": `const [[, p]] = new Map([["a", azure], ["b", aws]]); p!.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "an entry that was replaced": `const all = new Map([["a", aws], ["b", gcp]]); all.set("a", azure); const [p] = all.values(); p!.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "what a class gives one by one": `class Lakes { #all = [azure]; *[Symbol.iterator]() { yield* this.#all; } } const [p] = new Lakes(); p!.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a member that is computed": `for (const p of Object.values({ get a() { return azure; } })) p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a member that is defined to be gone through": `const all: Record<string, Provider> = {}; Object.defineProperty(all, "shown", { value: azure, enumerable: true }); for (const p of Object.values(all)) p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a member that is left when others are deleted": `const all: Record<string, Provider> = { a: aws, b: azure }; delete all.a; for (const p of Object.values(all)) p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a member that is asked for": `const options = { config: new S3Config() }; if (Object.hasOwn(options, "config")) ⟦azure.bucket("raw-a", options)⟧;`,
    "a member that is hidden": `const all: Record<string, Provider> = {}; Object.defineProperty(all, "hidden", { value: azure }); all.hidden!.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "an entry of a list of entries": `const all = Object.fromEntries([["a", azure], ["b", aws]]); all.a!.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a clone": `structuredClone({ inner: { p: azure } }).inner.p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "both of two tuples as arguments": `const open = (name: string, p: Provider) => p.bucket(name, { config: ⟦new S3Config()⟧ }); open("raw-a", ...(unknown() ? ([azure] as const) : ([gcp] as const)));`,
  },
  partial: {
    "a list of configs and one of several lists": `const x = unknown(); let all: any = [azure]; if (x) all = [unknown()]; all.forEach((p: any) => p.bucket("raw-a", { config: ⟦[new S3Config(), new GcsConfig()]⟧ }));`,
    "one of two tuples as arguments": `const open = (name: string, p: Provider, config: S3Config) => p.bucket(name, { config: ⟦config⟧ });
open("raw-a", ...(unknown() ? ([aws, new S3Config()] as const) : ([azure, new S3Config()] as const)));`,
  },
};
