import { describe, test } from "vitest";
import { emits, valid } from "../../support/server/rule-tester.ts";

/** A provider of which nothing but its type tells that it is one, and of which cloud. */
const file = (code: string): string => `import type { Provider } from "@glacier/core";
import { S3Config } from "@glacier/core/config";
import type { AzureProvider } from "@glacier/core/providers";
import type { Unknown } from "./elsewhere.ts";
export type { AzureProvider, Provider, Unknown };
${code}
`;
const reported = `⟦new S3Config()⟧`;
const silent = reported.replaceAll(/[⟦⟧]/g, "");

const known: Record<string, string> = {
  "an alias": `type P = AzureProvider;\nexport const open = (p: P) => p.bucket("raw", { config: ${reported} });`,
  "an alias of an alias, declared behind its use": `export const open = (p: Q) => p.bucket("raw", { config: ${reported} });\ntype Q = P | undefined;\nexport type P = (AzureProvider);`,
  "an alias of an object type": `type Deps = { provider: AzureProvider; path: string };\nexport const open = ({ provider, path }: Deps) => provider.bucket("raw", { path, config: ${reported} });`,
  "an interface": `export interface Deps { provider: AzureProvider; frame: Unknown }\nexport function open(deps: Deps) { return deps.provider.bucket("raw", { config: ${reported} }); }`,
  "an interface in two parts": `interface Deps { path: string }\ninterface Deps { provider: AzureProvider }\nexport const open = ({ provider }: Deps) => provider.bucket("raw", { config: ${reported} });`,
  "an interface that extends another": `interface Base { provider: AzureProvider }\ninterface Deps extends Base { path: string }\nexport const open = ({ provider }: Deps) => provider.bucket("raw", { config: ${reported} });`,
  "an interface that extends a class of Glacier": `interface P extends AzureProvider {}\nexport const open = (p: P) => p.bucket("raw", { config: ${reported} });`,
  "an intersection": `type Base = { provider: AzureProvider };\nexport const open = ({ provider }: Base & { path: string }) => provider.bucket("raw", { config: ${reported} });`,
  "what may not be changed": `interface Deps { provider: AzureProvider }\nexport const open = ({ provider }: Readonly<Deps>) => provider.bucket("raw", { config: ${reported} });`,
  "a list": `type All = readonly AzureProvider[];\nexport const open = (all: All) => all.forEach((p) => p.bucket("raw", { config: ${reported} }));`,
  "a field that a constructor is given": `interface Deps { provider: AzureProvider }\nexport class Store { constructor(private readonly deps: Deps) {} open() { return this.deps.provider.bucket("raw", { config: ${reported} }); } }`,
};

const unknown: Record<string, string> = {
  "a type that takes types": `type Of<T> = T;\ntype P<T> = AzureProvider | T;\nexport const open = (p: Of<AzureProvider>, q: P<1>) => [p.bucket("raw", { config: ${silent} }), q.bucket("raw", { config: ${silent} })];`,
  "a part of a provider": `type P = Pick<AzureProvider, "bucket">;\nexport const open = (p: P) => p.bucket("raw", { config: ${silent} });`,
  "one of several": `type P = AzureProvider | Provider;\nexport const open = (p: P) => p.bucket("raw", { config: ${silent} });`,
  "a provider with something else of its own": `interface P extends AzureProvider { bucketSource(name: string): number }\nexport const open = (p: P) => p.bucketSource("raw");`,
  "a member that the interface has another type of": `interface Base { provider: AzureProvider }\ninterface Deps extends Base { provider: Unknown }\nexport const open = ({ provider }: Deps) => provider.bucket("raw", { config: ${silent} });`,
  "a member that may be either": `type A = { provider: AzureProvider };\nexport const open = ({ provider }: A & { provider: Unknown }) => provider.bucket("raw", { config: ${silent} });`,
  "a name that a function takes for a type": `type P = AzureProvider;\nexport const open = <P extends Unknown>(p: P) => p.bucket("raw", { config: ${silent} });`,
  "a name that a block has for another type": `type P = AzureProvider;\nexport function open(q: unknown) { type P = Unknown; return ((p: P) => p.bucket("raw", { config: ${silent} }))(q as P); }`,
  "a type of the project's own that is called like Glacier's": `type AzureProvider2 = { bucket(name: string, options: object): void };\nexport const open = (p: AzureProvider2) => p.bucket("raw", { config: ${silent} });`,
  "an alias of itself": `type P = Q;\ntype Q = P;\ninterface R extends R { own: R }\nexport const open = (p: P, { own }: R) => [p.bucket("raw", { config: ${silent} }), own.bucket("raw", { config: ${silent} })];`,
};

