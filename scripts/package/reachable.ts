// Which files of other packages can be loaded at all? Most packages bring a second and third build of themselves, for browsers and bundlers.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build, type PluginBuild } from "esbuild";
import { root } from "../support/command.ts";

const SCRIPT = /\.[cm]?js$/;

/**
 * What a folder's scripts import and require, directly or not, as Node resolves it: found by bundling them for nobody.
 *
 * @param folder holds the scripts to start from; they are part of the answer
 * @returns absolute paths. A name that is put together at run time is not seen: verify.ts loads what was packaged
 */
export async function reachableFiles(folder: string): Promise<ReadonlySet<string>> {
  const scripts = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && SCRIPT.test(entry.name),
  );
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: scripts.map(({ parentPath, name }) => join(parentPath, name)),
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    outdir: join(root, "artifacts/never-written"),
    platform: "node",
    format: "esm",
    // An empty list leaves Node's own conditions; without one, bundlers' builds would be taken.
    conditions: [],
    loader: { ".node": "empty" },
    plugins: [absentOnesAside],
    logLevel: "error",
  });
  return new Set(Object.keys(metafile.inputs).map((input) => join(root, input)));
}

/** Packages ask for others that may be there, and go on without. What must be there, closure.ts has looked for. */
const absentOnesAside = {
  name: "absent-ones-aside",
  setup({ onResolve, resolve }: PluginBuild) {
    const asked = Symbol("asked");
    onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...place }) => {
      if (pluginData === asked) return undefined;
      const { errors } = await resolve(path, { ...place, pluginData: asked });
      return errors.length > 0 ? { path, external: true } : undefined;
    });
  },
};
