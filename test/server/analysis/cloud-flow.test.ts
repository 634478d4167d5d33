import { describe, test } from "vitest";
import { emits } from "../../support/server/rule-tester.ts";

const head = `import * as glacier from "@glacier/core";
import { Provider, Provider as P } from "@glacier/core";
import { AwsConfig, AzureConfig, BlobConfig, GcpConfig, GcsConfig, LocalConfig, S3Config } from "@glacier/core/config";
declare function unknown(...values: unknown[]): any;
const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
const gcp = new Provider({ config: new GcpConfig({ project: "data" }) });
`;

/** Each source has one mismatch, an error, at its mark. */
const certain: Record<string, string> = {
  "let and reassignment": `let p = aws; p = azure; p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "a use before reassignment": `let p = azure; p.bucket("a", { config: ⟦new S3Config()⟧ }); p = aws; p.bucket("a", { config: new S3Config() });`,
  "an alias of the import": `new P({ config: new AzureConfig({ resourceGroup: "x" }) }).bucket("a", { config: ⟦new S3Config()⟧ });`,
  "the namespace import": `new glacier.Provider({ config: new AzureConfig({ resourceGroup: "x" }) }).bucket("a", { config: ⟦new S3Config()⟧ });`,
  "object destructuring": `const { p } = { p: azure }; p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "renamed and nested destructuring": `const { a: { b: [, q] } } = { a: { b: [aws, azure] } }; q.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "a default in destructuring": `const { p = azure }: { p?: Provider } = {}; p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "rest in destructuring": `const { a, ...others } = { a: aws, b: azure }; others.b.bucket("a", { config: ⟦new S3Config()⟧ }); void a;`,
  "array destructuring with rest": `const [, ...others] = [aws, azure]; others[0]!.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "members of objects": `const all = { eu: { p: azure } }; all.eu.p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "members written later": `const all: { p?: Provider } = {}; all.p = azure; all.p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "elements of arrays": `const all = [aws, azure] as const; all[1].bucket("a", { config: ⟦new S3Config()⟧ });`,
  "a computed literal key": `const all = { aws, azure }; const key = "azure"; all[key].bucket("a", { config: ⟦new S3Config()⟧ });`,
  "class fields": `class A { provider = azure; run() { return this.provider.bucket("a", { config: ⟦new S3Config()⟧ }); } } new A().run();`,
  "parameter properties": `class A { constructor(private readonly p: Provider) {} run() { return this.p.bucket("a", { config: ⟦new S3Config()⟧ }); } } new A(azure).run();`,
  "a field set in the constructor": `class A { p: Provider; constructor(p: Provider) { this.p = p; } run() { this.p.bucket("a", { config: ⟦new S3Config()⟧ }); } } new A(azure).run();`,
  "a method nobody calls": `class A { p = azure; run() { return this.p.bucket("a", { config: ⟦new S3Config()⟧ }); } } export const a = new A();`,
  "static members": `class A { static p = azure; } A.p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "static blocks": `class A { static p: Provider; static { A.p = azure; } } A.p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "static methods": `class A { static make() { return azure; } } A.make().bucket("a", { config: ⟦new S3Config()⟧ });`,
  getters: `class A { get p() { return azure; } } new A().p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "getters of objects": `const o = { get p() { return azure; } }; o.p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "inherited fields": `class A { p = azure; } class B extends A { run() { this.p.bucket("a", { config: ⟦new S3Config()⟧ }); } } new B().run();`,
  "super calls": `class A { constructor(readonly p: Provider) {} } class B extends A { constructor() { super(azure); } } new B().p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "super methods": `class A { p() { return azure; } } class B extends A { override p() { return super.p(); } } new B().p().bucket("a", { config: ⟦new S3Config()⟧ });`,
  "private fields": `class A { #p = azure; run() { this.#p.bucket("a", { config: ⟦new S3Config()⟧ }); } } new A().run();`,
  "a decided conditional": `const stage: string = "prod"; const p = stage === "prod" ? azure : aws; p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "both sides of a conditional": `const p = unknown() ? azure : gcp; p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "?? with a value": `const p = azure ?? aws; p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "?? without one": `const none: Provider | undefined = undefined; const p = none ?? azure; p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "|| and &&": `const p = (null as Provider | null) || (aws && azure); p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "logical assignment": `let p: Provider | undefined; p ??= azure; p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "if branches": `let p: Provider; if (unknown()) p = azure; else p = gcp; p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "switch over a literal": `function pick(c: string) { switch (c) { case "aws": return aws; case "azure": return azure; default: return gcp; } }
pick("azure").bucket("a", { config: ⟦new S3Config()⟧ });`,
  "default parameters": `function f(p = azure) { p.bucket("a", { config: ⟦new S3Config()⟧ }); } f();`,
  "object parameters": `function f({ p }: { p: Provider }) { p.bucket("a", { config: ⟦new S3Config()⟧ }); } f({ p: azure });`,
  "rest parameters": `function f(...all: Provider[]) { all[1]!.bucket("a", { config: ⟦new S3Config()⟧ }); } f(aws, azure);`,
  "spread arguments": `function f(a: Provider, b: Provider) { b.bucket("a", { config: ⟦new S3Config()⟧ }); void a; } f(...[aws, azure] as const);`,
  returns: `function f() { return azure; } f().bucket("a", { config: ⟦new S3Config()⟧ });`,
  "arrow functions": `const f = () => azure; f().bucket("a", { config: ⟦new S3Config()⟧ });`,
  "async and await": `async function f() { return azure; } (await f()).bucket("a", { config: ⟦new S3Config()⟧ });`,
  "Promise.all": `const [p] = await Promise.all([azure, aws]); p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "a promise's then": `Promise.resolve(azure).then((p) => p.bucket("a", { config: ⟦new S3Config()⟧ }));`,
  closures: `function make(p: Provider) { return () => p.bucket("a", { config: ⟦new S3Config()⟧ }); } make(azure)();`,
  "closures nobody calls": `function make(p: Provider) { return { run: () => p.bucket("a", { config: ⟦new S3Config()⟧ }) }; } export const a = make(azure);`,
  "callbacks of the project's own functions": `function using(f: (p: Provider) => void) { f(azure); } using((p) => { p.bucket("a", { config: ⟦new S3Config()⟧ }); });`,
  "for…of": `for (const p of [azure, gcp]) p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "map and forEach": `[azure].map((p) => ({ p })).forEach(({ p }) => { p.bucket("a", { config: ⟦new S3Config()⟧ }); });`,
  "filter and find": `[aws, azure].find((p) => p.cloud === "azure")!.bucket("a", { config: ⟦new S3Config()⟧ });`,
  reduce: `[azure].reduce((all, p) => { p.bucket("a", { config: ⟦new S3Config()⟧ }); return all; }, 0);`,
  "Object.values": `for (const p of Object.values({ azure, gcp })) p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "Object.entries": `for (const [, p] of Object.entries({ azure })) p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "a Map": `const all = new Map([["x", azure]]); all.get("x")!.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "spread objects": `const base = { path: "x" }; azure.bucket("a", { ...base, config: ⟦new S3Config()⟧ });`,
  "a config from a spread object": `const base = { config: new S3Config() }; ⟦azure.bucket("a", { ...base, path: "x" })⟧;`,
  "options in a variable": `const options = { config: new S3Config() }; ⟦azure.bucket("a", options)⟧;`,
  "as, satisfies and !": `const p = (azure as Provider)! satisfies Provider; p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "a generic helper": `const same = <T>(x: T): T => x; same(azure).bucket("a", { config: ⟦same(new S3Config())⟧ });`,
  "a factory of configs": `const config = () => new S3Config(); azure.bucket("a", { config: ⟦config()⟧ });`,
  "a shared provider config": `const config = new AzureConfig({ resourceGroup: "x" }); new Provider({ config }).bucket("a", { config: ⟦new S3Config()⟧ });`,
  "fromEnv of a config": `new Provider({ config: AzureConfig.fromEnv() }).bucket("a", { config: ⟦new S3Config()⟧ });`,
  "narrowing by cloud": `const p = Provider.fromEnv(); if (p.cloud === "azure") p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "narrowing by instanceof": `const p = Provider.fromEnv(); if (p.config instanceof AzureConfig) p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "narrowing by an early return": `function f(p: Provider) { if (p.cloud !== "azure") return; p.bucket("a", { config: ⟦new S3Config()⟧ }); } f(Provider.fromEnv());`,
  "narrowing by throw": `const p = Provider.fromEnv(); if (p.cloud !== "azure") throw new Error("no"); p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "narrowing by continue": `for (const p of unknown() as Provider[]) { if (p.cloud !== "azure") continue; p.bucket("a", { config: ⟦new S3Config()⟧ }); }`,
  "narrowing by switch": `const p = Provider.fromEnv(); switch (p.cloud) { case "azure": p.bucket("a", { config: ⟦new S3Config()⟧ }); break; case "aws": p.bucket("a", { config: new S3Config() }); }`,
  "narrowing a parameter nobody gives": `export function f(p: Provider) { if (p.cloud === "azure") return p.bucket("a", { config: ⟦new S3Config()⟧ }); return p.bucket("a", { config: new S3Config() }); }`,
  "narrowing a known set": `const p = unknown() ? aws : azure; if (p.cloud === "azure") p.bucket("a", { config: ⟦new S3Config()⟧ }); else p.bucket("a", { config: new S3Config() });`,
  "an immediately called function": `(() => { azure.bucket("a", { config: ⟦new S3Config()⟧ }); })();`,
  "code in a function nobody calls": `export async function main() { azure.bucket("a", { config: ⟦new S3Config()⟧ }); }`,
  "a helper that only such a function calls": `function load(p: Provider) { return p.bucket("a", { config: ⟦new S3Config()⟧ }); } export function main() { return load(azure); }`,
  "callbacks of unknown functions": `unknown("/", () => { azure.bucket("a", { config: ⟦new S3Config()⟧ }); });`,
  recursion: `function f(n: number, p: Provider): void { if (n > 0) f(n - 1, p); else p.bucket("a", { config: ⟦new S3Config()⟧ }); } f(1, azure);`,
  "mutual recursion": `function f(p: Provider): void { if (unknown()) g(p); p.bucket("a", { config: ⟦new S3Config()⟧ }); } function g(p: Provider): void { f(p); } f(azure);`,
  "bind, call and apply": `function f(p: Provider) { p.bucket("a", { config: ⟦new S3Config()⟧ }); } f.bind(null, azure)(); f.call(null, azure); f.apply(null, [azure]);`,
  "a labelled loop": `outer: for (const p of [azure]) { for (;;) { p.bucket("a", { config: ⟦new S3Config()⟧ }); break outer; } }`,
  "try and finally": `let p = aws; try { p = azure; } finally { unknown(); } p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "a provider of an element": `const p = [aws, azure].at(-1)!; p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "the provider of a resource": `const raw = azure.bucket("raw"); raw.provider.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "an array of configs pushed": `const configs = [new S3Config()] as (S3Config | GcsConfig)[]; configs.push(new GcsConfig()); azure.bucket("a", { config: ⟦configs⟧ });`,
  "an enum": `enum Cloud { Aws = "aws", Azure = "azure" } const pick = (c: Cloud) => (c === Cloud.Azure ? azure : aws); pick(Cloud.Azure).bucket("a", { config: ⟦new S3Config()⟧ });`,
  "optional chaining": `const o: { p?: Provider } = { p: azure }; o.p?.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "an element access of the method": `azure["bucket"]("a", { config: ⟦new S3Config()⟧ });`,
  "Object.assign": `const o = Object.assign({}, { p: azure }); o.p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "Object.fromEntries": `const o = Object.fromEntries([["x", azure]]); o.x!.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "a Set": `for (const p of new Set([azure])) p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "var in a block": `if (true) { var p = azure; } p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "a comma": `(unknown(), azure).bucket("a", { config: ⟦new S3Config()⟧ });`,
  "a while loop": `let p = aws; let i = 0; while (i < 2) { p = azure; i++; } p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "a class of configs": `class Mine extends S3Config {} azure.bucket("a", { config: ⟦new Mine()⟧ });`,
};

/** Each source has one mismatch on some path, a warning, at its mark. */
const partial: Record<string, string> = {
  conditional: `const p = unknown() ? aws : azure; p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "a config on some path": `azure.bucket("a", { config: ⟦unknown() ? new S3Config() : new BlobConfig()⟧ });`,
  "a known cloud and an unknown one": `const p = unknown() ? azure : Provider.fromEnv(); p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "one of two calls": `function f(p: Provider) { p.bucket("a", { config: ⟦new S3Config()⟧ }); } f(aws); f(azure);`,
  "one call with an unknown provider": `function f(p: Provider) { p.bucket("a", { config: ⟦new S3Config()⟧ }); } f(Provider.fromEnv()); f(azure);`,
  "one of a list": `for (const p of [aws, azure]) p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "an if without else": `let p = aws; if (unknown()) p = azure; p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "a default parameter": `export function f(p = azure) { p.bucket("a", { config: ⟦new S3Config()⟧ }); }`,
  "a spread on some path": `const p = unknown() ? azure : aws; p.bucket("a", { ...(unknown("x") ? { path: "x" } : {}), config: ⟦new S3Config()⟧ });`,
  "two clouds that are asked for": `const p = Provider.fromEnv(); if (p.cloud === "aws" || p.cloud === "azure") p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "a catch": `let p = aws; try { p = unknown(); } catch { p = azure; } p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "a nullish fallback": `const p = (unknown() as Provider | undefined) ?? azure; p.bucket("a", { config: ⟦new S3Config()⟧ });`,
  "a provider's config on some path": `const p = new Provider({ config: unknown() ? new AwsConfig({ region: "x" }) : new AzureConfig({ resourceGroup: "x" }) }); p.bucket("a", { config: ⟦new S3Config()⟧ });`,
};

describe("a mismatch is certain through", () => {
  test.each(Object.entries(certain))("%s", (_, source) =>
    emits(`${head}${source}\nexport {};`, [{ code: "config-cloud-mismatch", severity: "error" }]),
  );
});

describe("a mismatch is possible through", () => {
  test.each(Object.entries(partial))("%s", (_, source) =>
    emits(`${head}${source}\nexport {};`, [{ code: "config-cloud-mismatch", severity: "warning" }]),
  );
});
