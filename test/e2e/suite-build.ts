// Compiles the test suites for the extension host: one CommonJS file per test file, `vscode` and mocha left outside.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const suiteFolder = fileURLToPath(new URL("suite", import.meta.url));
const guard = fileURLToPath(new URL("../support/no-network-hook.mjs", import.meta.url));

/**
 * @param suite folder of suite/
 * @param outdir inside the repository, so that mocha and DuckDB are found in its node_modules
 * @returns the script to give as extensionTestsPath
 */
export async function buildSuite(suite: string, outdir: string): Promise<string> {
  const folder = join(suiteFolder, suite);
  const tests = readdirSync(folder).filter((name) => name.endsWith(".test.ts"));
  await build({
    entryPoints: [join(suiteFolder, "index.ts"), ...tests.map((name) => join(folder, name))],
    outdir,
    entryNames: "[name]",
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    sourcemap: "inline",
    external: ["vscode", "mocha", "@duckdb/node-api"],
    conditions: ["glacier-source"],
    // CommonJS knows no such thing, and threads are told to load the guard of the network from its own file.
    define: { "import.meta.filename": JSON.stringify(guard) },
    logLevel: "warning",
  });
  return join(outdir, "index.js");
}
