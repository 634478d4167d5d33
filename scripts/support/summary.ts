// Counting tests over all suites, and saying what came of it.
import { duration } from "./command.ts";
import { textTable } from "./text-table.ts";

export interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

export interface SuiteReport {
  name: string;
  tests: Count;
  durationMs: number;
}

/** The sum over all suites. */
export function countOf(results: readonly { tests: Count }[]): Count {
  const sum = (key: keyof Count) => results.reduce((total, { tests }) => total + tests[key], 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
}

/** Green: something ran, nothing failed, and in CI nothing was left out either. */
export function isGreen({ passed, failed, skipped }: Count, { inCi }: { inCi: boolean }): boolean {
  return passed > 0 && failed === 0 && !(inCi && skipped > 0);
}

/** `12 passed, 0 failed`, with `, 1 skipped` only when there is one. */
export function summaryLine({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** One row a suite. */
export function summaryTable(results: readonly SuiteReport[]): string {
  const body = results.map(({ name, tests, durationMs }) =>
    [name, tests.passed, tests.failed, tests.skipped, duration(durationMs)].map(String),
  );
  return textTable([["suite", "passed", "failed", "skipped", "time"], ...body], { left: 1 });
}
