import { fileURLToPath } from "node:url";
import { stripVTControlCharacters, styleText } from "node:util";
import type { Diagnostic, RelatedLocation, Severity } from "@glacier/server";
import { visible } from "../terminal.ts";
import { codeFrame } from "./code-frame.ts";
import { nearPath } from "./paths.ts";
import type { CheckResult } from "./result.ts";

export interface TextReportOptions {
  colour: boolean;
  /** Whether a person reads it as it comes: the places of a story are then shown with their lines. */
  isLive?: boolean;
  /** How wide lines of source may become. Default: as wide as a log shows them. */
  columns?: number | undefined;
}

/** The report for people: each diagnostic with its lines, its story and its page, and a summary. */
export function textReport(result: CheckResult, { colour, isLive = false, columns = 160 }: TextReportOptions): string {
  const paint: Paint = (format, text) => (colour ? styleText(format, text, { validateStream: false }) : stripVTControlCharacters(text));
  const view = { cwd: result.cwd, linesOf: linesByFile(result.shownTextOf), paint, isLive, columns };
  const parts = result.move ? describeMove(result, result.move, view) : result.diagnostics.map((diagnostic) => describe(diagnostic, view));
  return [...parts, `${summaryOf(result, paint)}\n`].join("\n");
}

/** What a move to another cloud takes: the providers first, then what comes of it, the worst first. */
function describeMove({ diagnostics }: CheckResult, { target, providers }: NonNullable<CheckResult["move"]>, view: View): string[] {
  const heading = (text: string): string => `${view.paint("bold", visible(text))}\n`;
  const changes = providers.map((change) =>
    [
      `${view.paint("bold", place(view.cwd, change))} ${visible(change.message)}`,
      ...codeFrame(view.linesOf(change.file), change.range, { columns: view.columns }).map(({ text }) => text),
      ...fixLines(change.fixes),
      "",
    ].join("\n"),
  );
  const groups = EFFECTS.flatMap(({ effect, title }) => {
    const found = diagnostics.filter((it) => it.effect === effect);
    return found.length === 0 ? [] : [heading(`${title} (${found.length})`), ...found.map((it) => describe(it, view))];
  });
  const moved = changes.length === 0 ? [] : [heading(`Providers (${changes.length})`), ...changes];
  return [heading(`What it would take to run this on ${target.label}`), ...moved, ...groups];
}

const EFFECTS = [
  { effect: "breaks", title: "Breaks", one: "thing breaks", many: "things break", colour: "red" },
  { effect: "costs", title: "Costs, or needs care", one: "costs or needs care", many: "cost or need care", colour: "yellow" },
  { effect: "ignored", title: "Is ignored", one: "is ignored", many: "are ignored", colour: "blue" },
] as const;

type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;

interface View {
  cwd: string;
  linesOf(file: string): readonly string[];
  paint: Paint;
  isLive: boolean;
  columns: number;
}

/** Each file's text is taken apart once, however much is found in it. */
function linesByFile(textOf: CheckResult["shownTextOf"]): View["linesOf"] {
  const known = new Map<string, readonly string[]>();
  return (file) => {
    const lines = known.get(file) ?? (textOf(file) ?? "").split(/\r\n|\r|\n/);
    known.set(file, lines);
    return lines;
  };
}

function describe(diagnostic: Diagnostic, view: View): string {
  const { cwd, paint, columns } = view;
  const { file, range, severity, code, message, related, docs, fixes } = diagnostic;
  const frame = codeFrame(view.linesOf(file), range, { columns });
  const lines = [
    `${paint("bold", place(cwd, diagnostic))} ${paint(COLOURS[severity], severity)} ${visible(message)} ${paint("dim", code)}`,
    ...frame.map((line) => paint(line.isMark ? COLOURS[severity] : "reset", line.text)),
    ...related.flatMap((it) => story(it, view)),
    ...fixLines(fixes),
    ...(docs === undefined ? [] : [paint("dim", `  ${visible(pageNear(cwd, docs))}`)]),
  ];
  return `${lines.join("\n")}\n`;
}

