// Every bundle of the extension. `node esbuild.mjs [--development] [--outdir=DIR] [server] …` builds all into dist/, or those that are named.
import { mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";
import { parserModule } from "./scripts/package/parser-module.ts";

const root = import.meta.dirname;
const dist = resolve(root, process.argv.find((argument) => argument.startsWith("--outdir="))?.slice("--outdir=".length) ?? "dist");
const development = process.argv.includes("--development");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/**
 * What all bundles share. The condition takes the workspaces' sources, so that no bundle depends on a `tsc` run. Names stay as they are:
 * a stack in somebody's log has to be readable without the maps, which are not shipped.
 */
const shared = {
  absWorkingDir: root,
  bundle: true,
  conditions: ["glacier-source"],
  define: { "process.env.GLACIER_VERSION": JSON.stringify(version), "process.env.NODE_ENV": '"production"' },
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  minifySyntax: !development,
  minifyWhitespace: !development,
  sourcemap: "linked",
  target: "node22",
};

const bundles = { server, analyser, extension, explorer, webview };

// --- The language server: dist/server/main.mjs answers `initialize`, chunks beside it hold what is loaded afterwards -------------------

async function server() {
  rmSync(join(dist, "server"), { recursive: true, force: true });
  const { metafile } = await build({
    ...inNode,
    entryPoints: { main: "server/src/lsp/main.ts" },
    outdir: join(dist, "server"),
    chunkNames: "chunks/[name]-[hash]",
    splitting: true,
  });
  const surplus = Object.keys(metafile.inputs).find((input) => /node_modules\/(ts-morph\/|@ts-morph\/common\/dist\/ts-morph)/.test(input));
  if (surplus)
    throw new Error(`The server carries ${surplus}, which takes longer to load than the parser: import that from facts/typescript.ts.`);
  // Compiling the parser must not stand between an editor and its first answer.
  const main = Object.keys(metafile.outputs).find((output) => metafile.outputs[output].entryPoint === "server/src/lsp/main.ts");
  const early = [...loadedAtStart(metafile, main, isTheServer)].filter((output) =>
    Object.keys(metafile.outputs[output].inputs).some((input) =>
      /node_modules\/(ts-morph|@ts-morph|typescript)\/|\/facts\/compiler\.ts$/.test(input),
    ),
  );
  if (early.length > 0)
    throw new Error(`The parser is loaded before the server answers: it is part of ${early.join(", ")}. Import it lazily.`);
}

/**
 * Of ts-morph the server asks for nothing but the TypeScript that it carries, and of that for nothing but the parser: the bundle gets what this needs, which
 * loads in a quarter of the time. It becomes an ES module whose own body the parser is, because that is what Node's compile cache keeps; it keeps no
 * function inside of one.
 */
const parserAlone = {
  name: "parser-alone",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]server[\\/]src[\\/]analysis[\\/]facts[\\/]compiler\.ts$/ }, () => ({ contents: parserModule() }));
  },
};

/** What the bundles share that Node runs as ES modules. */
const inNode = {
  ...shared,
  format: "esm",
  outExtension: { ".js": ".mjs" },
  platform: "node",
  plugins: [parserAlone],
  // Its main file hides its own imports from a bundler.
  alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
  // TypeScript and the protocol's library are CommonJS and reach for these.
  banner: {
    js: [
      'import { createRequire as __createRequire } from "node:module";',
      "const require = __createRequire(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;",
    ].join("\n"),
  },
};

/** The chunk that speaks the protocol is imported dynamically, after the compile cache is on, and before the first answer. */
const isTheServer = (outputs, path) => outputs[path].entryPoint === "server/src/lsp/server.ts";

/** The outputs that are read before anything is asked for: from `entry` along static imports, and along the dynamic ones that `follows` names. */
function loadedAtStart({ outputs }, entry, follows, seen = new Set()) {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  for (const { path, kind, external } of outputs[entry].imports) {
    if (external) continue;
    if (kind === "import-statement" || (kind === "dynamic-import" && follows(outputs, path)))
      loadedAtStart({ outputs }, path, follows, seen);
  }
  return seen;
}

// --- The analyser for the command, and `check` with it: cli/dist/analyser, which loads in half the time of its hundreds of modules ---------

async function analyser() {
  const outdir = join(root, "cli/dist/analyser");
  rmSync(outdir, { recursive: true, force: true });
  await build({
    ...inNode,
    entryPoints: { index: "server/src/index.ts", check: "cli/src/commands/check.ts" },
    outdir,
    chunkNames: "[name]-[hash]",
    splitting: true,
    // The rest of the command has it as well, and tells its errors by their class.
    external: ["commander"],
  });
}

