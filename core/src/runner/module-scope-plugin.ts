import { readFile } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { pathToFileURL } from "node:url";
import type { Loader, Plugin } from "esbuild";
import { isEsModule } from "./module-kind.ts";

/** What each file's own value is substituted for, and by which name. A name that the file declares itself is left alone. */
export const moduleScopeNames: Readonly<Record<string, string>> = {
  "import.meta.url": "__glacierUrl",
  "import.meta.filename": "__glacierFilename",
  "import.meta.dirname": "__glacierDirname",
  "import.meta.resolve": "__glacierResolve",
  // The file is loaded by the runner: code that runs the pipeline when the file is the main program is not to run.
  "import.meta.main": "false",
  __filename: "__glacierFilename",
  __dirname: "__glacierDirname",
  require: "__glacierRequire",
};

const names = "__glacierUrl, __glacierFilename, __glacierDirname, __glacierResolve, __glacierRequire";

const loaders: Readonly<Record<string, Loader>> = {
  ".ts": "ts",
  ".mts": "ts",
  ".cts": "ts",
  ".tsx": "tsx",
  ".jsx": "jsx",
  ".js": "js",
  ".mjs": "js",
  ".cjs": "js",
};

/**
 * Gives each file of a bundle the `import.meta`, `__dirname`, `__filename` and `require` of its own place instead of the bundle's. The values come by an import that is added
 * behind the last line: imports are evaluated first wherever they stand, and so no line or column of the user's shifts.
 */
export function moduleScopePlugin(): Plugin {
  const scopeModule = new URL(import.meta.url.endsWith(".ts") ? "./module-scope.ts" : "./module-scope.js", import.meta.url).href;
  return {
    name: "glacier-module-scope",
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: "file" }, async ({ path }) => {
        const text = await readFile(path, "utf8");
        const loader = loaders[extname(path)] ?? "ts";
        if (!/\bimport\.meta\b|\b__dirname\b|\b__filename\b|\brequire\b/.test(text)) return { contents: text, loader };
        if (isEsModule(path, text))
          return { contents: `${text}\n;import { ${names} } from ${JSON.stringify(`glacier-scope:${path}`)};`, loader };
        // A CommonJS file may not import. Its first line is all that shifts.
        return {
          contents: `var { ${names} } = globalThis[Symbol.for("glacier.module-scope")](${JSON.stringify(pathToFileURL(path).href)}); ${text}`,
          loader,
        };
      });
      build.onResolve({ filter: /^glacier-scope:/ }, ({ path }) => ({
        path: path.slice("glacier-scope:".length),
        namespace: "glacier-scope",
      }));
      build.onLoad({ filter: /.*/, namespace: "glacier-scope" }, ({ path }) => ({
        contents: `import { moduleScope } from ${JSON.stringify(scopeModule)};\nexport const { ${names} } = moduleScope(${JSON.stringify(pathToFileURL(path).href)});`,
        loader: "js",
        resolveDir: dirname(path),
      }));
      build.onResolve({ filter: /.*/, namespace: "glacier-scope" }, ({ path }) => ({ path, external: true }));
    },
  };
}