const fixLines = (fixes: Diagnostic["fixes"]): string[] => fixes.map(({ title }) => `  fix: ${visible(title)}`);

function story(it: RelatedLocation, { cwd, linesOf, paint, isLive, columns }: View): string[] {
  const line = paint("dim", `  ${place(cwd, it)} ${visible(it.message)}`);
  if (!isLive) return [line];
  const frame = codeFrame(linesOf(it.file), it.range, { columns: columns - 2, context: 0 });
  return [line, ...frame.map(({ text }) => paint("dim", `  ${text}`))];
}

/** The page of a rule as a path, where it lies in the working directory; else its address, which a terminal opens. */
function pageNear(cwd: string, address: string): string {
  if (!address.startsWith("file:")) return address;
  const near = nearPath(cwd, fileURLToPath(address));
  return near === fileURLToPath(address) ? address : near;
}

/** `file:line:column`, counted from 1, which terminals turn into a link. */
function place(cwd: string, { file, range }: Pick<Diagnostic, "file" | "range">): string {
  return `${visible(nearPath(cwd, file))}:${range.start.line + 1}:${range.start.character + 1}`;
}

const COLOURS = { error: "red", warning: "yellow", info: "blue", hint: "gray" } as const satisfies Record<Severity, string>;

/** How much was found, and what is to be known of it. */
export function summaryOf(result: CheckResult, paint: Paint = (_, text) => text): string {
  const { files, diagnostics, baseline, move } = result;
  if (move) return summaryOfMove(result, move, paint);
  const counts = SEVERITIES.flatMap(({ severity, one, many }) => {
    const count = diagnostics.filter((it) => it.severity === severity).length;
    return count === 0 ? [] : [paint(COLOURS[severity], counted(count, one, many))];
  });
  const found = diagnostics.length === 0 ? paint("green", "No problems") : counts.join(", ");
  return [`${found}: ${counted(files, "file")} checked.`, ...(baseline ? aboutBaseline(baseline) : [])].join("\n");
}

function summaryOfMove(
  { files, diagnostics }: CheckResult,
  { target, providers, alreadyReported }: NonNullable<CheckResult["move"]>,
  paint: Paint,
): string {
  const counts = EFFECTS.flatMap(({ effect, one, many, colour }) => {
    const count = diagnostics.filter((it) => it.effect === effect).length;
    return count === 0 ? [] : [paint(colour, counted(count, one, many))];
  });
  const nothing =
    providers.length === 0 ? `No provider here would move to ${target.label}` : `Nothing else stands in the way of ${target.label}`;
  const found = counts.length === 0 ? paint("green", nothing) : `On ${target.label}: ${counts.join(", ")}`;
  const problems = `${counted(alreadyReported, "problem")} of the source as it is: glacier check without --target tells ${alreadyReported === 1 ? "it" : "them"}.`;
  return [`${found}; ${counted(files, "file")} checked.`, ...(alreadyReported === 0 ? [] : [problems])].join("\n");
}

/** What a baseline hides, and whether it can shrink; nothing where there is nothing to say. */
function aboutBaseline({ hidden, gone }: NonNullable<CheckResult["baseline"]>): string[] {
  return [
    ...(hidden.length === 0 ? [] : [`${counted(hidden.length, "problem")} hidden by the baseline.`]),
    ...(gone === 0
      ? []
      : [
          `${counted(gone, "entry", "entries")} of the baseline ${gone === 1 ? "is" : "are"} gone: --update-baseline takes ${gone === 1 ? "it" : "them"} out.`,
        ]),
  ];
}

export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

const SEVERITIES = [
  { severity: "error", one: "error", many: "errors" },
  { severity: "warning", one: "warning", many: "warnings" },
  { severity: "info", one: "note", many: "notes" },
  { severity: "hint", one: "hint", many: "hints" },
] as const;
