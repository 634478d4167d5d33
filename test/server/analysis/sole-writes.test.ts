import { describe, expect, onTestFinished, test } from "vitest";
import { openProject } from "../../support/server/project.ts";
import { emits, valid } from "../../support/server/rule-tester.ts";

const imports = `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig, BlobConfig, S3Config } from "@glacier/core/config";
`;
const AWS = `new Provider({ config: new AwsConfig({ region: "eu-west-1" }) })`;
const AZURE = `new Provider({ config: new AzureConfig({ resourceGroup: "data" }) })`;
const error = { code: "config-cloud-mismatch", severity: "error" as const };
const warning = { ...error, severity: "warning" as const };
const open = `export function open() { return provider().bucket("raw", { config: ⟦new BlobConfig()⟧ }); }`;

describe("a provider that is made when it is first asked for is that one for whoever asks", () => {
  test.each([
    ["by `??=`", `let made: Provider | undefined; export function provider() { return (made ??= ${AWS}); }`],
    ["by `||=`", `let made: Provider | null = null; export const provider = () => (made ||= ${AWS});`],
    ["by `??`", `let made: Provider | undefined; export const provider = () => made ?? (made = ${AWS});`],
    ["by `if`", `let made: Provider | undefined; export function provider() { if (!made) made = ${AWS}; return made; }`],
    [
      "by a comparison",
      `let made: Provider | undefined = undefined; export function provider() { if (made === undefined) { made = ${AWS}; } return made; }`,
    ],
    [
      "behind a return",
      `let made: Provider | null = null; export function provider() { if (made !== null) return made; made = ${AWS}; return made; }`,
    ],
    [
      "in several steps",
      `let made: Provider | undefined; export function provider() { if (!made) { const config = new AwsConfig({ region: "eu-west-1" }); made = new Provider({ config }); } return made; }`,
    ],
    [
      "by a function",
      `let made: Provider | undefined; function make() { const config = new AwsConfig({ region: "eu-west-1" }); return new Provider({ config }); } export const provider = () => (made ??= make());`,
    ],
    [
      "by a function that is called on some condition",
      `let made: Provider | undefined; const aws = () => (made ??= ${AWS}); export const provider = () => (process.env.CLOUD === "aws" ? aws() : aws());`,
    ],
    [
      "by another function",
      `let made: Provider | undefined; export function start() { made = ${AWS}; } export const provider = () => made!;`,
    ],
    [
      "in a static member",
      `export class Cloud { static #made?: Provider; static get() { return (this.#made ??= ${AWS}); } } export const provider = () => Cloud.get();`,
    ],
    [
      "in a static member that is private to TypeScript",
      `export class Cloud { private static made: Provider; static get() { if (!Cloud.made) Cloud.made = ${AWS}; return Cloud.made; } } export const provider = () => Cloud.get();`,
    ],
  ])("%s", (_, code) => emits(`${imports}${code}\n${open}`, [error]));

  test("in a field of a class that nobody constructs", () =>
    emits(
      `${imports}export class Store { #made?: Provider; get provider() { return (this.#made ??= ${AWS}); } open() { return this.provider.bucket("raw", { config: ⟦new BlobConfig()⟧ }); } }`,
      [error],
    ));

  test("in another file", () =>
    emits(
      `// @filename: cloud.ts
${imports}let made: Provider | undefined;
export const provider = () => (made ??= ${AWS});
// @filename: main.ts
import { BlobConfig } from "@glacier/core/config";
import { provider } from "./cloud.ts";
${open}`,
      [error],
    ));

  test("with the cloud that the environment chooses", () =>
    valid(`${imports}let made: Provider | undefined;
const provider = () => (made ??= process.env.CLOUD === "aws" ? ${AWS} : ${AZURE});
export const open = () => provider().bucket("raw", { config: process.env.CLOUD === "aws" ? new S3Config() : new BlobConfig() });`));

  test("and fits what it meets", () =>
    valid(`${imports}let made: Provider | undefined;
const provider = () => (made ??= ${AWS});
export const open = () => provider().bucket("raw", { config: new S3Config() });`));
});

