// Counting tests over all suites, and saying what came of it.
import { duration } from "./command.mjs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

/** @returns {Count} the sum over all suites */
export function countOf(results) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { tests } of results) for (const key of Object.keys(total)) total[key] += tests[key];
  return total;
}

/** Green: something ran, nothing failed, and in CI nothing was left out either. */
export function isGreen({ passed, failed, skipped }, { inCi }) {
  return passed > 0 && failed === 0 && !(inCi && skipped > 0);
}

/** `12 passed, 0 failed`, with `, 1 skipped` only when there is one. */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** One row a suite. */
export function summaryTable(results) {
  const rows = [
    ["suite", "passed", "failed", "skipped", "time"],
    ...results.map(({ name, tests, durationMs }) => [name, tests.passed, tests.failed, tests.skipped, duration(durationMs)].map(String)),
  ];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join("   ");
  return rows.map(line).join("\n");
}
