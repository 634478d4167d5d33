import type { RuleDescription } from "@glacier/server";
import { githubReport } from "./github-report.ts";
import { jsonReport } from "./json-report.ts";
import { junitReport } from "./junit-report.ts";
import type { CheckResult } from "./result.ts";
import { sarifReport } from "./sarif-report.ts";
import { type TextReportOptions, textReport } from "./text-report.ts";

export const formats = ["text", "json", "sarif", "github", "junit"] as const;

export type Format = (typeof formats)[number];

export interface ReportOptions extends TextReportOptions {
  env: NodeJS.ProcessEnv;
  rules(): readonly RuleDescription[];
}

/** What is found, in one of the formats. */
export function report(format: Format, result: CheckResult, options: ReportOptions): string {
  switch (format) {
    case "text":
      return textReport(result, options);
    case "json":
      return jsonReport(result);
    case "sarif":
      return sarifReport(result, options.rules());
    case "github":
      return githubReport(result, options.env.GITHUB_WORKSPACE);
    case "junit":
      return junitReport(result);
  }
}
