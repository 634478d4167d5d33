import type { Programs } from "./programs.ts";

const bySort = (test: string): string => `function open(p: Provider, kind: string) {
  if (${test}) return p.bucket("raw-a", { config: new S3Config() });
  return p.bucket("raw-a", { config: new BlobConfig() });
}
open(aws, "s3:main"); open(azure, "blob:main");`;

const byRow = (tags: [string, string], test: string): string => `const rows = [{ p: aws, tag: ${tags[0]} }, { p: azure, tag: ${tags[1]} }];
for (const row of rows) if (${test}) row.p.bucket("raw-a", { config: new S3Config() }); else row.p.bucket("raw-a", { config: new BlobConfig() });
rows.filter((row) => ${test}).forEach(({ p }) => p.bucket("raw-b", { config: new S3Config() }));`;

const byPredicate = (test: string): string => `const isObjects = (p: Provider): boolean => ${test};
function open(p: Provider) { return isObjects(p) ? p.bucket("raw-a", { config: new S3Config() }) : p.bucket("raw-a"); }
open(aws); open(azure);
const chosen = unknown() ? aws : azure; if (!isObjects(chosen)) throw new Error(); chosen.bucket("raw-b", { config: new S3Config() });`;

const chosen = `const p = process.env.CLOUD === "azure" ? azure : aws;`;

