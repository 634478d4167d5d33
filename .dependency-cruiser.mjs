// The arrows between the rooms. Each ban says what to do instead; ARCHITECTURE.md draws the picture.
const ban = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });
const inside = (...folders) => `^(${folders.join("|")})/`;

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ban(
      "no-cycle",
      "Two files that need each other are one idea: move what both need into a third.",
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    ),
    ban(
      "no-unresolved",
      "This import leads nowhere: add the package to the room's package.json, or mend the path.",
      {},
      { couldNotResolve: true, pathNot: "^vscode$" },
    ),
    ban("source-never-imports-test", "Move what the product needs out of test/.", { pathNot: inside("test") }, { path: inside("test") }),
    ban(
      "source-never-imports-scripts",
      "scripts/ builds and checks the product; what runs in it belongs in a room.",
      { path: inside("core", "server", "cli", "client") },
      { path: inside("scripts") },
    ),
    ban(
      "core-stands-alone",
      "core is what pipelines import; what an editor or the command needs belongs in server, client or cli.",
      { path: inside("core") },
      { path: inside("server", "client", "cli") },
    ),
    ban(
      "config-is-pure",
      "Config classes are data that the editor loads too: no SDK, no Polars, no I/O. Only errors.ts, json.ts and zod.",
      { path: inside("core/src/config") },
      { pathNot: ["^core/src/config/", "^core/src/errors\\.ts$", "^core/src/json\\.ts$", "node_modules/zod/"] },
    ),
    ban(
      "graph-is-pure",
      "The graph and its renderers are data in, text out, for server and webview alike.",
      { path: inside("core/src/graph") },
      { pathNot: ["^core/src/graph/", "^core/src/json\\.ts$", "^core/src/errors\\.ts$"] },
    ),
    ban(
      "descriptors-are-pure",
      "A cloud's descriptor is read by the editor: put what needs an SDK into the adapter beside it.",
      { path: ["^core/src/clouds/descriptor", "^core/src/clouds/[^/]+/descriptor"] },
      { pathNot: ["^core/src/config/", "^core/src/clouds/descriptor", "^core/src/clouds/[^/]+/descriptor"] },
    ),
    ban(
      "clouds-do-not-meet",
      "What two clouds share goes to resources/ or data/; a cloud knows only itself.",
      { path: "^core/src/clouds/([^/]+)/" },
      { path: "^core/src/clouds/([^/]+)/", pathNot: "^core/src/clouds/$1/" },
    ),
    ban(
      "no-cloud-by-name",
      "Ask the provider's adapter or the list of descriptors: a cloud is added by adding its folder.",
      { pathNot: ["^core/src/clouds/", ...["test", "scripts"].map((folder) => inside(folder))] },
      { path: "^core/(src|dist)/clouds/[^/]+/" },
    ),
    ban(
      "polars-only-in-data",
      "Ask core/src/data for what you need of Polars; types may be imported anywhere.",
      { path: inside("core/src"), pathNot: inside("core/src/data") },
      { path: "node_modules/nodejs-polars", dependencyTypesNot: ["type-only"] },
    ),
    ban(
      "contract-asks-as-a-caller",
      "The contract suite asks an adapter through its resource alone, and runs in any test runner: assertions are node:assert.",
      { path: inside("core/src/testing") },
      {
        path: [inside("core/src"), "node_modules/"],
        pathNot: ["^core/src/(testing|resources|data)/", "^core/src/(errors|json)\\.ts$"],
        dependencyTypesNot: ["type-only"],
      },
    ),
    ban(
      "product-needs-no-contract",
      "core/src/testing is for the authors of adapters: move what the product needs out of it.",
      { path: inside("core", "server", "cli", "client"), pathNot: inside("core/src/testing") },
      { path: inside("core/src/testing") },
    ),
    ban(
      "sdk-only-in-its-cloud",
      "Ask the bucket's adapter: a cloud's SDK is known to the cloud's folder alone, and types of it go no further.",
      { path: inside("core/src", "server", "cli", "client"), pathNot: "^core/src/clouds/[^/]+/" },
      { path: "node_modules/(@aws-sdk|@smithy|@azure|@google-cloud|google-auth-library)/" },
    ),
    ban(
      "index-is-for-users",
      "Import the file that defines it: index.ts is the door for pipeline authors.",
      { path: inside("core/src") },
      { path: "^core/src/index\\.ts$" },
    ),
    ban(
      "pipeline-knows-no-cloud",
      "Steps ask resources, resources ask their provider: no cloud and no engine by name here.",
      { path: inside("core/src/pipeline") },
      { path: inside("core/src/clouds", "core/src/engines") },
    ),
    ban(
      "server-reads-core-data-only",
      "The server never runs a pipeline: of core it sees config, cloud descriptors and the graph.",
      { path: inside("server") },
      {
        path: inside("core"),
        pathNot: [
          "^core/(src|dist)/(config|graph)/",
          "^core/(src|dist)/clouds/descriptor",
          "^core/(src|dist)/clouds/[^/]+/descriptor",
          "^core/(src|dist)/(json|errors)\\.",
        ],
      },
    ),
    ban(
      "server-knows-no-front-end",
      "The command and the extension ask the server, never the other way round.",
      { path: inside("server") },
      { path: inside("client", "cli") },
    ),
    ban(
      "syntax-trees-stay-in-analysis",
      "Take facts: nodes held across an edit throw, and walking them is what makes a keystroke slow.",
      { path: inside("server/src"), pathNot: inside("server/src/analysis", "server/src/workspace") },
      { path: "node_modules/(ts-morph|@ts-morph)/" },
    ),
    ban(
      "lsp-at-the-edge",
      "Return plain data; only features/ and lsp/ speak the language server protocol.",
      { path: inside("server/src"), pathNot: inside("server/src/features", "server/src/lsp") },
      { path: "node_modules/vscode-(languageserver|jsonrpc)" },
    ),
    ban(
      "rules-do-not-look-around",
      "A rule sees facts, graph and core's data; parsing, files and the protocol are other rooms' work.",
      { path: inside("server/src/rules") },
      { path: inside("server/src/features", "server/src/lsp", "server/src/workspace") },
    ),
    ban(
      "rules-read-nothing",
      "What a rule needs from outside is given to it, so that a keystroke waits for no disk and no network.",
      { path: inside("server/src/rules") },
      { path: "^(node:)?(fs|net|http|https|child_process)(/|$)" },
    ),
    ban(
      "client-speaks-protocol",
      "The client may import server/protocol only; the rest of the server lives in its own process.",
      { path: inside("client/src") },
      { path: inside("server/src", "server/dist/src", "cli") },
    ),
    ban(
      "webview-is-a-page",
      "A page gets messages and graph types; what needs Node or vscode belongs in client/src.",
      { path: inside("client/webview") },
      { path: inside("client/src", "server", "cli", "core/src/(?!graph/|json)"), dependencyTypesNot: ["type-only"] },
    ),
    ban(
      "only-client-sees-vscode",
      "Keep vscode in client/src, so that everything else runs and is tested without an editor.",
      { pathNot: ["^client/src/", "^test/e2e/"] },
      { path: "^vscode$" },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["^(core|server|cli|client)/dist/", "^(dist|artifacts|test/fixtures|test/e2e/host)/"] },
    parser: "swc",
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      extensions: [".ts", ".mts", ".mjs", ".js", ".cjs", ".json"],
      conditionNames: ["glacier-source", "import", "node", "default"],
      exportsFields: ["exports"],
    },
  },
};