// --- The extension: dist/extension.js, loaded by the editor's extension host, which wants CommonJS ---------------------------------------

async function extension() {
  const { metafile } = await build({
    ...shared,
    define: {
      ...shared.define,
      "import.meta.url": "__importMetaUrl",
      "import.meta.dirname": "__dirname",
      "import.meta.filename": "__filename",
    },
    entryPoints: { extension: "client/src/extension.ts" },
    outdir: dist,
    format: "cjs",
    platform: "node",
    banner: { js: 'const __importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
    // The editor brings `vscode`. The native parts belong to the process that runs a pipeline: the extension never loads them.
    external: ["vscode", "nodejs-polars", "esbuild"],
    plugins: [explorerApart],
  });
  const foreign = Object.keys(metafile.inputs).filter((input) => /^server\/src\/|node_modules\/(ts-morph|typescript|elkjs)\//.test(input));
  if (foreign.length > 0) throw new Error(`The extension carries what belongs to the server or to a page: ${foreign[0]}.`);
  const early = Object.keys(metafile.inputs).find((input) => /node_modules\/(@aws-sdk|@smithy|@azure|@google-cloud)\//.test(input));
  if (early)
    throw new Error(`The extension carries ${early}, which every start of an editor would pay for: reach it through ${EXPLORER.source}.`);
}

// --- What browses buckets: dist/runtime/explorer.mjs, beside the core that it loads when the first bucket is opened --------------------

/** `@glacier/core` and the clouds' SDKs are there once, for pipelines that bring none and for the explorer. */
const EXPLORER = { source: "client/src/explorer/connect.ts", output: "runtime/explorer.mjs" };

async function explorer() {
  await build({
    ...shared,
    entryPoints: { explorer: EXPLORER.source },
    outdir: join(dist, "runtime"),
    format: "esm",
    outExtension: { ".js": ".mjs" },
    platform: "node",
    external: ["@glacier/core"],
  });
}

/** The extension's import of it stays an import, of the bundle beside it. */
const explorerApart = {
  name: "explorer-apart",
  setup({ onResolve }) {
    onResolve({ filter: /\/connect\.ts$/ }, ({ kind, resolveDir, path }) =>
      kind === "dynamic-import" && resolve(resolveDir, path) === join(root, EXPLORER.source)
        ? { path: `./${EXPLORER.output}`, external: true }
        : undefined,
    );
  },
};

// --- The pages: dist/webview/<page>/main.js and style.css---------------------------------------------------------------------------------

async function webview() {
  await build({
    ...shared,
    define: { "process.env.NODE_ENV": '"production"' },
    entryPoints: {
      "graph/main": "client/webview/graph/main.ts",
      "graph/style": "client/webview/graph/graph.css",
      "portability/main": "client/webview/portability/main.ts",
      "portability/style": "client/webview/portability/portability.css",
    },
    outdir: join(dist, "webview"),
    format: "iife",
    platform: "browser",
    target: "chrome134",
    plugins: [elkAsFunction],
  });
}

/**
 * ELK's code as a function that nobody has called yet: the page hands its text to a worker, and calls it itself only where there is no worker.
 * So the page carries ELK once, and neither fetches anything nor evaluates text.
 */
const elkAsFunction = {
  name: "elk-as-function",
  setup({ onLoad }) {
    onLoad({ filter: /elkjs[\\/]lib[\\/]elk-worker\.min\.js$/ }, ({ path }) => ({
      contents: `module.exports = function elk(self, module, exports, require) {\n${readFileSync(path, "utf8")}\n};`,
    }));
  },
};

// --- What pipeline files without an installed @glacier/core run with: in the repository a link, in the package a real folder ----------

function linkRuntime() {
  const link = join(dist, "runtime/node_modules/@glacier/core");
  rmSync(link, { recursive: true, force: true });
  mkdirSync(dirname(link), { recursive: true });
  // A junction needs no rights on Windows; elsewhere the type is ignored.
  symlinkSync(join(root, "core"), link, "junction");
}

// ----------------------------------------------------------------------------------------------------------------------------------------

const named = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const unknown = named.filter((name) => !(name in bundles));
if (unknown.length > 0) {
  console.error(`There is no bundle named ${unknown.join(", ")}; there are ${Object.keys(bundles).join(", ")}.`);
  process.exit(2);
}
linkRuntime();
for (const [name, bundle] of Object.entries(bundles)) {
  if (named.length > 0 && !named.includes(name)) continue;
  try {
    await bundle();
  } catch (error) {
    console.error(`The bundle "${name}" failed: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}
