import type { Diagnostic } from "@glacier/server";
import { nearPath } from "./paths.ts";
import type { CheckResult } from "./result.ts";

/** A JUnit report: a suite for each file with findings, in which errors and warnings are failed tests. A run without findings is one test that passed. */
export function junitReport({ cwd, files, diagnostics }: CheckResult): string {
  const suites = [...Map.groupBy(diagnostics, ({ file }) => nearPath(cwd, file))].map(([file, ofFile]) => suite(file, ofFile, cwd));
  if (suites.length === 0)
    suites.push(`  <testsuite${attributes({ name: NAME, tests: 1, failures: 0, errors: 0, skipped: 0 })}>
    <testcase${attributes({ name: `files checked: ${files}`, classname: NAME })}/>
  </testsuite>`);
  const total = { name: NAME, tests: Math.max(1, diagnostics.length), failures: diagnostics.filter(isFailure).length, errors: 0 };
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes(total)}>\n${suites.join("\n")}\n</testsuites>\n`;
}

const NAME = "glacier check";

const isFailure = ({ severity }: Diagnostic): boolean => severity === "error" || severity === "warning";

function suite(file: string, diagnostics: readonly Diagnostic[], cwd: string): string {
  const total = { name: file, tests: diagnostics.length, failures: diagnostics.filter(isFailure).length, errors: 0, skipped: 0 };
  const cases = diagnostics.map((diagnostic) => testCase(file, diagnostic, cwd));
  return `  <testsuite${attributes(total)}>\n${cases.join("\n")}\n  </testsuite>`;
}

function testCase(file: string, diagnostic: Diagnostic, cwd: string): string {
  const { range, code, severity, message, related } = diagnostic;
  const at = `${range.start.line + 1}:${range.start.character + 1}`;
  const story = related.map((it) => `${nearPath(cwd, it.file)}:${it.range.start.line + 1}:${it.range.start.character + 1} ${it.message}`);
  const text = escapeXml([`${file}:${at} ${severity} ${message}`, ...story].join("\n"));
  const content = isFailure(diagnostic)
    ? `<failure${attributes({ type: severity, message })}>${text}</failure>`
    : `<system-out>${text}</system-out>`;
  const names = { name: `${code} (${at})`, classname: file, file, line: range.start.line + 1 };
  return `    <testcase${attributes(names)}>\n      ${content}\n    </testcase>`;
}

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(
      ([name, value]) =>
        ` ${name}="${escapeXml(String(value)).replaceAll('"', "&quot;").replaceAll("\n", "&#10;").replaceAll("\t", "&#9;")}"`,
    )
    .join("");

/** What XML 1.0 cannot hold at all, not even escaped, is written as it is in source text. */
const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n]|[\ufffe\uffff]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
