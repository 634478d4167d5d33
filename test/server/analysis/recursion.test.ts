import { describe, test } from "vitest";
import { expectEditedLikeFresh } from "../../support/server/edited-like-fresh.ts";
import { emits, valid } from "../../support/server/rule-tester.ts";

const imports = `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig, BlobConfig, S3Config } from "@glacier/core/config";
`;
const providers = `${imports}export const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
export const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
`;
const wrong = [{ code: "config-cloud-mismatch", severity: "error" } as const];

describe("what nobody but itself calls is reported:", () => {
  test.each([
    [
      "a function",
      `export function walk(node: any): void { aws.bucket("raw", { config: ⟦new BlobConfig()⟧ }); if (node.left) walk(node.left); if (node.right) walk(node.right); }`,
    ],
    [
      "an asynchronous one that takes page after page",
      `export const load = async (page = 1): Promise<void> => { const raw = aws.bucket("raw", { config: ⟦new BlobConfig()⟧ }); const { more } = (await raw.read("a")) as any; if (more) return load(page + 1); };`,
    ],
    ["one that never ends", `export function walk(): void { aws.bucket("raw", { config: ⟦new BlobConfig()⟧ }); walk(); }`],
    [
      "a method",
      `export class Walker { walk(node: any): void { aws.bucket("raw", { config: ⟦new BlobConfig()⟧ }); for (const each of node.all) this.walk(each); } }`,
    ],
    [
      "a class",
      `export class Node { children: Node[] = []; constructor(depth: number) { aws.bucket("raw", { config: ⟦new BlobConfig()⟧ }); if (depth > 0) this.children.push(new Node(depth - 1)); } }`,
    ],
    [
      "a function that another function in it calls",
      `export function start(again: boolean): void { aws.bucket("raw", { config: ⟦new BlobConfig()⟧ }); const retry = () => start(false); if (again) retry(); }`,
    ],
    [
      "functions that call each other",
      `export function even(left: number): void { if (left > 0) odd(left - 1); }\nexport function odd(left: number): void { aws.bucket("raw", { config: ⟦new BlobConfig()⟧ }); if (left > 0) even(left - 1); }`,
    ],
    [
      "functions of two files that call each other",
      `import { odd } from "./odd.ts";\nexport function even(left: number): void { aws.bucket("raw", { config: ⟦new BlobConfig()⟧ }); if (left > 0) odd(left - 1); }\n// @filename: odd.ts\nimport { even } from "./main.ts";\nexport function odd(left: number): void { if (left > 0) even(left - 1); }`,
    ],
  ])("%s", (_, code) =>
    emits(
      `// @filename: providers.ts\n${providers}// @filename: main.ts\n${imports}import { aws } from "./providers.ts";\n${code}\n`,
      wrong,
    ),
  );
});

test("what calls itself is judged by what others give it", () =>
  valid(
    `${imports}import { aws, azure } from "./providers.ts";\nexport function walk(it: Provider, node: any): void { if (it.cloud === "azure") return; it.bucket("raw", { config: new S3Config() }); if (node.left) walk(it, node.left); }\nwalk(aws, {});\n// @filename: providers.ts\n${providers}`,
  ));

test("of functions of two files that call each other one is judged by what a third file gives it", () =>
  emits(
    `// @filename: providers.ts\n${providers}// @filename: even.ts\n${imports}import { odd } from "./odd.ts";\nexport function even(it: Provider, left: number): void { it.bucket("raw", { config: ⟦new BlobConfig()⟧ }); if (left > 0) odd(it, left - 1); }\n// @filename: odd.ts\nimport { even } from "./even.ts";\nexport function odd(it: any, left: number): void { if (left > 0) even(it, left - 1); }\n// @filename: main.ts\nimport { even } from "./even.ts";\nimport { aws } from "./providers.ts";\neven(aws, 3);\n`,
    wrong,
  ));

/** Ways each file may be written, such that one says whether another's functions are called by more than each other. */
const texts: Record<string, readonly string[]> = {
  "even.ts": [
    `${providers}import { odd } from "./odd.ts";\nexport function even(left: number): void { aws.bucket("raw", { config: new BlobConfig() }); if (left > 0) odd(left - 1); }\n`,
    `${providers}import { odd } from "./odd.ts";\nexport function even(left: number): void { azure.bucket("raw", { config: new S3Config() }); odd(left); }\n`,
    `${providers}export function even(left: number): void { aws.bucket("raw", { config: new BlobConfig() }); if (left > 0) even(left - 1); }\n`,
  ],
  "odd.ts": [
    `${imports}import { aws, even } from "./even.ts";\nexport function odd(left: number): void { aws.bucket("raw", { config: new BlobConfig() }); if (left > 0) even(left - 1); }\n`,
    `${imports}import { aws } from "./even.ts";\nexport function odd(left: number, it = aws): void { it.bucket("raw", { config: new BlobConfig() }); if (left > 0) odd(left - 1, it); }\n`,
    "export const odd = (left: number) => left;\n",
  ],
  "main.ts": [
    `import { even } from "./even.ts";\neven(1);\n`,
    `import { odd } from "./odd.ts";\nexport const start = () => odd(2);\n`,
    `import { even } from "./even.ts";\nimport { odd } from "./odd.ts";\nexport class Main { start() { even(1); this.start(); } stop = () => odd(1); }\n`,
    "export {};\n",
  ],
};

test("whatever is edited, what functions that call each other do is reported as in a workspace that is opened with it", () =>
  expectEditedLikeFresh(texts, { times: 30 }));
