import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type BuildFailure, build, stop } from "esbuild";
import { bundleName } from "../pipeline/location.ts";
import { moduleScopeNames, moduleScopePlugin } from "./module-scope-plugin.ts";
import { resolvePlugin } from "./resolve-plugin.ts";
import { SourceError } from "./source-error.ts";

/** The registered symbol under which the global object has the bundle's exports, even while the bundle's evaluation does not end. */
export const exportsKey = "glacier.exports";

/** The module beside the bundle that puts them there: imported by the bundle, it is evaluated before. */
const observerName = "glacier-exports.mjs";

export interface Bundle {
  /** The module to import. */
  url: string;
  /** The bundle's text, without its source map. */
  text: string;
}

/**
 * Bundles a pipeline file with the user's own files that it imports, into a folder that the caller removes. Packages are left to Node.
 * @param coreUrl the URL that an import of `@glacier/core` or `@glacier/core/<entry>` means; undefined for an entry that does not exist.
 * @throws SourceError when a file cannot be read, parsed or resolved.
 */
export async function bundle(file: string, folder: string, coreUrl: (specifier: string) => string | undefined): Promise<Bundle> {
  const out = join(folder, bundleName);
  try {
    await build({
      entryPoints: [file],
      outfile: out,
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node22",
      // Node's own way through a package.json; esbuild would prefer `module`, which Node does not know.
      mainFields: ["main"],
      conditions: [],
      sourcemap: "inline",
      sourcesContent: false,
      // A task's name is its function's, which esbuild changes where two files have one name.
      keepNames: true,
      define: moduleScopeNames,
      banner: { js: `import "./${observerName}";` },
      plugins: [resolvePlugin(coreUrl), moduleScopePlugin()],
      logLevel: "silent",
    });
  } catch (error) {
    throw isBuildFailure(error) ? new SourceError(error.errors) : error;
  } finally {
    // esbuild is a process of its own, which would live as long as this one.
    await stop();
  }
  const observer = join(folder, observerName);
  await writeFile(observer, `import * as exports from "./${bundleName}";\nglobalThis[Symbol.for("${exportsKey}")] = exports;\n`);
  const text = await readFile(out, "utf8");
  return {
    url: pathToFileURL(out).href,
    text: text.replace(/\/\/# sourceMappingURL=.*\s*$/, ""),
  };
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}