describe("what a test's preparation writes, the test reads", () => {
  const read = `() => { cloud.bucket("raw", { config: ⟦new BlobConfig()⟧ }); }`;
  test.each([
    [
      "of vitest",
      `import { beforeEach, it } from "vitest";\nlet cloud: Provider;\nbeforeEach(() => { cloud = ${AWS}; });\nit("opens", ${read});`,
    ],
    [
      "of vitest, in a group",
      `import { beforeAll, describe, test } from "vitest";\ndescribe("store", () => { let cloud: Provider; const config = new AwsConfig({ region: "eu-west-1" }); beforeAll(async () => { cloud = new Provider({ config }); }); test("opens", ${read}); });`,
    ],
    ["of Node", `import { before, it } from "node:test";\nlet cloud: Provider;\nbefore(() => { cloud = ${AWS}; });\nit("opens", ${read});`],
    [
      "that comes behind it",
      `import { before, it } from "node:test";\nlet cloud: Provider;\nit("opens", ${read});\nbefore(() => { cloud = ${AWS}; });`,
    ],
  ])("%s", (_, code) => emits(`${imports}${code}`, [error]));

  test("in however many tests", () => {
    const names = ["a", "b", "c", "d", "e", "f"];
    const prepared = names.map((name) => `let ${name}: Provider;\nbeforeEach(() => { ${name} = ${AWS}; });`);
    const tests = Array.from({ length: 300 }, () => `it("opens", () => { f.bucket("raw", { config: new S3Config() }); });`);
    return emits(
      `${imports}import { beforeEach, it } from "vitest";
${[...prepared, ...tests].join("\n")}
it("opens", () => { f.bucket("raw", { config: ⟦new BlobConfig()⟧ }); });`,
      [error],
    );
  });

  test("unless it depends on the group's parameters", () =>
    valid(`${imports}import { beforeEach, describe, it } from "vitest";
describe.each([["aws"], ["azure"]])("store", (name) => {
  let cloud: Provider;
  beforeEach(() => { cloud = name === "aws" ? ${AWS} : ${AZURE}; });
  it("opens", () => { cloud.bucket("raw", { config: name === "aws" ? new S3Config() : new BlobConfig() }); });
});`));

  test("unless it comes once for each of several", () =>
    valid(`${imports}import { beforeEach, it } from "vitest";
let cloud: Provider;
for (const [make, config] of [[() => ${AWS}, new S3Config()], [() => ${AZURE}, new BlobConfig()]] as const) {
  it("opens", () => { cloud.bucket("raw", { config }); });
  beforeEach(() => { cloud = make(); });
}`));

  test("unless another one writes something else", () =>
    valid(`${imports}import { beforeEach, describe, it } from "vitest";
let cloud: Provider;
describe("one", () => { beforeEach(() => { cloud = ${AWS}; }); it("opens", () => { cloud.bucket("raw", { config: new S3Config() }); }); });
describe("other", () => { beforeEach(() => { cloud = ${AZURE}; }); it("opens", () => { cloud.bucket("raw", { config: new BlobConfig() }); }); });`));

  test("unless what it writes is replaced", () =>
    valid(`${imports}import { beforeEach, it, vi } from "vitest";
vi.mock("@glacier/core");
let cloud: Provider;
beforeEach(() => { cloud = ${AWS}; });
it("opens", () => { cloud.bucket("raw", { config: new BlobConfig() }); });`));
});

