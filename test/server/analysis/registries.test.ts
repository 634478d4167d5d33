import { describe, test } from "vitest";
import { emits, valid } from "../../support/server/rule-tester.ts";

const imports = `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig, BlobConfig, S3Config } from "@glacier/core/config";
`;
const AWS = `new Provider({ config: new AwsConfig({ region: "eu-west-1" }) })`;
const AZURE = `new Provider({ config: new AzureConfig({ resourceGroup: "data" }) })`;
const register = `import { register } from "./registry.js";\n${imports}register("lake", new Provider({ config: new AwsConfig({ region: "eu-west-1" }) }));`;
const use = (config: string): string =>
  `import { find } from "./registry.js";\n${imports}export const open = () => (find("lake") ?? ${AZURE}).bucket("raw", { config: ${config} });`;

/** A module in which a provider is registered by one file and found by another. */
const project = (registry: string, config: string): string =>
  `// @filename: main.ts\n${register}\n// @filename: registry.ts\n${imports}${registry}\n// @filename: use.ts\n${use(config)}`;

/** Where a registry keeps what it is given. */
const kept = [
  [
    "map",
    `const all = new Map<string, Provider>(); export const register = (name: string, p: Provider) => { all.set(name, p); }; export const find = (name: string) => all.get(name);`,
  ],
  [
    "object",
    `const all: Record<string, Provider> = {}; export const register = (name: string, p: Provider) => { all[name] = p; }; export const find = (name: string) => all[name];`,
  ],
  [
    "list",
    `const all: Provider[] = []; export function register(_: string, p: Provider) { all.push(p); } export const find = (_: string) => all[0];`,
  ],
  [
    "object's map",
    `const state = { all: new Map<string, Provider>() }; export const register = (name: string, p: Provider) => { state.all.set(name, p); }; export const find = (name: string) => state.all.get(name);`,
  ],
  [
    "instance's map",
    `class Registry { #all = new Map<string, Provider>(); register(name: string, p: Provider) { this.#all.set(name, p); } find(name: string) { return this.#all.get(name); } }
const one = new Registry(); export const register = (name: string, p: Provider) => one.register(name, p); export const find = (name: string) => one.find(name);`,
  ],
  [
    "instance's object",
    `class Registry { readonly all: Record<string, Provider> = {}; register = (name: string, p: Provider) => { this.all[name] = p; }; find(name: string) { return this.all[name]; } }
const one = new Registry(); export const register = (name: string, p: Provider) => one.register(name, p); export const find = (name: string) => one.find(name);`,
  ],
  [
    "class's map",
    `class Registry { static #all = new Map<string, Provider>(); static register(name: string, p: Provider) { this.#all.set(name, p); } static find(name: string) { return Registry.#all.get(name); } }
export const register = (name: string, p: Provider) => Registry.register(name, p); export const find = (name: string) => Registry.find(name);`,
  ],
  [
    "closure's map",
    `function createRegistry() { const all = new Map<string, Provider>(); return { register(name: string, p: Provider) { all.set(name, p); }, find: (name: string) => all.get(name) }; }
export const { register, find } = createRegistry();`,
  ],
  [
    "object that is given all at once",
    `const all: Record<string, Provider> = {}; export const register = (name: string, p: Provider) => { const given = Object.fromEntries([[name, p]]); Object.assign(all, given); }; export const find = (name: string) => all[name];`,
  ],
];

describe("a registry that other files fill", () => {
  test.each(kept)("is no empty %s to who is called later", (_, registry) => valid(project(registry, "new S3Config()")));

  test.each(kept)("is no empty %s to a module that does not load them", (_, registry) =>
    valid(`${project(registry, "new S3Config()")}\n(find("lake") ?? ${AZURE}).bucket("raw", { config: new S3Config() });`),
  );

  test.each(kept.slice(0, 2))("is no empty %s to functions beside it, which know what it is given there", (_, registry) =>
    emits(
      `${imports}${registry}\nregister("azure", ${AZURE});
export const open = () => (find("lake") ?? ${AZURE}).bucket("raw", { config: new S3Config() });
export const known = () => find("azure")?.bucket("raw", { config: ⟦new S3Config()⟧ });`,
      [{ code: "config-cloud-mismatch", severity: "error" }],
    ),
  );

  test.each([
    [
      "module's",
      `let last: Provider | undefined; export const register = (_: string, p: Provider) => { last = p; }; export const find = (_: string) => last;`,
    ],
    [
      "closure's",
      `function createRegistry() { let last: Provider | undefined; return { register(_: string, p: Provider) { last = p; }, find: (_: string) => last }; }\nexport const { register, find } = createRegistry();`,
    ],
  ])("may have nothing in a %s variable, or what it was given", (_, registry) =>
    emits(project(registry, "⟦new S3Config()⟧"), [{ code: "config-cloud-mismatch", severity: "warning" }]),
  );

  test("is what a module that fills it itself has put there", () =>
    emits(
      `// @filename: main.ts
import { find, keep } from "./registry.ts";
${imports}keep("azure");
find("azure")?.bucket("raw", { config: ⟦new S3Config()⟧ });
(find("aws") ?? ${AWS}).bucket("raw", { config: ⟦new BlobConfig()⟧ });
// @filename: registry.ts
${imports}const all = new Map<string, Provider>();
export const find = (name: string) => all.get(name);
export const keep = (name: string) => { if (!all.has(name)) all.set(name, ${AZURE}); };`,
      [
        { code: "config-cloud-mismatch", severity: "error" },
        { code: "config-cloud-mismatch", severity: "error" },
      ],
    ));

  test.each([
    ["field", "#one: Provider | undefined; register(p: Provider) { this.#one = p; } find() { return this.#one; }", "new Registry()"],
    [
      "static member",
      "static one: Provider | undefined; static register(p: Provider) { Registry.one = p; } static find() { return this.one; }",
      "Registry",
    ],
  ])("is no missing %s to who is called later", (_, members, registry) =>
    emits(
      project(
        `class Registry { ${members} } const registry = ${registry}; export const register = (_: string, p: Provider) => registry.register(p); export const find = (_: string) => registry.find();`,
        "⟦new S3Config()⟧",
      ),
      [{ code: "config-cloud-mismatch", severity: "warning", message: /where `find\("lake"\)` is missing the provider is Azure/ }],
    ),
  );

  test("is no missing variable to who is called later", () =>
    emits(
      project(
        `let one: Provider | undefined; export function register(_: string, p: Provider) { one = p; } export const find = (_: string) => one;`,
        "⟦new S3Config()⟧",
      ),
      [{ code: "config-cloud-mismatch", severity: "warning", message: /where `find\("lake"\)` is missing the provider is Azure/ }],
    ));
});

