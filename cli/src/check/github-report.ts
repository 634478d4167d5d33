import type { Diagnostic } from "@glacier/server";
import { visible } from "../terminal.ts";
import { nearPath } from "./paths.ts";
import type { CheckResult } from "./result.ts";
import { summaryOf } from "./text-report.ts";

/**
 * Workflow commands, which GitHub Actions shows beside the lines of a pull request, and a summary for the log. `root` is what GitHub's own paths
 * start from: the checkout, whatever the working directory is.
 */
export function githubReport(result: CheckResult, root = result.cwd): string {
  const commands = result.diagnostics.map((diagnostic) => command(diagnostic, root));
  return `${[...commands, summaryOf(result)].join("\n")}\n`;
}

function command({ file, range: { start, end }, code, severity, message, related }: Diagnostic, root: string): string {
  const story = related.map((it) => `${nearPath(root, it.file)}:${it.range.start.line + 1}:${it.range.start.character + 1} ${it.message}`);
  const properties = {
    file: nearPath(root, file),
    line: start.line + 1,
    endLine: end.line + 1,
    // GitHub takes columns only where both are of one line.
    ...(start.line === end.line && { col: start.character + 1, endColumn: end.character + 1 }),
    title: code,
  };
  const written = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  // A log obeys what a terminal does. The path stays as it is: GitHub looks for the file.
  const lines = [message, ...story].flatMap((text) => text.split(/\r\n|\r|\n/)).map(visible);
  return `::${LEVELS[severity]} ${written.join(",")}::${escapeData(lines.join("\n"))}`;
}

const LEVELS = { error: "error", warning: "warning", info: "notice", hint: "notice" } as const;

const escapeData = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

const escapeProperty = (text: string): string => escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
