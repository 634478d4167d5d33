import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { coreUrl } from "./core-url.ts";

/** What a file of a bundle sees as its own, under the names that the bundler put in. */
export interface ModuleScope {
  __glacierUrl: string;
  __glacierFilename: string;
  __glacierDirname: string;
  __glacierResolve: (specifier: string) => string;
  __glacierRequire: NodeJS.Require;
}

/**
 * The scope of the file at a URL. Imported by the code that the bundler adds.
 * @public
 */
export function moduleScope(url: string): ModuleScope {
  const filename = fileURLToPath(url);
  const require = createRequire(url);
  return {
    __glacierUrl: url,
    __glacierFilename: filename,
    __glacierDirname: dirname(filename),
    __glacierResolve: (specifier) => resolveFrom(url, require, specifier),
    __glacierRequire: new Proxy(require, {
      apply: (target, self, [specifier, ...rest]: [string, ...unknown[]]) => {
        const core = coreUrl(specifier);
        return Reflect.apply(target, self, [core ? fileURLToPath(core) : specifier, ...rest]);
      },
    }),
  };
}

function resolveFrom(url: string, require: NodeJS.Require, specifier: string): string {
  const core = coreUrl(specifier);
  if (core) return core;
  if (/^\.{0,2}\//.test(specifier)) return new URL(specifier, url).href;
  if (URL.canParse(specifier)) return specifier;
  return pathToFileURL(require.resolve(specifier)).href;
}

/** Makes {@link moduleScope} known to the CommonJS files of a bundle, which cannot import it. */
export function announceModuleScope(): void {
  Reflect.set(globalThis, Symbol.for("glacier.module-scope"), moduleScope);
}
