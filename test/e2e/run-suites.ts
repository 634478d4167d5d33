// Runs the end-to-end suites on one target, each in a window of its own, and gathers what they report.
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isAmbient, offlineEnvironment } from "../support/offline-environment.ts";
import { startRefusingProxy } from "../support/refusing-proxy.ts";
import { startClouds } from "./clouds/start.ts";
import { chooseHost, type Host } from "./host/choose.ts";
import { launch } from "./host/launch.ts";
import { createScratch, removeAbandonedScratch } from "./host/scratch.ts";
import type { SuiteReport, TestResult } from "./suite/index.ts";
import { buildSuite } from "./suite-build.ts";
import { TARGETS } from "./targets.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const KEPT_RUNS = 8;
const LIMIT_MS = Number(process.env.E2E_TIMEOUT_MS ?? 8 * 60_000);
interface Suite {
  name: string;
  trusted: boolean;
  /** The folder that is copied, and what of it is opened when that is not the whole. */
  workspace: { folder: string; opens?: string };
  /** Runs only when it is named. */
  onRequest?: true;
  /** What it needs besides the window, and the variables that tell of it. */
  start?: () => Promise<{ env: Record<string, string>; stop: () => Promise<void> }>;
}

interface SuiteOptions {
  extension: string;
  artifacts: string;
  grep: string | undefined;
}

// Workspace trust and folders are properties of the window, so each answer to them is a launch of its own.
const SUITES: Suite[] = [
  { name: "trusted", trusted: true, workspace: { folder: "test/fixtures/e2e-workspace" } },
  { name: "restricted", trusted: false, workspace: { folder: "test/fixtures/e2e-workspace" } },
  { name: "folders", trusted: true, workspace: { folder: "test/fixtures/e2e-folders", opens: "both.code-workspace" } },
  { name: "clouds", trusted: true, workspace: { folder: "test/fixtures/e2e-clouds" }, start: startClouds },
  { name: "picture", trusted: true, workspace: { folder: "examples/mistake" }, onRequest: true },
];

/** The repository as it is, or the packaged extension. */
export type Target = keyof typeof TARGETS;

export interface EndToEndOptions {
  /** Only tests whose title contains it. */
  grep?: string;
  /** Only this suite. */
  suite?: string;
}

/** @returns one entry per test; a VS Code that cannot run, or that does not finish, is an entry of its own */
export async function runEndToEnd(target: Target, { grep, suite: only }: EndToEndOptions): Promise<TestResult[]> {
  removeAbandonedScratch();
  for (const name of Object.keys(process.env)) if (isAmbient(name)) delete process.env[name];
  const host = await chooseHost();
  if ("unavailable" in host) return unavailable(target, host.unavailable);
  const artifacts = newRunFolder(target);
  console.log(`End-to-end tests on ${target === "source" ? "the repository" : "the packaged extension"} in ${host.name}.`);
  const extension = await TARGETS[target]();
  const tests: TestResult[] = [];
  try {
    for (const suite of SUITES.filter(({ name, onRequest }) => (only ? name === only : !onRequest))) {
      const results = await runSuite(host, suite, { extension: extension.folder, artifacts: join(artifacts, suite.name), grep });
      tests.push(...results.map((test) => ({ ...test, title: `${target}, ${suite.name}: ${test.title}` })));
    }
  } finally {
    extension.dispose();
  }
  console.log(`Screenshots and logs: ${artifacts.slice(root.length)}`);
  return tests;
}

async function runSuite(
  host: Host,
  { name, trusted, workspace: { folder: source, opens = "." }, start }: Suite,
  { extension, artifacts, grep }: SuiteOptions,
): Promise<TestResult[]> {
  mkdirSync(artifacts, { recursive: true });
  const results = join(artifacts, "results.json");
  const { folder, remove } = createScratch();
  const copy = join(folder, "pipelines");
  cpSync(join(root, source), copy, { recursive: true });
  const workspace = join(copy, opens);
  const networkLog = join(artifacts, "network.log");
  // Of Chromium, which gives no name, it takes no notes: what that asks for by itself at its start is refused all the same.
  const proxy = await startRefusingProxy((where, user) => {
    if (user) appendFileSync(networkLog, `${where} (through the proxy)\n`);
  });
  const started = await start?.();
  const env = {
    ...offlineEnvironment({ proxy: `http://e2e:x@127.0.0.1:${proxy.port}`, emptyFolder: join(folder, "no-credentials") }),
    // Written by the extension host, whose sockets are hooked: suite/index.ts.
    GLACIER_NETWORK_LOG: networkLog,
    ...started?.env,
    E2E_RESULTS: results,
    ...(grep ? { E2E_GREP: grep } : {}),
  };
  try {
    const testScript = await buildSuite(name, join(artifacts, "suite"));
    const code = await launch(host, { extension, tests: testScript, workspace, artifacts, trusted, timeoutMs: LIMIT_MS, env });
    const report: SuiteReport = existsSync(results) ? JSON.parse(readFileSync(results, "utf8")) : { finished: false, tests: [] };
    const { finished } = report;
    const tests = [...report.tests, ...attemptsToLeave(networkLog)];
    const failed = tests.some(({ state }) => state === "failed");
    if (finished && (code === 0 ? report.tests.length > 0 : failed)) return tests;
    return [
      ...tests,
      {
        title: "VS Code runs the suite to its end",
        state: "failed",
        durationMs: 0,
        error: `VS Code ended with code ${code} after ${report.tests.length} tests`,
      },
    ];
  } finally {
    await started?.stop();
    await proxy.close();
    remove();
  }
}

/** What was asked for beyond this machine, which fails the suite. */
function attemptsToLeave(networkLog: string): TestResult[] {
  if (!existsSync(networkLog)) return [];
  const asked = [...new Set(readFileSync(networkLog, "utf8").trim().split("\n"))];
  return [{ title: "nothing leaves this machine", state: "failed", durationMs: 0, error: `asked for ${asked.join(", ")}` }];
}

function unavailable(target: Target, reason: string): TestResult[] {
  const state = process.env.CI ? "failed" : "skipped";
  console.log(`End-to-end tests ${state}: ${reason}`);
  return [{ title: `${target}: a real VS Code can run here`, state, durationMs: 0, error: reason }];
}

function newRunFolder(target: Target): string {
  const runs = join(root, "artifacts/e2e");
  mkdirSync(runs, { recursive: true });
  const old = readdirSync(runs)
    .filter((name) => /^\d{8}-/.test(name))
    .sort();
  for (const name of old.slice(0, Math.max(0, old.length - KEPT_RUNS + 1))) rmSync(join(runs, name), { recursive: true, force: true });
  const stamp = new Date().toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  return mkdtempSync(join(runs, `${stamp}-${target}-`));
}