describe("a write says nothing of the variable's value", () => {
  test.each([
    [
      "under a condition that may keep others away",
      `const isAws = process.env.CLOUD === "aws"; let made: Provider | undefined; export function start() { if (isAws) made = ${AWS}; }
export function open() { if (!isAws) (made ?? ${AZURE}).bucket("raw", { config: new BlobConfig() }); }`,
    ],
    [
      "behind a return under such a condition",
      `const isAws = process.env.CLOUD === "aws"; let made: Provider | undefined; export function start() { if (!isAws) return; made = ${AWS}; }
export function open() { if (!isAws) (made ?? ${AZURE}).bucket("raw", { config: new BlobConfig() }); }`,
    ],
    [
      "in a function that is called under such a condition",
      `const isAws = process.env.CLOUD === "aws"; let made: Provider | undefined; function useAws() { made = ${AWS}; } export function start() { if (isAws) useAws(); }
export function open() { if (!isAws) (made ?? ${AZURE}).bucket("raw", { config: new BlobConfig() }); }`,
    ],
    [
      "of what the caller gives",
      `let made: Provider | undefined; export function start(cloud: Provider) { made = cloud; }
export const open = () => made!.bucket("raw", { config: new BlobConfig() });`,
    ],
    [
      "of what another variable says by then",
      `let name = "aws"; export function choose(other: string) { name = other; } let made: Provider | undefined;
export const provider = () => (made ??= name === "aws" ? ${AWS} : ${AZURE});
export function open() { if (name === "azure") provider().bucket("raw", { config: new BlobConfig() }); }`,
    ],
    [
      "of what another variable holds by then",
      `let now = ${AWS}; let made: Provider | undefined; function start() { made = now; }
start(); Promise.resolve().then(() => { made!.bucket("raw", { config: new BlobConfig() }); }); now = ${AZURE}; start();`,
    ],
    [
      "beside another",
      `let made: Provider | undefined; export function aws() { made = ${AWS}; } export function azure() { made = ${AZURE}; }
export const open = () => made!.bucket("raw", { config: made!.cloud === "aws" ? new S3Config() : new BlobConfig() });`,
    ],
    [
      "where it goes together with another's",
      `let aws: Provider | undefined; let azure: Provider | undefined; export function useAws() { aws = ${AWS}; } export function useAzure() { azure = ${AZURE}; }
export const open = () => (aws ?? azure)!.bucket("raw", { config: azure ? new BlobConfig() : new S3Config() });`,
    ],
    [
      "of the same name in another function",
      `let made: Provider | undefined; export const provider = () => (made ??= ${AWS});
export function open(made: Provider) { return made.bucket("raw", { config: new BlobConfig() }); }`,
    ],
    [
      "of what is put into an object by then",
      `const options: { config: AwsConfig | AzureConfig } = { config: new AwsConfig({ region: "eu-west-1" }) }; let made: Provider | undefined;
const provider = () => (made ??= new Provider(options));
export function main() { options.config = new AzureConfig({ resourceGroup: "data" }); provider().bucket("raw", { config: new BlobConfig() }); }`,
    ],
    [
      "of what an object holds by then",
      `const now: { config: AwsConfig | AzureConfig } = { config: new AwsConfig({ region: "eu-west-1" }) }; let made: Provider | undefined; function start() { made = new Provider(now); }
start(); Promise.resolve().then(() => { made!.bucket("raw", { config: new BlobConfig() }); }); now.config = new AzureConfig({ resourceGroup: "data" }); start();`,
    ],
  ])("%s", (_, code) => valid(`${imports}${code}`));

  test.each([
    [
      "a variable",
      `export let cloud = "aws"; export function choose(other: string) { cloud = other; }`,
      `import { cloud } from "./state.ts";\nconst made = () => (cloud === "aws" ? ${AWS} : ${AZURE});`,
      `import { choose } from "./state.ts";\nexport function main() { choose("azure"); open(); }`,
    ],
    [
      "an object",
      `import { AwsConfig, AzureConfig } from "@glacier/core/config";\nexport const options: { config: AwsConfig | AzureConfig } = { config: new AwsConfig({ region: "eu-west-1" }) };`,
      `import { options } from "./state.ts";\nconst made = () => new Provider(options);`,
      `import { AzureConfig } from "@glacier/core/config";\nimport { options } from "./state.ts";
export function main() { options.config = new AzureConfig({ resourceGroup: "data" }); open(); }`,
    ],
  ])("of what another file's %s says by then", (_, state, maker, main) =>
    valid(`// @filename: state.ts
${state}
// @filename: cloud.ts
${imports}${maker}
let kept: Provider | undefined;
export const open = () => (kept ??= made()).bucket("raw", { config: new BlobConfig() });
// @filename: main.ts
import { open } from "./cloud.ts";
${main}`),
  );

  test.each([
    ["by a name that it is given", "set(name: string, made: unknown) { (this as Record<string, unknown>)[name] = made; }"],
    ["with all of an object", "set(options: { made?: Provider }) { Object.assign(this, options); }"],
  ])("that its class sets %s", (_, method) =>
    emits(
      `${imports}export class Store { private made?: Provider; ${method}
open() { return (this.made ??= ${AWS}).bucket("raw", { config: ⟦new BlobConfig()⟧ }); } }`,
      [warning],
    ),
  );

  test("that others may set as well", () =>
    emits(
      `${imports}export class Store { #made?: Provider; set provider(made: Provider) { this.#made = made; } get provider() { return (this.#made ??= ${AWS}); }
open() { return this.provider.bucket("raw", { config: ⟦new BlobConfig()⟧ }); } }`,
      [warning],
    ));

  test("that any other file may set", () =>
    emits(
      `// @filename: cloud.ts
${imports}export class Cloud { static made?: Provider; static get() { return (Cloud.made ??= ${AWS}); } static open() { return Cloud.get().bucket("raw", { config: ⟦new BlobConfig()⟧ }); } }
// @filename: main.ts
${imports}import { Cloud } from "./cloud.ts";
export function start() { Cloud.made = ${AZURE}; }`,
      [warning],
    ));
});

