import { didYouMean } from "@glacier/core/config";
import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Severity } from "../analysis/diagnostic.ts";
import { rules as allRules } from "../rules/registry.generated.ts";
import { problemOfPattern } from "./patterns.ts";

/** What a `glacier.config.json` says, as far as it can be understood. */
export interface SettingsText {
  rules: ReadonlyMap<string, Severity | "off">;
  /** Undefined where nothing is said: then it is everything. */
  include: readonly string[] | undefined;
  exclude: readonly string[];
  /** In the order of the text. */
  problems: readonly SettingsProblem[];
}

/** Something in the settings that is passed over, between two offsets. */
export interface SettingsProblem {
  start: number;
  end: number;
  message: string;
  /** What was probably meant, to be written in its place. */
  suggestion?: string;
}

/** What a rule can be set to, from the quietest to the loudest. */
export const levels = ["off", "hint", "info", "warning", "error"] as const satisfies readonly (Severity | "off")[];

/** The settings' own keys. The published schema says the same. */
export const settingsKeys = ["$schema", "rules", "include", "exclude"] as const;

/** Reads JSON as tsconfig files are written: with comments and trailing commas. While it has a syntax error, nothing of it counts. */
export function readSettings(text: string): SettingsText {
  if (text.length > TEXT_LIMIT) return unread("Settings of more than 1 MB are not read.");
  const errors: ParseError[] = [];
  const root = parse(text, errors);
  if (root === "deep") return unread("This is nested too deeply to be read.");
  if (errors.length > 0 || !root) return { ...nothing, problems: errors.slice(0, 1).map((error) => syntaxProblem(error, text)) };
  const problems: SettingsProblem[] = [];
  const report: Report = (node, message, suggestion) => {
    const { offset: start, length } = node;
    problems.push({ start, end: start + length, message, ...(suggestion !== undefined && { suggestion: JSON.stringify(suggestion) }) });
  };
  const keys = readObject(root, settingsKeys, "key", 'The settings are an object such as { "rules": {} }.', report);
  const schema = keys.get("$schema");
  if (schema && schema.type !== "string") report(schema, "$schema is the address of a schema, a text.");
  const include = keys.get("include");
  const exclude = keys.get("exclude");
  const result = {
    rules: readRules(keys.get("rules"), report),
    include: include?.type === "array" ? readPatterns(include, "include", report) : undefined,
    exclude: exclude ? readPatterns(exclude, "exclude", report) : [],
  };
  if (include && include.type !== "array") report(include, "include is a list of patterns.");
  return { ...result, problems: problems.sort((left, right) => left.start - right.start) };
}

/** More than anybody wrote by hand, and more patterns than every file can be held against. */
const TEXT_LIMIT = 1_000_000;

const unread = (message: string): SettingsText => ({ ...nothing, problems: [{ start: 0, end: 1, message }] });

function parse(text: string, errors: ParseError[]): Node | undefined | "deep" {
  try {
    // A byte order mark is white space here; without it, all places would move.
    return parseTree(text.replace(/^\uFEFF/, " "), errors, { allowTrailingComma: true, allowEmptyContent: false });
  } catch (error) {
    // The parser calls itself for each level.
    if (!(error instanceof RangeError)) throw error;
    return "deep";
  }
}

type Report = (node: Node, message: string, suggestion?: string) => void;

const nothing: Omit<SettingsText, "problems"> = { rules: new Map(), include: undefined, exclude: [] };

function readRules(node: Node | undefined, report: Report): Map<string, Severity | "off"> {
  const read = new Map<string, Severity | "off">();
  if (!node) return read;
  const ids = allRules.map(({ meta }) => meta.id);
  for (const [id, value] of readObject(node, ids, "rule", 'rules is an object such as { "config-cloud-mismatch": "warning" }.', report)) {
    const level = levels.find((it) => it === value.value);
    if (level) read.set(id, level);
    else {
      const near = typeof value.value === "string" ? didYouMean(value.value, levels) : undefined;
      report(
        value,
        `A rule is set to ${levels
          .map((it) => `"${it}"`)
          .join(", ")
          .replace(/, (?="error")/, " or ")}.`,
        near,
      );
    }
  }
  return read;
}

function readPatterns(node: Node, key: string, report: Report): string[] {
  if (node.type !== "array") {
    report(node, `${key} is a list of patterns.`);
    return [];
  }
  return (node.children ?? []).flatMap((item) => {
    const pattern: unknown = item.value;
    const problem = typeof pattern === "string" ? problemOfPattern(pattern) : "is no text";
    if (problem !== undefined) report(item, `This pattern ${problem}.`);
    return problem === undefined && typeof pattern === "string" ? [pattern] : [];
  });
}

/** The values of an object under their keys; keys that are not known, or come a second time, are reported and left out. */
function readObject(node: Node, known: readonly string[], what: "key" | "rule", expected: string, report: Report): Map<string, Node> {
  const found = new Map<string, Node>();
  if (node.type !== "object") {
    report(node, expected);
    return found;
  }
  for (const { children: [key, value] = [] } of node.children ?? []) {
    if (!key || !value) continue;
    const name = String(key.value);
    if (!known.includes(name)) {
      const near = didYouMean(name, known);
      const help = near === undefined ? (what === "key" ? ` There is ${known.join(", ")}.` : "") : ` Did you mean "${near}"?`;
      report(key, `There is no ${what} "${name}".${help}`, near);
    } else if (found.has(name)) report(key, `"${name}" is there twice.`);
    else found.set(name, value);
  }
  return found;
}

function syntaxProblem({ error, offset, length }: ParseError, text: string): SettingsProblem {
  const what = printParseErrorCode(error).replace(/[A-Z]/g, (letter, at: number) =>
    at === 0 ? letter.toLowerCase() : ` ${letter.toLowerCase()}`,
  );
  const start = Math.min(offset, text.length);
  return { start, end: Math.min(text.length, start + Math.max(1, length)), message: `This is not JSON: ${what}.` };
}
