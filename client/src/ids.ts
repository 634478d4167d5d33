/** Every id that package.json and the code both name. The drift test keeps the two equal. */

export const commands = {
  runPipeline: "glacier.runPipeline",
  runTask: "glacier.runTask",
  runTaskWithUpstream: "glacier.runTaskWithUpstream",
  cancelRun: "glacier.cancelRun",
  showRunOutput: "glacier.showRunOutput",
  showGraph: "glacier.showGraph",
  showWorkspaceGraph: "glacier.showWorkspaceGraph",
  showPortability: "glacier.showPortability",
  restartServer: "glacier.restartServer",
  showLogs: "glacier.showLogs",
  refreshExplorer: "glacier.explorer.refresh",
  revealDefinition: "glacier.explorer.revealDefinition",
  copyUri: "glacier.explorer.copyUri",
  openObject: "glacier.explorer.openObject",
  loadMore: "glacier.explorer.loadMore",
  cancelLoading: "glacier.explorer.cancelLoading",
} as const;

export const viewContainers = { glacier: "glacier" } as const;

export const views = { explorer: "glacier.explorer" } as const;

/** Context keys for `when` and `enablement` clauses. */
export const contextKeys = {
  /** The Glacier view: `loading`, `empty`, `ready` or `failed`. */
  explorerState: "glacier.explorerState",
  /** Whether a run is in progress. */
  running: "glacier.running",
} as const;

/** `contextValue`s of the view's items. */
export const treeItems = {
  provider: "glacier.provider",
  bucket: "glacier.bucket",
  prefix: "glacier.prefix",
  object: "glacier.object",
  more: "glacier.more",
  loading: "glacier.loading",
  problem: "glacier.problem",
  note: "glacier.note",
} as const;

export const settings = {
  section: "glacier",
  traceServer: "glacier.trace.server",
  codeLens: "glacier.codeLens.enabled",
  runConcurrency: "glacier.run.concurrency",
  runLocal: "glacier.run.local",
} as const;

/** Ids that package.json does not name. */
export const internal = {
  extension: "glacier.glacier",
  client: "glacier",
  graphWebview: "glacier.graph",
  objectScheme: "glacier-object",
  portabilityWebview: "glacier.portability",
  settingsFile: "glacier.config.json",
  runDiagnostics: "glacier-run",
  statusItem: "glacier.status",
} as const;

/** The languages that a pipeline may be written in. */
export const languages = ["typescript", "typescriptreact", "javascript", "javascriptreact"] as const;
