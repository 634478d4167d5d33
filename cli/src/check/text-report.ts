import { isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters, styleText } from "node:util";
import type { Diagnostic, RelatedLocation, Severity } from "@glacier/server";
import { plain } from "../terminal.ts";
import { codeFrame } from "./code-frame.ts";
import type { CheckResult } from "./result.ts";

/** The report for people: each diagnostic with its line, its story and its page, and a summary. */
export function textReport({ cwd, files, diagnostics, textOf }: CheckResult, { colour }: { colour: boolean }): string {
  const paint: Paint = (format, text) => (colour ? styleText(format, text, { validateStream: false }) : stripVTControlCharacters(text));
  const blocks = diagnostics.map((diagnostic) => describe(diagnostic, cwd, textOf, paint));
  return [...blocks, summary(files, diagnostics, paint)].join("\n");
}

type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;

function describe(diagnostic: Diagnostic, cwd: string, textOf: CheckResult["textOf"], paint: Paint): string {
  const { file, range, severity, code, message, related, docs, fixes } = diagnostic;
  const lines = [
    `${paint("bold", place(cwd, diagnostic))} ${paint(COLOURS[severity], severity)} ${plain(message)} ${paint("dim", code)}`,
    ...codeFrame(textOf(file) ?? "", range).map((line) => paint(line.isMark ? COLOURS[severity] : "reset", line.text)),
    ...related.map((it) => paint("dim", `  ${place(cwd, it)} ${plain(it.message)}`)),
    ...fixes.map(({ title }) => `  fix: ${plain(title)}`),
    ...(docs === undefined ? [] : [paint("dim", `  ${plain(pageNear(cwd, docs))}`)]),
  ];
  return `${lines.join("\n")}\n`;
}

/** The page of a rule as a path, where it lies in the working directory; else its address, which a terminal opens. */
function pageNear(cwd: string, address: string): string {
  if (!address.startsWith("file:")) return address;
  const near = relative(cwd, fileURLToPath(address));
  return near.startsWith("..") || isAbsolute(near) ? address : near;
}

/** `file:line:column`, counted from 1, which terminals turn into a link. */
function place(cwd: string, { file, range }: RelatedLocation | Diagnostic): string {
  const near = relative(cwd, file);
  return `${plain(near.startsWith("..") ? file : near)}:${range.start.line + 1}:${range.start.character + 1}`;
}

const COLOURS = { error: "red", warning: "yellow", info: "blue", hint: "gray" } as const satisfies Record<Severity, string>;

function summary(files: number, diagnostics: readonly Diagnostic[], paint: Paint): string {
  const looked = `${files} ${files === 1 ? "file" : "files"} checked`;
  if (diagnostics.length === 0) return `${paint("green", "No problems")}: ${looked}.\n`;
  const counts = SEVERITIES.flatMap(({ severity, one, many }) => {
    const count = diagnostics.filter((it) => it.severity === severity).length;
    return count === 0 ? [] : [paint(COLOURS[severity], `${count} ${count === 1 ? one : many}`)];
  });
  return `${counts.join(", ")}: ${looked}.\n`;
}

const SEVERITIES = [
  { severity: "error", one: "error", many: "errors" },
  { severity: "warning", one: "warning", many: "warnings" },
  { severity: "info", one: "note", many: "notes" },
  { severity: "hint", one: "hint", many: "hints" },
] as const;
