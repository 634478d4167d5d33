import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { OnResolveResult, Plugin, PluginBuild } from "esbuild";
import { isEsModule } from "./module-kind.ts";

/**
 * Decides what is bundled: the user's own files, wherever in a workspace they lie. A package in node_modules is left to Node, under the absolute URL that it has for the file
 * that imports it, since the bundle lies elsewhere; so native addons and packages that look for their own files work. `@glacier/core` is always the runner's own copy.
 */
export function resolvePlugin(coreUrl: (specifier: string) => string | undefined): Plugin {
  return {
    name: "glacier-resolve",
    setup(build) {
      build.onResolve({ filter: /^@glacier\/core($|\/)/ }, ({ path }) => {
        const url = coreUrl(path);
        return url ? { path: url, external: true } : { errors: [{ text: `@glacier/core has no entry "${path}"` }] };
      });
      build.onResolve({ filter: /.*/ }, async ({ path, kind, pluginData, ...args }) => {
        if (kind === "entry-point" || pluginData === asked || path.startsWith("glacier-scope:") || args.namespace === "glacier-scope")
          return undefined;
        if (isBuiltin(path)) return { path, external: true };
        const wanted = path.startsWith("file:") ? fileURLToPath(path) : path;
        return ask(build, wanted, { ...args, kind, pluginData: asked });
      });
    },
  };
}

/** Marks a question of this plugin's own, which esbuild is to answer itself. */
const asked = Symbol("asked");

async function ask(build: PluginBuild, path: string, options: Parameters<PluginBuild["resolve"]>[1]): Promise<OnResolveResult | undefined> {
  const found = await build.resolve(path, options);
  // esbuild itself says what is wrong with the place of the import, and forgives one that the code guards with try.
  if (found.errors.length > 0) return undefined;
  const { namespace, external, sideEffects, suffix } = found;
  if (external || namespace !== "file" || !isLeftToNode(found.path)) return { path: found.path, namespace, external, sideEffects, suffix };
  return { path: pathToFileURL(found.path).href, external: true };
}

function isLeftToNode(file: string): boolean {
  if (/\.(node|wasm|cjs)$/.test(file)) return true;
  if (!/\.m?js$/.test(file)) return false;
  // A CommonJS file works best in Node's own hands: its `require`, `module` and `this` are what it expects.
  return /[\\/]node_modules[\\/]/.test(file) || !isEsModule(file, readFileSync(file, "utf8"));
}
