import { describe, test } from "vitest";
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