describe("a parameter's cloud is known by its type:", () => {
  test.each(Object.entries(known))("%s", (_, code) => emits(file(code), ["config-cloud-mismatch"]));
});

describe("nothing is known by", () => {
  test.each(Object.entries(unknown))("%s", (_, code) => valid(file(code)));
});

test("a provider of any cloud is known by an alias too", () =>
  emits(file(`interface Deps { provider: Provider }\nexport const open = ({ provider }: Deps) => ⟦provider.bucketSource("raw")⟧;`), [
    "v2-api",
  ]));

test("types that are made of themselves, as in half-typed code, hide nothing of the file", () =>
  emits(
    file(`interface A extends A { provider: AzureProvider }
type B = B & { provider: AzureProvider };
type C = D & { provider: Provider };
type D = C & Provider;
interface E extends F {}
interface F extends E {}
export const take = (a: A, { provider }: B, c: C, e: E, f: F) => [a, provider, c, e, f];
export const open = (p: AzureProvider) => p.bucket("raw", { config: ${reported} });`),
    ["config-cloud-mismatch"],
  ));

/** What another file says of types, and a file that imports it and has nothing else that tells. */
const split = (types: string, code: string, more = ""): string => `// @filename: main.ts
import { S3Config } from "@glacier/core/config";
${code}
${more}// @filename: types.ts
import type { Bucket, Provider } from "@glacier/core";
import type { AzureProvider } from "@glacier/core/providers";
${types}
`;
const ofDeps = `import type { Deps } from "./types.ts";\nexport const open = (deps: Deps) => deps.provider.bucket("raw", { config: ${reported} });`;

describe("a parameter's cloud is known by a type of another file:", () => {
  test.each([
    ["an interface", split("export interface Deps { provider: AzureProvider; path: string }", ofDeps)],
    [
      "taken apart",
      split(
        "export type Deps = { provider: AzureProvider };",
        `import { type Deps } from "./types.ts";\nexport const open = ({ provider: own }: Deps) => own.bucket("raw", { config: ${reported} });`,
      ),
    ],
    [
      "an alias",
      split(
        "export type P = AzureProvider;",
        `import type { P as Cloud } from "./types.ts";\nexport const open = (p: Cloud) => p.bucket("raw", { config: ${reported} });`,
      ),
    ],
    [
      "a list",
      split(
        "export type All = readonly AzureProvider[];",
        `import type { All } from "./types.ts";\nexport const open = (all: All) => all.forEach((p) => p.bucket("raw", { config: ${reported} }));`,
      ),
    ],
    [
      "the whole of whose types is imported",
      split(
        "export interface Deps { provider: AzureProvider }",
        `import type * as types from "./types.ts";\nexport const open = (deps: types.Deps) => deps.provider.bucket("raw", { config: ${reported} });`,
      ),
    ],
    [
      "the only one that it exports",
      split(
        "export default interface Deps { provider: AzureProvider }",
        `import type Deps from "./types.ts";\nexport const open = (deps: Deps) => deps.provider.bucket("raw", { config: ${reported} });`,
      ),
    ],
    ["exported behind its declaration", split("interface Own { provider: AzureProvider }\nexport type { Own as Deps };", ofDeps)],
    [
      "that passes it on",
      split(
        "export interface Deps { provider: AzureProvider }",
        ofDeps.replace("./types.ts", "./index.ts"),
        `// @filename: index.ts\nexport type * from "./more.ts";\n// @filename: more.ts\nexport type { Deps } from "./types.ts";\n`,
      ),
    ],
    [
      "in whose members are types of a third one",
      split(
        "export type P = AzureProvider;",
        ofDeps.replace("./types.ts", "./deps.ts"),
        `// @filename: deps.ts\nimport type { P } from "./types.ts";\nexport interface Deps { provider: P }\n`,
      ),
    ],
    [
      "that an own one extends",
      split(
        "export interface Base { provider: AzureProvider }",
        `import type { Base } from "./types.ts";\ninterface Deps extends Base { path: string }\n${ofDeps.split("\n")[1]}`,
      ),
    ],
    [
      "that an own one has a part of",
      split(
        "export interface Base { provider: AzureProvider }",
        `import type { Base } from "./types.ts";\nexport const open = ({ path, provider }: Readonly<Base> & { path: string }) => provider.bucket(path, { config: ${reported} });`,
      ),
    ],
    [
      "that another one extends",
      split(
        "export interface Base { provider: AzureProvider }",
        ofDeps.replace("./types.ts", "./deps.ts"),
        `// @filename: deps.ts\nimport type { Base } from "./types.ts";\nexport interface Deps extends Base { path: string }\n`,
      ),
    ],
    [
      "in members of an own one",
      split(
        "export type P = AzureProvider;",
        `import type { P } from "./types.ts";\ninterface Deps { provider: P }\n${ofDeps.split("\n")[1]}`,
      ),
    ],
  ])("%s", (_, source) => emits(source, ["config-cloud-mismatch"]));

  test("a bucket's work that a task drops", () =>
    emits(
      `// @filename: main.ts
import { task } from "@glacier/core";
import type { Deps } from "./index.ts";
export const save = task(async function save({ out }: Deps) { ⟦out.write(1 as never)⟧; });
// @filename: index.ts
export type * from "./types.ts";
// @filename: types.ts
import type { Bucket } from "@glacier/core";
export interface Deps { out: Bucket }
`,
      ["unawaited-io"],
    ));
});

