import type { ts } from "ts-morph";
import { type Alignment, isEqual } from "../facts/align.ts";
import type { FileFacts, Section, Statement } from "../facts/facts.ts";
import { declaredNames } from "../facts/names.ts";
import type { TypeScript } from "../facts/typescript.ts";
import { editToken } from "./edited-token.ts";
import { parse, readSyntaxError, startReading } from "./extract.ts";
import { readTopLevel } from "./modules.ts";
import { isNestedTooDeep } from "./nesting.ts";
import { namesLegacyProvider } from "./type-uses.ts";

/** What of a text was replaced. */
export interface TextChange {
  start: number;
  /** In the text as it was. */
  end: number;
}

/**
 * The facts of a text that differs from one whose facts are known inside of a single statement: that statement alone is parsed and read. They are those
 * that {@link alignFacts} makes of the whole. Undefined where anything else might have another meaning now; then the whole has to be read.
 */
export function spliceFacts(
  ts: TypeScript,
  file: string,
  old: FileFacts,
  before: string,
  after: string,
  change: TextChange,
): Alignment | undefined {
  const index = old.sections.findIndex(({ end }) => change.start < end);
  const section = old.sections[index];
  const previous = old.sections[index - 1];
  if (!section || section.isLink || !section.isClosed || (previous && !previous.isClosed)) return undefined;
  // Its first and last character stay, so that nothing around it becomes part of it, nor it of that.
  if (change.start <= section.start || change.end >= section.end) return undefined;
  const growth = after.length - before.length;
  const text = after.slice(section.start, section.end + growth);
  if (old.syntaxError || old.suppressions.length > 0 || SUPPRESSES.test(text)) return undefined;
  // Types are known by their places in the whole.
  if (old.typeUses || namesLegacyProvider(text)) return undefined;
  if (REACHES_OUT.test(text) || REACHES_OUT.test(before.slice(section.start, section.end))) return undefined;
  if (isReadWithTypes(old, before.slice(section.start, section.end)) || isReadWithTypes(old, text)) return undefined;
  const end = section.first + section.count;
  const [firstNode, endNode] = [startOf(old, section.first), startOf(old, end)];
  if (section.count > 0 && !isApart(old, section, firstNode, endNode)) return undefined;
  const edited = editToken(old, section, before, after, change);
  if (edited) return assemble(old, index, { ...edited, section }, growth);
  const read = readAlone(ts, file, text, firstNode, section.start);
  if (!read || read.statements.length !== section.count || !isEqual(read.section.exports, section.exports, undefined)) return undefined;
  if (!isEqual(read.statements.flatMap(declaredNames), old.body.slice(section.first, end).flatMap(declaredNames), undefined))
    return undefined;
  if (read.spans.length > 2 * (endNode - firstNode) && section.count > 0) return undefined;
  return assemble(old, index, read, growth);
}

/**
 * What says something about more than its own statement: other modules, what is waited for on the top level, which only modules can, and
 * namespaces, which other declarations of their name add to, unless those are only declared.
 */
const REACHES_OUT = /import|require|mock|await|namespace|module|\bdeclare\b|\\u/i;

/** Whether what a statement means depends on a type that another one declares, or what others mean on a type that it declares. */
function isReadWithTypes({ typeNames = [], imports }: FileFacts, text: string): boolean {
  const names = DECLARES_TYPE.test(text)
    ? [...typeNames, ...imports.flatMap(({ bindings }) => bindings.map(({ local }) => local))]
    : typeNames;
  if (names.length === 0) return false;
  const words = new Set(text.match(/[\p{ID_Continue}$]+/gu));
  return names.some((name) => words.has(name));
}

const DECLARES_TYPE = /^(?:export\s|default\s|\s)*(?:type|interface|class|enum)\s/;

const SUPPRESSES = /glacier-(?:disable|enable)/;

interface ReadAlone {
  statements: readonly Statement[];
  section: Section;
  /** Where its nodes lie in the new text of the file. */
  spans: Int32Array;
}

/** Reads a text that has to be one whole statement, and stands at `start` of its file. */
function readAlone(ts: TypeScript, file: string, text: string, firstNode: number, start: number): ReadAlone | undefined {
  try {
    const source = parse(ts, file, text);
    const [node, ...more] = source.statements;
    if (!node || more.length > 0 || ts.getTokenPosOfNode(node, source) !== 0 || node.end !== text.length || readSyntaxError(ts, source))
      return undefined;
    const { reader, spans } = startReading(ts, source, firstNode);
    const { statements, section } = readTopLevel(reader, node satisfies ts.Statement);
    if (section.isLink || !section.isClosed) return undefined;
    const places = spans.read();
    for (let at = 0; at < places.length; at++) places[at] = (places[at] ?? 0) + start;
    return { statements, section, spans: places };
  } catch (error) {
    if (isNestedTooDeep(error)) return undefined;
    throw error;
  }
}

/** Whether a section's nodes are a range of numbers with nothing else in it. */
function isApart(facts: FileFacts, { first, count }: Section, firstNode: number, endNode: number): boolean {
  if (first > 0 && startOf(facts, first - 1) === firstNode) return false;
  if (startOf(facts, first + count - 1) !== firstNode || endNode <= firstNode) return false;
  return facts.imports.every(({ node }) => node < firstNode || endNode <= node);
}

function assemble(
  old: FileFacts,
  index: number,
  { statements, section: read, spans: own }: ReadAlone,
  growth: number,
): Alignment | undefined {
  const section = old.sections[index];
  if (!section) return undefined;
  const { start, end, first, count } = section;
  const before = old.body.slice(first, first + count);
  const isSame = statements.every((statement, at) => isEqual(before[at], statement, 0));
  const body = isSame ? old.body : [...old.body.slice(0, first), ...statements, ...old.body.slice(first + count)];
  const spans = old.spans.slice();
  for (let index = 0; index < spans.length; index++) {
    const offset = spans[index] ?? 0;
    if (offset >= end) spans[index] = offset + growth;
  }
  if (count > 0) {
    const [firstNode, endNode] = [startOf(old, first), startOf(old, first + count)];
    spans.fill(0, 2 * firstNode, 2 * endNode);
    spans.set(own, 2 * firstNode);
  }
  const sections = old.sections.map((each, at) => {
    if (at < index) return each;
    if (at === index) return { ...read, first: each.first, start, end: end + growth };
    return { ...each, start: each.start + growth, end: each.end + growth };
  });
  return {
    facts: { ...old, body, spans, sections },
    before: isSame ? [] : before,
    after: isSame ? [] : statements,
    unchanged: isSame ? old.body : [...old.body.slice(0, first), ...old.body.slice(first + count)],
  };
}

const startOf = ({ starts }: FileFacts, statement: number): number => starts[statement] ?? 0;
