// The end-to-end tests in a real VS Code: `node test/e2e/run.mjs [source|vsix …]`, on the repository as it is or on
// the unpacked package. E2E_HOST=electron|code-server|auto chooses the VS Code; README.md beside this file says more.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chooseHost } from "./host/choose.mjs";
import { launch } from "./host/launch.mjs";
import { buildSuite } from "./suite-build.mjs";
import { TARGETS } from "./targets.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const fixture = join(root, "test/fixtures/e2e-workspace");
const KEPT_RUNS = 8;
const LIMIT_MS = Number(process.env.E2E_TIMEOUT_MS ?? 8 * 60_000);
// Workspace trust is a property of the window, so each answer to it is a launch of its own.
const SUITES = [
  { name: "trusted", trusted: true },
  { name: "restricted", trusted: false },
];

/**
 * Runs the suites on one target.
 * @param {"source" | "vsix"} target
 * @returns {Promise<{ tests: { title: string, state: string, error?: string }[], host?: string }>} one entry per test
 */
export async function runEndToEnd(target, { grep, only } = {}) {
  const host = await chooseHost();
  if ("unavailable" in host) return unavailable(target, host.unavailable);
  const artifacts = newRunFolder(target);
  console.log(`End-to-end tests on ${target === "source" ? "the repository" : "the packaged extension"} in ${host.name}.`);
  const extension = await TARGETS[target]();
  const tests = [];
  try {
    for (const suite of SUITES.filter(({ name }) => !only || name === only)) {
      const results = await runSuite(host, suite, { extension: extension.folder, artifacts: join(artifacts, suite.name), grep });
      tests.push(...results.map((test) => ({ ...test, title: `${target}, ${suite.name}: ${test.title}` })));
    }
  } finally {
    extension.dispose();
  }
  console.log(`Screenshots and logs: ${artifacts.slice(root.length)}`);
  return { tests, host: host.name };
}

async function runSuite(host, { name, trusted }, { extension, artifacts, grep }) {
  mkdirSync(artifacts, { recursive: true });
  const results = join(artifacts, "results.json");
  const scratch = mkdtempSync(join(tmpdir(), "glacier-workspace-"));
  const workspace = join(scratch, "pipelines");
  cpSync(fixture, workspace, { recursive: true });
  const env = { E2E_RESULTS: results, ...(grep ? { E2E_GREP: grep } : {}) };
  try {
    const testScript = await buildSuite(name, join(artifacts, "suite"));
    const code = await launch(host, { extension, tests: testScript, workspace, artifacts, trusted, timeoutMs: LIMIT_MS, env });
    const tests = existsSync(results) ? JSON.parse(readFileSync(results, "utf8")).tests : [];
    const failed = tests.some(({ state }) => state === "failed");
    if (code === 0 ? tests.length > 0 : failed) return tests;
    return [
      ...tests,
      { title: "VS Code runs the suite to its end", state: "failed", error: `VS Code ended with code ${code} after ${tests.length} tests` },
    ];
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

function unavailable(target, reason) {
  const state = process.env.CI ? "failed" : "skipped";
  console.log(`End-to-end tests ${state}: ${reason}`);
  return { tests: [{ title: `${target}: a real VS Code can run here`, state, error: reason }] };
}

function newRunFolder(target) {
  const runs = join(root, "artifacts/e2e");
  mkdirSync(runs, { recursive: true });
  const old = readdirSync(runs)
    .filter((name) => /^\d{8}-/.test(name))
    .sort();
  for (const name of old.slice(0, Math.max(0, old.length - KEPT_RUNS + 1))) rmSync(join(runs, name), { recursive: true, force: true });
  const stamp = new Date().toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  return mkdtempSync(join(runs, `${stamp}-${target}-`));
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { grep: { type: "string" }, suite: { type: "string" }, results: { type: "string" } },
  });
  const targets = positionals.length > 0 ? positionals : ["source"];
  const wrong = targets.find((target) => !(target in TARGETS));
  if (wrong) throw new Error(`unknown target "${wrong}", expected ${Object.keys(TARGETS).join(", ")}`);
  const tests = [];
  for (const target of targets) tests.push(...(await runEndToEnd(target, { grep: values.grep, only: values.suite })).tests);
  if (values.results) {
    mkdirSync(dirname(values.results), { recursive: true });
    writeFileSync(values.results, JSON.stringify({ tests }, null, 2));
  }
  for (const { title, error } of tests.filter(({ state }) => state === "failed")) console.error(`\nFAILED ${title}\n${error ?? ""}`);
  return tests.some(({ state }) => state === "failed") ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main();
