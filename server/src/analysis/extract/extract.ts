import type { ts } from "ts-morph";
import type { FileFacts, NodeId, SyntaxErrorFact } from "../facts/facts.ts";
import { Mentions } from "../facts/mentions.ts";
import { leaveOut, note, noteAll } from "../facts/noting.ts";
import type { TypeScript } from "../facts/typescript.ts";
import { readClass } from "./classes.ts";
import { readExpression } from "./expressions.ts";
import { readFunction } from "./functions.ts";
import { readModule } from "./modules.ts";
import { type NamedTypes, namedTypes, typesInside } from "./named-types.ts";
import { isNestedTooDeep, Nesting } from "./nesting.ts";
import { readAssignmentPattern, readPattern } from "./patterns.ts";
import type { Reader } from "./reader.ts";
import { Spans } from "./spans.ts";
import { readStatements } from "./statements.ts";
import { readSuppressions } from "./suppressions.ts";
import { namesLegacyProvider, readTypeUses } from "./type-uses.ts";

/** Source text → facts; undefined for text that is nested too deep to be read. The syntax tree is dropped on return. */
export function extractFacts(ts: TypeScript, file: string, text: string): FileFacts | undefined {
  try {
    return extract(ts, file, text);
  } catch (error) {
    if (isNestedTooDeep(error)) return undefined;
    throw error;
  }
}

function extract(ts: TypeScript, file: string, text: string): FileFacts {
  const source = parse(ts, file, text);
  const { reader, typeNames, types, spans, requests, mocks } = startReading(ts, source);
  const module = readModule(reader);
  for (const statement of [...module.imports, ...module.exports]) if ("specifier" in statement) requests.add(statement.specifier);
  return {
    ...module,
    requests: [...requests],
    mocks: [...mocks],
    spans: spans.read(),
    ...(typeNames.length > 0 && { typeNames, types: types(module.exports) }),
    suppressions: readSuppressions(ts, source, text),
    ...(namesLegacyProvider(text) && { typeUses: readTypeUses(ts, source) }),
    syntaxError: readSyntaxError(ts, source),
  };
}

interface Reading {
  reader: Reader;
  /** The types by whose names something may be known as Glacier's. */
  typeNames: string[];
  /** What those of them say that are exported. */
  types: NamedTypes["exported"];
  /** Where the nodes lie in the text that is read, from the first one on. */
  spans: Spans;
  requests: Set<string>;
  mocks: Set<string>;
}

/** `first` is the number of the first node. */
export function startReading(ts: TypeScript, source: ts.SourceFile, first: NodeId = 0): Reading {
  const spans = new Spans(first, source.text.length);
  const requests = new Set<string>();
  const mocks = new Set<string>();
  const isOtherType = typesInside(ts, source);
  const { typeOf, names: typeNames, exported: types } = namedTypes(ts, source, isOtherType);
  const nesting = new Nesting();
  /** Of the function that is being read. What stands around all functions is walked through when somebody asks. */
  let mentions: Mentions | undefined;
  const reader: Reader = {
    ts,
    source,
    namedType: typeOf,
    isOtherType,
    request: (specifier) => void requests.add(specifier),
    mock: (specifier) => void mocks.add(specifier),
    free: (count) => spans.skip(count),
    next: () => spans.next,
    made: (part) => {
      if (mentions) noteAll(mentions, part);
      return part;
    },
    mark: (node) => spans.add(ts.getTokenPosOfNode(node, source), node.end),
    nested: (read) => {
      nesting.enter(BODY);
      const outer = mentions;
      // What is made of it is walked through as a whole.
      mentions = undefined;
      const made = read();
      mentions = outer;
      return nesting.leave(BODY, made);
    },
    expression: (node) => {
      nesting.enter(1);
      const read = readExpression(reader, node);
      if (mentions) note(mentions, read);
      return nesting.leave(1, read);
    },
    statements: (nodes, siblings) => {
      nesting.enter(STATEMENTS);
      const read = readStatements(reader, nodes, siblings);
      if (mentions) for (const statement of read) note(mentions, statement);
      return nesting.leave(STATEMENTS, read);
    },
    pattern: (node, type) => {
      nesting.enter(1);
      const read = readPattern(reader, node, type);
      if (mentions) note(mentions, read);
      return nesting.leave(1, read);
    },
    assignmentPattern: (node) => {
      nesting.enter(1);
      const read = readAssignmentPattern(reader, node);
      // What is written to is not declared there.
      if (mentions && read.kind === "place") note(mentions, read);
      return nesting.leave(1, read);
    },
    function: (node) => {
      nesting.enter(BODY);
      const outer = mentions;
      const own = new Mentions();
      mentions = own;
      const read = readFunction(reader, node);
      mentions = outer;
      leaveOut(own, read);
      outer?.take(own);
      read.mentions = own;
      return nesting.leave(BODY, read);
    },
    class: (node) => {
      nesting.enter(BODY);
      return nesting.leave(BODY, readClass(reader, node));
    },
  };
  return { reader, typeNames, types, spans, requests, mocks };
}

/** What has a body becomes several parts of the facts, one in the other, and is asked about as a whole. */
const BODY = 4;
const STATEMENTS = 2;

export function readSyntaxError(ts: TypeScript, source: ts.SourceFile): SyntaxErrorFact | undefined {
  // The parser keeps its errors on the tree, under a name that its types do not show.
  const [first] = (source as ts.SourceFile & { parseDiagnostics?: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics ?? [];
  if (!first) return undefined;
  return { message: ts.flattenDiagnosticMessageText(first.messageText, " "), start: first.start, end: first.start + first.length };
}

export function parse(ts: TypeScript, file: string, text: string): ts.SourceFile {
  const options: ts.CreateSourceFileOptions = { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
  // A byte order mark is no part of the program, but the parser takes `#!` at the very start only: both are a comment, as long as they are.
  const readable = text.startsWith("\uFEFF#!") ? `//!${text.slice("\uFEFF#!".length)}` : text;
  // Of a name the parser needs no more than its ending, and goes through all of it.
  return ts.createSourceFile(file.slice(file.lastIndexOf("/") + 1), readable, options, false, scriptKind(ts, file));
}

function scriptKind(ts: TypeScript, file: string): ts.ScriptKind {
  if (file.endsWith(".tsx")) return ts.ScriptKind.TSX;
  if (/\.[mc]?jsx?$/.test(file)) return ts.ScriptKind.JSX;
  return ts.ScriptKind.TS;
}
