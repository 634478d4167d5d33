import type { ProjectFiles } from "../../support/server/project.ts";

const provider = `import { Provider } from "@glacier/core";
import { AzureConfig } from "@glacier/core/config";
export const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
export default azure;
`;
const commonJs = (exported: string): string => `const { Provider } = require("@glacier/core");
const { AzureConfig } = require("@glacier/core/config");
const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
${exported}
`;
export const user = (specifier: string, clause = "{ azure }"): string => `import ${clause} from "${specifier}";
import { S3Config } from "@glacier/core/config";
azure.bucket("raw", { config: new S3Config() });
`;

/** Each project has the provider in one file and a mistake in `app/main.ts` that only an import shows. */
export const projects: Record<string, ProjectFiles> = {
  "a relative path": { "app/cloud.ts": provider, "app/main.ts": user("./cloud") },
  "a relative path with .ts": { "app/cloud.ts": provider, "app/main.ts": user("./cloud.ts") },
  "a relative path with .js": { "app/cloud.ts": provider, "app/main.ts": user("./cloud.js") },
  "a relative path with .mjs": { "app/cloud.mts": provider, "app/main.ts": user("./cloud.mjs") },
  "a relative path with .jsx": { "app/cloud.tsx": provider, "app/main.ts": user("./cloud.jsx") },
  "a parent's index": { "index.ts": provider, "app/main.ts": user("..") },
  "a folder's index": { "app/cloud/index.ts": provider, "app/main.ts": user("./cloud") },
  "a default import": { "app/cloud.ts": provider, "app/main.ts": user("./cloud.ts", "azure") },
  "a renamed import": {
    "app/cloud.ts": provider.replace("const azure", "const cloud").replace("default azure", "default cloud"),
    "app/main.ts": user("./cloud.ts", "{ cloud as azure }"),
  },
  "a namespace import": {
    "app/cloud.ts": provider,
    "app/main.ts": user("./cloud.ts", "* as cloud").replace("azure.bucket", "cloud.azure.bucket"),
  },
  "an import()": {
    "app/cloud.ts": provider,
    "app/main.ts": `import { S3Config } from "@glacier/core/config";\nconst { azure } = await import("./cloud.ts");\nazure.bucket("raw", { config: new S3Config() });\n`,
  },
  "an import() and then": {
    "app/cloud.ts": provider,
    "app/main.ts": `import { S3Config } from "@glacier/core/config";\nimport("./cloud.ts").then(({ azure }) => azure.bucket("raw", { config: new S3Config() }));\n`,
  },
  "export =": {
    "app/cloud.cts": provider.replace(/^export const/m, "const").replace("export default", "export ="),
    "app/main.ts": `import azure = require("./cloud.cjs");\nimport { S3Config } from "@glacier/core/config";\nazure.bucket("raw", { config: new S3Config() });\n`,
  },
  "module.exports": {
    "app/cloud.cjs": commonJs("module.exports = { azure };"),
    "app/main.ts": user("./cloud.cjs"),
  },
  "exports.name": {
    "app/cloud.cjs": commonJs("exports.azure = azure;"),
    "app/main.ts": user("./cloud.cjs"),
  },
  "exports.name as a whole": {
    "app/cloud.cjs": commonJs("exports.azure = azure;"),
    "app/main.ts": user("./cloud.cjs", "cloud").replace("azure.bucket", "cloud.azure.bucket"),
  },
  "module.exports and require()": {
    "app/cloud.js": commonJs("module.exports.azure = azure;"),
    "app/main.ts": `const { S3Config } = require("@glacier/core/config");\nconst cloud = require("./cloud");\ncloud.azure.bucket("raw", { config: new S3Config() });\n`,
  },
  "a function with exports of its own": {
    "app/cloud.js": commonJs("const open = () => azure;\nmodule.exports = open;\nmodule.exports.open = open;"),
    "app/main.ts": `const { S3Config } = require("@glacier/core/config");\nconst { open } = require("./cloud");\nopen().bucket("raw", { config: new S3Config() });\n`,
  },
  "a module's own exports": {
    "app/cloud.cjs": commonJs("exports.azure = azure;\nexports.open = () => exports.azure;"),
    "app/main.ts": user("./cloud.cjs", "{ open }").replace("azure.bucket", "open().bucket"),
  },
  "module.exports of several modules": {
    "app/a.cjs": commonJs("module.exports = { azure };"),
    "app/b.cjs": commonJs("exports.other = azure;"),
    "app/cloud.cjs": `module.exports = { ...require("./a.cjs"), ...require("./b.cjs") };\n`,
    "app/main.ts": user("./cloud.cjs", "{ other as azure }"),
  },
  "modules spread into an object": {
    "app/cloud.ts": provider,
    "app/a.ts": `import * as clouds from "./cloud.ts";\nexport const platform = { ...clouds, stage: "dev" };\n`,
    "app/main.ts": user("./a.ts", "{ platform }").replace("azure.bucket", "platform.azure.bucket"),
  },
  "Glacier spread into an object": {
    "app/glacier.ts": `import * as core from "@glacier/core";\nimport * as configs from "@glacier/core/config";\nexport const glacier = { ...core, ...configs };\n`,
    "app/main.ts": `import { glacier } from "./glacier.ts";\nnew glacier.Provider({ config: new glacier.AzureConfig({ resourceGroup: "x" }) }).bucket("raw", { config: new glacier.S3Config() });\n`,
  },
  "the rest of Glacier": {
    "app/main.ts": `import { Provider } from "@glacier/core";\nimport * as configs from "@glacier/core/config";\nconst { AzureConfig, ...layouts } = configs;\nnew Provider({ config: new AzureConfig({ resourceGroup: "x" }) }).bucket("raw", { config: new layouts.S3Config() });\n`,
  },
  "a require()": {
    "app/cloud.ts": provider,
    "app/main.cts": "",
    "app/main.ts": `const { S3Config } = require("@glacier/core/config");\nconst { azure } = require("./cloud.ts");\nazure.bucket("raw", { config: new S3Config() });\n`,
  },
  "re-exports": {
    "app/cloud.ts": provider,
    "app/a.ts": `export * from "./b.js";\n`,
    "app/b.ts": `export { azure as cloud } from "./cloud.ts";\n`,
    "app/main.ts": user("./a.ts", "{ cloud as azure }"),
  },
  "a re-exported namespace": {
    "app/cloud.ts": provider,
    "app/a.ts": `export * as clouds from "./cloud.ts";\n`,
    "app/main.ts": user("./a.ts", "{ clouds }").replace("azure.bucket", "clouds.azure.bucket"),
  },
  "Glacier re-exported": {
    "app/glacier.ts": `export * from "@glacier/core";\nexport { S3Config, AzureConfig as Azure } from "@glacier/core/config";\n`,
    "app/main.ts": `import { Azure, Provider, S3Config } from "./glacier.ts";\nnew Provider({ config: new Azure({ resourceGroup: "x" }) }).bucket("raw", { config: new S3Config() });\n`,
  },
  "modules that import each other": {
    "app/cloud.ts": `${provider}import { helper } from "./helper.ts";\nexport const help = helper;\n`,
    "app/helper.ts": `import { azure } from "./cloud.ts";\nexport const helper = () => azure;\n`,
    "app/main.ts": user("./helper.ts", "{ helper }").replace("azure.bucket", "helper().bucket"),
  },
  "tsconfig paths": {
    "tsconfig.json": `{ "compilerOptions": { "paths": { "@lib/*": ["./lib/*"] } } }`,
    "lib/cloud.ts": provider,
    "app/main.ts": user("@lib/cloud"),
  },
  "an exact tsconfig path": {
    "tsconfig.json": `{ "compilerOptions": { /* one */ "paths": { "cloud": ["./lib/cloud.ts"], }, }, }`,
    "lib/cloud.ts": provider,
    "app/main.ts": user("cloud"),
  },
  "tsconfig baseUrl": {
    "tsconfig.json": `{ "compilerOptions": { "baseUrl": "lib" } }`,
    "lib/cloud.ts": provider,
    "app/main.ts": user("cloud"),
  },
  "an extended tsconfig": {
    "tsconfig.base.json": `{ "compilerOptions": { "paths": { "~/*": ["./lib/*"] } } }`,
    "app/tsconfig.json": `{ "extends": "../tsconfig.base" }`,
    "lib/cloud.ts": provider,
    "app/main.ts": user("~/cloud.js"),
  },
  "a referenced tsconfig": {
    "tsconfig.json": `{ "files": [], "references": [{ "path": "app/tsconfig.app.json" }] }`,
    "app/tsconfig.app.json": `{ "compilerOptions": { "paths": { "~/*": ["../lib/*"] } } }`,
    "lib/cloud.ts": provider,
    "app/main.ts": user("~/cloud"),
  },
  "a workspace package": {
    "package.json": `{ "workspaces": ["packages/*"] }`,
    "packages/cloud/package.json": `{ "name": "@acme/cloud", "main": "./dist/index.js" }`,
    "packages/cloud/src/index.ts": provider,
    "app/main.ts": user("@acme/cloud"),
  },
  "a workspace package's exports": {
    "packages/cloud/package.json": `{ "name": "@acme/cloud", "exports": { ".": "./dist/index.js", "./zones/*": { "types": "./dist/zones/*.d.ts", "default": "./dist/zones/*.js" } } }`,
    "packages/cloud/src/zones/eu.ts": provider,
    "app/main.ts": user("@acme/cloud/zones/eu"),
  },
  "a workspace package's file": {
    "packages/cloud/package.json": `{ "name": "@acme/cloud" }`,
    "packages/cloud/lib/eu.ts": provider,
    "app/main.ts": user("@acme/cloud/lib/eu.js"),
  },
  "a package's own imports": {
    "package.json": `{ "name": "app", "imports": { "#cloud": "./lib/cloud.ts" } }`,
    "lib/cloud.ts": provider,
    "app/main.ts": user("#cloud"),
  },
};