describe("a provider that is made once by what a helper was given is that one for whoever asks", () => {
  const lazy = `const lazy = <T,>(make: () => T) => { let kept: T | undefined; return () => (kept ??= make()); };`;
  const use = `export const open = () => provider().bucket("raw", { config: ⟦new BlobConfig()⟧ });
export const other = () => provider().bucket("raw", { config: new S3Config() });`;
  test.each([
    ["by `??=`", lazy],
    [
      "by `if`",
      `function lazy<T>(make: () => T): () => T { let kept: T | undefined; return () => { if (kept === undefined) kept = make(); return kept; }; }`,
    ],
    [
      "by a method",
      `const lazy = <T,>(make: () => T) => { let kept: T | undefined; const get = (): T => (kept ??= make()); return get; };`,
    ],
    [
      "beside another helper with such a variable",
      `const once = (run: () => void) => { let kept: boolean | undefined; return () => { if (!kept) run(); kept = true; }; };\nonce(() => {});\n${lazy}`,
    ],
  ])("%s", (_, helper) => emits(`${imports}${helper}\nconst provider = lazy(() => ${AWS});\n${use}`, [error]));

  test("of a config that it was given", () =>
    emits(
      `${imports}const lazy = (config: AwsConfig | AzureConfig) => { let kept: Provider | undefined; return () => (kept ??= new Provider({ config })); };
const provider = lazy(new AwsConfig({ region: "eu-west-1" }));
const azure = lazy(new AzureConfig({ resourceGroup: "data" }));
${use}
export const fits = () => azure().bucket("raw", { config: new BlobConfig() });`,
      [error],
    ));

  test("each for itself, and in other files", () =>
    emits(
      `// @filename: clouds.ts
${imports}import { lazy } from "./lazy.ts";
export const aws = lazy(() => ${AWS});
export const azure = lazy(() => ${AZURE});
// @filename: lazy.ts
export ${lazy}
// @filename: main.ts
import { BlobConfig, S3Config } from "@glacier/core/config";
import { aws, azure } from "./clouds.ts";
export const a = () => [aws().bucket("raw", { config: new S3Config() }), azure().bucket("raw", { config: new BlobConfig() })];
export const b = () => aws().bucket("raw", { config: ⟦new BlobConfig()⟧ });
export const c = () => azure().bucket("raw", { config: ⟦new S3Config()⟧ });
`,
      [error, error],
    ));

  test("by a class", () =>
    emits(
      `${imports}class Lazy<T> { private kept?: T; constructor(private readonly make: () => T) {} get() { return (this.kept ??= this.make()); } }
const aws = new Lazy(() => ${AWS});
const azure = new Lazy(() => ${AZURE});
export const a = () => [aws.get().bucket("raw", { config: new S3Config() }), azure.get().bucket("raw", { config: new BlobConfig() })];
export const b = () => aws.get().bucket("raw", { config: ⟦new BlobConfig()⟧ });
export const c = () => azure.get().bucket("raw", { config: ⟦new S3Config()⟧ });`,
      [error, error],
    ));

  test.each([
    [
      "by a method of the class",
      `class Store { #kept?: Provider; #make() { return ${AWS}; } get provider() { return (this.#kept ??= this.#make()); } open() { return this.provider.bucket("raw", { config: ⟦new BlobConfig()⟧ }); } }\nexport { Store };`,
    ],
    [
      "of what the constructor has kept",
      `class Store { private kept?: Provider; private readonly config: AwsConfig | AzureConfig; constructor(config: AwsConfig | AzureConfig) { this.config = config; } get provider() { return (this.kept ??= new Provider({ config: this.config })); } }
const aws = new Store(new AwsConfig({ region: "eu-west-1" }));
const azure = new Store(new AzureConfig({ resourceGroup: "data" }));
export const open = () => [azure.provider.bucket("raw", { config: new BlobConfig() }), aws.provider.bucket("raw", { config: ⟦new BlobConfig()⟧ })];`,
    ],
    [
      "with a region that the first caller chooses",
      `let made: Provider | undefined; export function provider(region: string) { made ??= new Provider({ config: new AwsConfig({ region }) }); return made; }
export const open = () => provider("eu-west-1").bucket("raw", { config: ⟦new BlobConfig()⟧ });`,
    ],
  ])("%s", (_, code) => emits(`${imports}${code}`, [error]));

  test.each([
    [
      "where the helper may be given another",
      `const lazy = <T,>(make: () => T) => { let kept: T | undefined; return { get: () => (kept ??= make()), set: (other: T) => { kept = other; } }; };
const provider = lazy(() => ${AWS});
export const open = () => { provider.set(${AZURE}); return provider.get().bucket("raw", { config: new BlobConfig() }); };`,
    ],
    [
      "where what it makes is left open",
      `${lazy}
let cloud = "aws"; export function choose(other: string) { cloud = other; }
const provider = lazy(() => (cloud === "aws" ? ${AWS} : ${AZURE}));
export const open = () => { if (cloud === "azure") provider().bucket("raw", { config: new BlobConfig() }); };`,
    ],
    [
      "where the one that it is given is put off for another",
      `const lazy = (make: () => Provider) => { let kept: Provider | undefined; if (process.env.AZURE) make = () => ${AZURE}; return () => (kept ??= make()); };
const provider = lazy(() => ${AWS});
export const open = () => provider().bucket("raw", { config: process.env.AZURE ? new BlobConfig() : new S3Config() });`,
    ],
    [
      "where another of its name makes it",
      `const makers = { azure: () => ${AZURE} };
const lazy = (make: () => Provider) => { let kept: Provider | undefined; return () => { const make = makers["azure"]; return (kept ??= make()); }; };
const provider = lazy(() => ${AWS});
export const open = () => provider().bucket("raw", { config: new BlobConfig() });`,
    ],
    [
      "where one of several is chosen with it",
      `${lazy}
const provider = process.env.CLOUD === "aws" ? lazy(() => ${AWS}) : lazy(() => ${AZURE});
export const open = () => provider().bucket("raw", { config: process.env.CLOUD === "aws" ? new S3Config() : new BlobConfig() });`,
    ],
    [
      "where the first caller chooses",
      `let made: Provider | undefined; export function provider(cloud: string) { made ??= cloud === "aws" ? ${AWS} : ${AZURE}; return made; }
export const open = () => made!.bucket("raw", { config: new S3Config() });`,
    ],
    [
      "where another class makes it",
      `abstract class Base { private kept?: Provider; protected make() { return ${AWS}; } get provider() { return (this.kept ??= this.make()); } }
class Azure extends Base { protected override make() { return ${AZURE}; } }
const azure = new Azure();
export const open = () => azure.provider.bucket("raw", { config: new BlobConfig() });`,
    ],
  ])("but nothing is said %s", (_, code) => valid(`${imports}${code}`));
});

test("what a helper in another file does counts as it is now", async () => {
  const lazy = (value: string): string =>
    `export const lazy = <T,>(make: () => T, other?: () => T) => { let kept: T | undefined; return () => (kept ??= ${value}); };\n`;
  const { workspace, path, dispose } = await openProject({
    "cloud.ts": `${imports}import { lazy } from "./lazy.ts";\nexport const provider = lazy(() => ${AWS}, () => ${AZURE});\n`,
    "lazy.ts": lazy("make()"),
    "main.ts": `import { BlobConfig } from "@glacier/core/config";\nimport { provider } from "./cloud.ts";\nexport const open = () => provider().bucket("raw", { config: new BlobConfig() });\n`,
  });
  onTestFinished(dispose);
  const severities = (): string[] => workspace.diagnose(path("main.ts")).map(({ severity }) => severity);
  expect(severities()).toEqual(["error"]);
  expect([...workspace.open(path("lazy.ts"), lazy("other!()"), 1)]).toContain(path("main.ts"));
  expect(severities()).toEqual([]);
  workspace.change(path("lazy.ts"), lazy("make()"), 2);
  expect(severities()).toEqual(["error"]);
});