describe("a provider that is made when it is first asked for", () => {
  const lazy = `let made: Provider | undefined; export const get = () => (made ??= ${AZURE});`;

  test("may be another where something else sets it", () =>
    emits(
      `${imports}${lazy}\nexport const set = (p: Provider) => { made = p; };\nexport const open = () => get().bucket("raw", { config: ⟦new S3Config()⟧ });`,
      [{ code: "config-cloud-mismatch", severity: "warning", message: /where `made` is missing the provider is Azure/ }],
    ));
});

describe("a registry that several files fill when they are loaded", () => {
  const GCP = `new Provider({ config: new GcpConfig({ project: "data" }) })`;
  const all = `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig, BlobConfig, GcpConfig, S3Config } from "@glacier/core/config";
`;
  const registries = [
    [
      "map",
      `const all = new Map<string, () => Provider>(); export const register = (name: string, make: () => Provider) => { all.set(name, make); }; export const find = (name: string) => all.get(name);`,
    ],
    [
      "object",
      `const all: Record<string, () => Provider> = {}; export const register = (name: string, make: () => Provider) => { all[name] = make; }; export const find = (name: string) => all[name];`,
    ],
    [
      "list",
      `const all: [string, () => Provider][] = []; export const register = (name: string, make: () => Provider) => { all.push([name, make]); }; export const find = (name: string) => all.find(([own]) => own === name)?.[1];`,
    ],
  ] as const;
  /** A registry that two plugins fill, and what comes after. */
  const filled = (registry: string, main: string, more = ""): string =>
    `// @filename: registry.ts\n${all}${registry}
// @filename: aws.ts\nimport { register } from "./registry.ts";\n${all}register("aws", () => ${AWS});
// @filename: azure.ts\nimport { register } from "./registry.ts";\n${all}register("azure", () => ${AZURE});
${more}// @filename: main.ts\n${main}`;
  const loading: [string, string, string][] = [
    ["imported one by one", `import "./aws.ts";\nimport "./azure.ts";`, ""],
    ["imported by one file", `import "./plugins.ts";`, `// @filename: plugins.ts\nimport "./aws.ts";\nimport "./azure.ts";\n`],
    [
      "re-exported by one file",
      `import { known } from "./plugins.ts";\nknown;`,
      `// @filename: plugins.ts\nexport * from "./aws.ts";\nexport { nothing } from "./azure.ts";\nexport const known = 2;\n`,
    ],
    [
      "imported by several files, more than once",
      `import "./all.ts";\nimport "./azure.ts";\nimport "./rest.ts";`,
      `// @filename: all.ts\nimport "./aws.ts";\nimport "./azure.ts";\n// @filename: rest.ts\nimport "./azure.ts";\nimport "./aws.ts";\n`,
    ],
    ["required", `require("./aws.ts");\nrequire("./azure.ts");`, ""],
    ["imported when they are asked for", `await import("./aws.ts");\nawait import("./azure.ts");`, ""],
  ];

  describe.each(registries)("a %s", (_, registry) => {
    test.each(loading)("has what each of them has added, %s", (_, imports, more) =>
      emits(
        filled(
          registry,
          `import { find } from "./registry.ts";\n${imports}\n${all}
(find("aws") ?? (() => ${AZURE}))().bucket("raw", { config: new S3Config() });
(find("azure") ?? (() => ${AWS}))().bucket("raw", { config: new BlobConfig() });
find("aws")?.().bucket("raw", { config: ⟦new BlobConfig()⟧ });
find("azure")?.().bucket("raw", { config: ⟦new S3Config()⟧ });`,
          more,
        ),
        [
          { code: "config-cloud-mismatch", severity: "error" },
          { code: "config-cloud-mismatch", severity: "error" },
        ],
      ),
    );
  });

  test.each(registries.slice(0, 2))("a %s may have more where it is not sure that one is loaded", (_, registry) =>
    valid(
      filled(
        registry,
        `import { find } from "./registry.ts";\n${all}
if (process.env.ALL) await import("./aws.ts");
(find("aws") ?? (() => ${GCP}))().bucket("raw", { config: new S3Config() });`,
      ),
    ),
  );

  test.each(registries.slice(0, 2))("a %s may have more where nobody knows what is loaded", (_, registry) =>
    valid(
      filled(
        registry,
        `import { find } from "./registry.ts";\n${all}
await import("./" + process.env.PLUGIN + ".ts");
(find("aws") ?? (() => ${GCP}))().bucket("raw", { config: new S3Config() });`,
      ),
    ),
  );
});
