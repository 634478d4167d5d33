import { pathToFileURL } from "node:url";
import type { Range } from "@glacier/core/graph";
import type { Diagnostic, Fix, RelatedLocation, RuleDescription } from "@glacier/server";
import { version } from "../version.ts";
import { fingerprints } from "./fingerprint.ts";
import { nearPath } from "./paths.ts";
import type { CheckResult, Reported } from "./result.ts";

/** SARIF 2.1.0, for code scanning. What a baseline hides is in it too, as suppressed. */
export function sarifReport(result: CheckResult, rules: readonly RuleDescription[]): string {
  const { cwd, diagnostics, baseline, textOf, holdsSecret, move } = result;
  const hidden = new Set(baseline?.hidden);
  // In the order of the files, so that the counters are those of the baseline.
  const all: Reported[] = [...diagnostics, ...hidden].sort(
    (left, right) => compareText(left.file, right.file) || comparePlace(left.range, right.range),
  );
  // A fix that writes a secret once more is for whoever has the source.
  const fixesOf = ({ fixes }: Diagnostic): object => {
    const shown = fixes.filter(({ edits }) => !edits.some(({ newText }) => holdsSecret(newText)));
    return shown.length > 0 ? { fixes: shown.map((fix) => fixOf(fix, cwd)) } : {};
  };
  const described = [...rules, SYNTAX_ERROR, ...(move ? [WITHOUT_EFFECT] : [])].map(ruleOf);
  const indexes = new Map(described.map(({ id }, index) => [id, index]));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Glacier", version: version(), semanticVersion: version(), rules: described } },
        ...(move && { properties: { target: move.target.id } }),
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { [BASE]: { uri: `${pathToFileURL(cwd).href.replace(/\/$/, "")}/` } },
        results: fingerprints(all, textOf).map(({ diagnostic, hash, occurrence }) => ({
          ruleId: diagnostic.code,
          ruleIndex: indexes.get(diagnostic.code),
          level: LEVELS[diagnostic.severity],
          ...(diagnostic.effect && { properties: { effect: diagnostic.effect } }),
          message: { text: diagnostic.message },
          locations: [location(diagnostic, cwd)],
          ...(diagnostic.related.length > 0 && {
            relatedLocations: diagnostic.related.map((it, id) => ({ id: id + 1, ...location(it, cwd), message: { text: it.message } })),
          }),
          partialFingerprints: { "glacierRuleAndLine/v1": `${hash}:${occurrence}` },
          ...fixesOf(diagnostic),
          ...(baseline && {
            suppressions: hidden.has(diagnostic) ? [{ kind: "external", justification: "It stands in the baseline." }] : [],
          }),
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const BASE = "%SRCROOT%";
const LEVELS = { error: "error", warning: "warning", info: "note", hint: "note" } as const;
const SYNTAX_ERROR: RuleDescription = {
  id: "syntax-error",
  severity: "error",
  summary: "Reports a file that cannot be read as source, so that nothing else can be said about it.",
};

const WITHOUT_EFFECT: RuleDescription = {
  id: "without-effect",
  severity: "info",
  summary: "Reports a setting that has no place on the cloud that the source would move to.",
};

function ruleOf({ id, severity, summary, page, docs }: RuleDescription): { id: string } & Record<string, unknown> {
  return {
    id,
    name: id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: summary },
    fullDescription: { text: summary },
    help: { text: page ?? summary, ...(page !== undefined && { markdown: page }) },
    ...(docs !== undefined && { helpUri: docs }),
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

const location = ({ file, range }: RelatedLocation | Diagnostic, cwd: string): object => ({
  physicalLocation: { artifactLocation: artifact(file, cwd), region: region(range) },
});

/** A URI, so that a space or a `#` in a path is none of its parts. */
function artifact(file: string, cwd: string): object {
  const near = nearPath(cwd, file);
  if (near === file) return { uri: pathToFileURL(file).href };
  return { uri: near.toWellFormed().split("/").map(encodeURIComponent).join("/"), uriBaseId: BASE };
}

/** Lines and columns count from 1; the end is the column behind the last one. */
const region = ({ start, end }: Range): object => ({
  startLine: start.line + 1,
  startColumn: start.character + 1,
  endLine: end.line + 1,
  endColumn: end.character + 1,
});

function fixOf({ title, edits }: Fix, cwd: string): object {
  const byFile = [...Map.groupBy(edits, ({ file }) => file)];
  return {
    description: { text: title },
    artifactChanges: byFile.map(([file, ofFile]) => ({
      artifactLocation: artifact(file, cwd),
      replacements: ofFile.map(({ range, newText }) => ({ deletedRegion: region(range), insertedContent: { text: newText } })),
    })),
  };
}

const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
const comparePlace = (left: Range, right: Range): number =>
  left.start.line - right.start.line || left.start.character - right.start.character;
