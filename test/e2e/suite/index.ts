// What VS Code calls inside its extension host (extensionTestsPath): runs the compiled tests beside this file with
// mocha, prints them live and writes the result as JSON for the program that started VS Code.
// First, so that no socket is opened before it watches them.
import "../../support/no-network-hook.mjs";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";
import { ui } from "./support/ui.ts";

const TEST_LIMIT_MS = 90_000;

export async function run(): Promise<void> {
  const mocha = new Mocha({
    ui: "bdd",
    color: false,
    timeout: TEST_LIMIT_MS,
    reporter: "spec",
    grep: process.env.E2E_GREP,
    bail: Boolean(process.env.E2E_BAIL),
  });
  const files = readdirSync(__dirname).filter((name) => name.endsWith(".test.js"));
  for (const name of files.sort()) mocha.addFile(join(__dirname, name));
  mocha.suite.afterEach("keeps a picture of what failed", shootFailure);
  const tests: TestResult[] = [];
  const save = (finished: boolean) => {
    const report: SuiteReport = { finished, tests };
    if (process.env.E2E_RESULTS) writeFileSync(process.env.E2E_RESULTS, JSON.stringify(report, null, 2));
  };
  // Saved after each test, so that a window that hangs does not take the results with it.
  const report = (result: TestResult) => {
    tests.push(result);
    save(false);
  };
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on("pass", (test) => report({ title: test.fullTitle(), state: "passed", durationMs: test.duration ?? 0 }));
    runner.on("pending", (test) => report({ title: test.fullTitle(), state: "skipped", durationMs: 0 }));
    // A failing hook arrives here as well, as "before all" hook: it is one failure, and mocha leaves its tests out.
    runner.on("fail", (test, error) =>
      report({ title: test.fullTitle(), state: "failed", durationMs: test.duration ?? 0, error: error.stack ?? String(error) }),
    );
  });
  save(true);
  if (failures > 0) throw new Error(`${failures} end-to-end ${failures === 1 ? "test" : "tests"} failed`);
  if (tests.length === 0) throw new Error("no end-to-end test ran");
}

async function shootFailure(this: Mocha.Context): Promise<void> {
  const test = this.currentTest;
  if (test?.state !== "failed") return;
  const name = test.fullTitle().replace(/[^\w]+/g, "-");
  await ui.screenshot(`failed-${name.slice(0, 100)}.png`);
}

/** What this program writes to E2E_RESULTS. */
export interface SuiteReport {
  finished: boolean;
  tests: TestResult[];
}

export interface TestResult {
  title: string;
  state: "passed" | "failed" | "skipped";
  durationMs: number;
  error?: string;
}
