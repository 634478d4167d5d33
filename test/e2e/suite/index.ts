// What VS Code calls inside its extension host (extensionTestsPath): runs the compiled tests beside this file with
// mocha, prints them live and writes the result as JSON for the program that started VS Code.
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";

const TEST_LIMIT_MS = 90_000;

export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", color: false, timeout: TEST_LIMIT_MS, reporter: "spec", grep: process.env.E2E_GREP });
  const files = readdirSync(__dirname).filter((name) => name.endsWith(".test.js"));
  for (const name of files.sort()) mocha.addFile(join(__dirname, name));
  const tests: TestResult[] = [];
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on("pass", (test) => tests.push({ title: test.fullTitle(), state: "passed", durationMs: test.duration ?? 0 }));
    runner.on("pending", (test) => tests.push({ title: test.fullTitle(), state: "skipped", durationMs: 0 }));
    // A failing hook arrives here as well, as "before all" hook: it is one failure, and mocha leaves its tests out.
    runner.on("fail", (test, error) =>
      tests.push({ title: test.fullTitle(), state: "failed", durationMs: test.duration ?? 0, error: error.stack ?? String(error) }),
    );
  });
  if (process.env.E2E_RESULTS) writeFileSync(process.env.E2E_RESULTS, JSON.stringify({ tests }, null, 2));
  if (failures > 0) throw new Error(`${failures} end-to-end ${failures === 1 ? "test" : "tests"} failed`);
  if (tests.length === 0) throw new Error("no end-to-end test ran");
}

export interface TestResult {
  title: string;
  state: "passed" | "failed" | "skipped";
  durationMs: number;
  error?: string;
}