describe("nothing is known by a type of another file", () => {
  test.each([
    ["that takes types", split("export interface Deps<T = 1> { provider: AzureProvider; more?: T }", ofDeps)],
    ["that is not the only one of its name", split("export interface Deps { provider: AzureProvider }\nexport class Deps {}", ofDeps)],
    [
      "of whose members an own one says something else",
      split(
        "export interface Base { provider: AzureProvider }",
        `import type { Base } from "./types.ts";\ninterface Deps extends Base { provider: AzureProvider2 & { bucket: any } }\n${ofDeps.split("\n")[1]}`,
      ),
    ],
    [
      "of whose members another part says something else",
      split(
        "export interface A { provider: AzureProvider }\nexport interface B { provider: Provider }",
        `import type { A, B } from "./types.ts";\nexport const open = ({ provider }: A & B) => provider.bucket("raw", { config: ${silent} });`,
      ),
    ],
    ["that it does not export", split("export interface Other { provider: AzureProvider }", ofDeps)],
    ["that is not there", split("export type Other = AzureProvider;", ofDeps.replace("./types.ts", "./gone.ts"))],
    ["that means itself", split(`export type { Deps } from "./main.ts";`, `${ofDeps}\nexport type { Deps };`)],
    [
      "whose member is called like one of Glacier's types and is the project's own",
      `// @filename: main.ts\nimport { S3Config } from "@glacier/core/config";\n${ofDeps}\n// @filename: types.ts\nimport type { AzureProvider } from "./own.ts";\nexport interface Deps { provider: AzureProvider }\n// @filename: own.ts\nexport interface AzureProvider { bucket(name: string, options: object): void }\n`,
    ],
    [
      "where a function has a type of that name",
      split(
        "export interface Deps { provider: AzureProvider }",
        `import type { Deps } from "./types.ts";\nexport type Same = Deps;\nexport const open = <Deps extends { provider: any }>(deps: Deps) => deps.provider.bucket("raw", { config: ${silent} });`,
      ),
    ],
    [
      "where a test puts something in Glacier's place",
      split(
        "export interface Deps { provider: AzureProvider }",
        `import { vi } from "vitest";\nvi.mock("@glacier/core/providers");\n${ofDeps}`,
      ),
    ],
  ])("%s", (_, source) => valid(source.replaceAll(/[⟦⟧]/g, "")));
});

test("a file that is asked for a type alone is loaded when its turn comes", () =>
  emits(
    `// @filename: a.ts
import { Provider } from "@glacier/core";
import { AwsConfig } from "@glacier/core/config";
import type { Deps } from "./b.ts";
export const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
export const open = ({ provider }: Deps) => provider;
// @filename: b.ts
import type { Provider } from "@glacier/core";
import { BlobConfig } from "@glacier/core/config";
import { aws } from "./a.ts";
export interface Deps { provider: Provider }
export const raw = aws.bucket("raw", { config: ⟦new BlobConfig()⟧ });
`,
    ["config-cloud-mismatch"],
  ));

describe("a config's class is known by a type of another file", () => {
  const types = `import type { S3Config } from "@glacier/core/config";\nexport type { S3Config as Storage } from "@glacier/core/config";\nexport type Given = S3Config | undefined;\nexport interface Zone { layout: S3Config }\nexport type Part = Partial<Zone>;\n`;
  const open = (type: string, config: string): string => `import { Provider } from "@glacier/core";
import { AzureConfig } from "@glacier/core/config";
import type { ${type} } from "./types.ts";
const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
export const open = (config: ${type}) => azure.bucket("raw", { config: ${config} });
// @filename: types.ts
${types}`;

  test("that passes it on", () => emits(open("Storage", "⟦config⟧"), ["config-cloud-mismatch"]));
  test("unless it may be left out", () => valid(open("Given", "config")));
  test("that says it of a member", () => emits(open("Zone", "⟦config.layout⟧"), ["config-cloud-mismatch"]));
  test("unless that may be left out", () => valid(open("Part", "config.layout")));
});