export const settled: Programs = {
  silent: {
    "a kind given beside the provider, taken apart": bySort('kind.split(":").at(0) === "s3"'),
    "a kind given beside the provider, compared in the language of the user": bySort('kind.localeCompare("m") > 0'),
    "a kind given beside the provider, parsed": bySort('new URL(kind).protocol === "s3:"'),
    "a kind given beside the provider, formatted": bySort('new Intl.ListFormat("en").format([kind]) === "s3:main"'),
    "a kind given beside the provider that a closure keeps": `const opener = (p: Provider, kind: string) => () => p.bucket("raw-a", { config: new Intl.ListFormat("en").format([kind]) === "s3:main" ? new S3Config() : new BlobConfig() });
opener(aws, "s3:main")(); opener(azure, "blob:main")();`,
    "a part of a path beside the provider": `import { extname } from "node:path"; ${byRow(['"a.s3"', '"a.blob"'], 'extname(row.tag) === ".s3"')}`,
    "a digest of what stands beside the provider": `import { createHash } from "node:crypto"; ${byRow(['"s3"', '"blob"'], 'createHash("md5").update(row.tag).digest("hex").startsWith("a")')}`,
    "groups of a regular expression beside the provider": byRow(['"s3:a"', '"blob:a"'], '/^(\\w+):/.exec(row.tag)?.[1] === "s3"'),
    "a regular expression with a memory beside the provider": `const pattern = /s3/g; ${byRow(['"s3"', '"blob"'], "pattern.test(row.tag)")}`,
    "the kind of thing that stands beside the provider": byRow(["new Date()", "new Map()"], "row.tag instanceof Date"),
    "what an unknown function says of what stands beside the provider": byRow(['"x"', '"y"'], "unknown(row.tag)"),
    "a date beside the provider": byRow(["new Date(2020, 1)", "new Date(2030, 1)"], "row.tag < new Date(2025, 1)"),
    "a config beside the provider, asked for a field": byRow(["new S3Config()", "new BlobConfig()"], '"publicAccessBlock" in row.tag'),
    "an object beside the provider, as JSON": byRow(["{ a: 1 }", "{ b: 1 }"], `JSON.stringify(row.tag) === '{"a":1}'`),
    "a field of the provider's config": byPredicate('"region" in p.config && "profile" in p.config'),
    "one of several fields of the provider's config": byPredicate('"region" in p.config || "profile" in p.config'),
    "a cloud that is looked at in a way of one's own": byPredicate('new Intl.ListFormat("en").format([p.cloud]) === "aws"'),
    "another environment variable made of the same one": `const p = process.env.CLOUD ? aws : azure; if (process.env.CLOUD?.startsWith("a")) p.bucket("raw-a", { config: new S3Config() });`,
    "two parameters that may come together": `export function run(cloud: string, kind: string) { const p = cloud === "aws" ? aws : azure; if (kind === "s3") p.bucket("raw-a", { config: new S3Config() }); }`,
    "what each call is given beside the provider, from outside": `function open(p: Provider, kind?: string) { p.bucket("raw-a", { config: kind === "s3" ? new S3Config() : new BlobConfig() }); }
open(aws, process.env.A); open(azure, process.env.B);`,
    "what one call is given from outside": `function open(p: Provider, kind?: string) { if (kind !== "s3") return; p.bucket("raw-a", { config: new S3Config() }); }
open(aws, "s3"); open(azure, process.env.B);`,
    "what is worked out for each call before it": `const open = (p: Provider, ok: boolean) => { if (ok) p.bucket("raw-a", { config: new S3Config() }); };
open(aws, process.env.A === "s3"); open(azure, process.env.B === "s3");`,
    "what is worked out for each row before they are gone through": `const rows = [{ p: aws, ok: !!unknown("a") }, { p: azure, ok: !!unknown("b") }];
rows.filter(({ ok }) => ok).forEach(({ p }) => p.bucket("raw-a", { config: new S3Config() }));`,
    "what each instance is given from outside": `class Store { constructor(private p: Provider, private kind?: string) {} open() { return this.p.bucket("raw-a", { config: this.kind === "s3" ? new S3Config() : new BlobConfig() }); } }
export const all = [new Store(aws, process.env.A), new Store(azure, process.env.B)];`,
    "what a call that chooses the provider is given as config": `function open(cloud: string | undefined, config: S3Config | BlobConfig) { (cloud === "azure" ? azure : aws).bucket("raw-a", { config }); }
open(process.env.A, new S3Config()); open(process.env.B, new BlobConfig());`,
    "what stands in each row, from outside": byRow(['unknown("a")', 'unknown("b")'], "row.tag"),
    "a variable that is set by a function nobody calls, as its callers say": `let p: Provider; export function init(cloud: Provider) { p = cloud; } export function run() { p.bucket("raw-a", { config: new S3Config() }); }`,
    "the address of a bucket": `${chosen} const raw = p.bucket("raw"); if (raw.getUri().startsWith("s3:")) p.bucket("raw-a", { config: new S3Config() });`,
  },
  certain: {
    "a variable that is set by one function, which nobody calls": `let p: Provider; export function init() { p = azure; } export function run() { p.bucket("raw-a", { config: ⟦new S3Config()⟧ }); }`,
    "what no cloud takes behind a condition beside the provider": `function open(p: Provider, kind: string) { if (new URL(kind).protocol === "s3:") p.bucket("raw-a", { config: ⟦new GcsConfig()⟧ }); }
open(aws, "s3:main"); open(azure, "blob:main");`,
  },
  partial: {
    "a choice that each call makes by itself": `function open(cloud?: string) { (cloud === "azure" ? azure : aws).bucket("raw-a", { config: ⟦new S3Config()⟧ }); } open(process.env.A); open(process.env.B);`,
    "a config that is chosen for one call": `const open = (p: Provider, config: S3Config | BlobConfig) => p.bucket("raw-a", { config: ⟦config⟧ });
open(aws, process.env.A ? new S3Config() : new BlobConfig()); open(azure, new BlobConfig());`,
    "a call that is made on some path": `const open = (p: Provider) => p.bucket("raw-a", { config: ⟦new S3Config()⟧ }); if (process.env.X) open(azure); open(aws);`,
    "a list that is filled on some path": `const all = [aws]; if (process.env.X) all.push(azure); for (const p of all) p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a question that all turns ask": `for (const p of [aws, azure]) { if (process.env.DRY) continue; p.bucket("raw-a", { config: ⟦new S3Config()⟧ }); }`,
    "another environment variable": `${chosen} if (!process.env.DRY_RUN) p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a text that a function sets, which others may call": `let mode = "aws"; export function useAzure() { mode = "azure"; } export function run() { const p = mode === "aws" ? aws : azure; p.bucket("raw-a", { config: ⟦new S3Config()⟧ }); }`,
    "a text that a member of what is exported sets": `let mode = "azure"; export const set = { aws: () => { mode = "aws"; } }; export function run() { const p = mode === "aws" ? aws : azure; p.bucket("raw-a", { config: ⟦new S3Config()⟧ }); }`,
    "a text that a loop of a function sets": `let mode = "aws"; export function use(modes: string[]) { for (mode of modes) console.log(); } export function run() { const p = mode === "aws" ? aws : azure; p.bucket("raw-a", { config: ⟦new S3Config()⟧ }); }`,
    "a text that a pattern in a function sets": `let mode = "aws"; export function use(given: { mode: string }) { ({ mode } = given); } export function run() { const p = mode === "aws" ? aws : azure; p.bucket("raw-a", { config: ⟦new S3Config()⟧ }); }`,
    chance: `${chosen} if (Math.random() > 0.5) p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "what lies in a bucket": `${chosen} const raw = p.bucket("raw"); if (!(await raw.exists())) p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a parameter of a function that nobody calls": `${chosen} export function run(dry: boolean) { if (dry) return; p.bucket("raw-a", { config: ⟦new S3Config()⟧ }); }`,
    "an argument of the command line": `${chosen} if (process.argv.includes("--force")) p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "one variable that decides twice": `let p = aws; switch (process.env.CLOUD) { case "azure": p = azure; case "other": p.bucket("raw-a", { config: ⟦new S3Config()⟧ }); }`,
  },
};
