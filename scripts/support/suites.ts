// The suites of `npm test`, in order. Each runs one program, within a limit, and counts what it reports. A suite that
// ends badly before its first test, or that runs no test at all, has failed.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildAll } from "./build.ts";
import { type CommandResult, root, runCommand } from "./command.ts";
import type { Count } from "./summary.ts";

const minutes = (count: number) => count * 60_000;
const reports = join(root, "artifacts/test");

export interface SuiteResult {
  tests: Count;
  failures: string[];
  /** What was left out, and what it needs. */
  skips?: string[];
}

export interface Suite {
  name: string;
  title: string;
  /** Other suites stand on it: it runs even when it was not asked for. */
  always?: boolean;
  /** When it fails, the others are not run. */
  blocks?: boolean;
  run: () => Promise<SuiteResult>;
}

export const SUITES: Suite[] = [
  { name: "build", title: "compiles and bundles", always: true, blocks: true, run: () => build() },
  { name: "check", title: "types, format, lint, arrows between rooms, dead code, generated files", run: () => check() },
  { name: "unit", title: "every room by itself", run: () => vitest("unit", [], minutes(20)) },
  {
    name: "cloud",
    title: "against emulators of the clouds",
    run: () => vitest("cloud", ["--config", "vitest.cloud.config.mts"], minutes(15)),
  },
  { name: "types", title: "what must compile, and what must not", run: () => oneTest("tsc", ["-p", "test/types"], minutes(3)) },
  { name: "e2e", title: "the extension in a real VS Code, from the repository", run: () => endToEnd("source") },
  { name: "e2e-vsix", title: "the packaged extension in a real VS Code", run: () => endToEnd("vsix") },
];

async function build(): Promise<SuiteResult> {
  await buildAll();
  // Building is no test: it only counts when it goes wrong.
  return { tests: { passed: 0, failed: 0, skipped: 0 }, failures: [] };
}

async function check(): Promise<SuiteResult> {
  const result = await runCommand(process.execPath, ["scripts/check.mjs"], { limitMs: minutes(6), output: "capture" });
  process.stdout.write(result.output);
  const counted = /^check: (\d+) passed, (\d+) failed$/m.exec(result.output);
  if (!counted) return crashed("scripts/check.mjs", result);
  const failures = [...result.output.matchAll(/^✗ (.+?)(?: \([\d.]+ s\))?$/gm)].map((match) => match[1] ?? "");
  return settle("scripts/check.mjs", result, { passed: Number(counted[1]), failed: Number(counted[2]), skipped: 0 }, failures);
}

async function vitest(name: string, options: string[], limitMs: number): Promise<SuiteResult> {
  const report = freshReport(`${name}.json`);
  const args = ["run", ...options, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const result = await runCommand("vitest", args, { limitMs });
  if (!existsSync(report)) return crashed("vitest", result);
  const { numPassedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(readFileSync(report, "utf8")) as VitestReport;
  const failures = testResults.flatMap(({ name, status, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === "failed").map((test) => test.fullName);
    // A file that cannot be loaded has no tests to fail.
    return status === "failed" && failed.length === 0 ? [`${name.slice(root.length)} could not be run`] : failed;
  });
  const count = { passed: numPassedTests, failed: failures.length, skipped: numPendingTests + numTodoTests };
  return { ...settle("vitest", result, count, failures), skips: skippedGroups(testResults.flatMap((file) => file.assertionResults)) };
}

/** `the graph page in Chromium (23 tests)`: by the outermost group, which says what its tests need. */
function skippedGroups(tests: VitestAssertion[]): string[] {
  const skipped = tests.filter(({ status }) => status !== "passed" && status !== "failed");
  const groups = Map.groupBy(skipped, ({ ancestorTitles: [group], fullName }) => group ?? fullName);
  return [...groups].map(([group, { length }]) => `${group} (${length} ${length === 1 ? "test" : "tests"})`);
}

interface VitestReport {
  numPassedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { name: string; status: string; assertionResults: VitestAssertion[] }[];
}

interface VitestAssertion {
  status: string;
  fullName: string;
  ancestorTitles: string[];
}

async function endToEnd(target: "source" | "vsix"): Promise<SuiteResult> {
  const report = freshReport(`e2e-${target}.json`);
  // Two launches, each with a limit of its own (E2E_TIMEOUT_MS), and before the first one the install of VS Code.
  const result = await runCommand(process.execPath, ["test/e2e/run.mjs", target, "--results", report], { limitMs: minutes(20) });
  if (!existsSync(report)) return crashed("test/e2e/run.mjs", result);
  const { tests } = JSON.parse(readFileSync(report, "utf8")) as { tests: EndToEndTest[] };
  const inState = (state: EndToEndTest["state"]) => tests.filter((test) => test.state === state);
  const count = { passed: inState("passed").length, failed: inState("failed").length, skipped: inState("skipped").length };
  const failures = inState("failed").map(({ title }) => title);
  const skips = inState("skipped").map(({ title, error }) => error ?? title);
  return { ...settle("test/e2e/run.mjs", result, count, failures), skips };
}

interface EndToEndTest {
  title: string;
  state: "passed" | "failed" | "skipped";
  /** Of a skipped one, what it needs. */
  error?: string;
}

/** A program that is one test by itself: its exit code is the result. */
async function oneTest(command: string, args: string[], limitMs: number): Promise<SuiteResult> {
  const result = await runCommand(command, args, { limitMs });
  return result.code === 0
    ? { tests: { passed: 1, failed: 0, skipped: 0 }, failures: [] }
    : crashed(`${command} ${args.join(" ")}`, result);
}

/** A count that does not fit the exit code hides something: a crash after the tests, or no test at all. */
function settle(program: string, { code, timedOut }: CommandResult, count: Count, failures: string[]): SuiteResult {
  if (timedOut) return withFailure(count, failures, `${program} did not end within its limit`);
  if (code !== 0 && count.failed === 0) return withFailure(count, failures, `${program} ended with ${code} although no test failed`);
  if (count.passed + count.failed + count.skipped === 0) return withFailure(count, failures, `${program} ran no test`);
  return { tests: count, failures };
}

function crashed(program: string, { code, timedOut }: CommandResult): SuiteResult {
  return withFailure(
    { passed: 0, failed: 0, skipped: 0 },
    [],
    timedOut ? `${program} did not end within its limit` : `${program} ended with ${code}`,
  );
}

const withFailure = (count: Count, failures: string[], failure: string): SuiteResult => ({
  tests: { ...count, failed: count.failed + 1 },
  failures: [...failures, failure],
});

function freshReport(name: string): string {
  mkdirSync(reports, { recursive: true });
  const file = join(reports, name);
  rmSync(file, { force: true });
  return file;
}
