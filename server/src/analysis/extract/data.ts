import { NODE_GAP } from "../facts/align.ts";
import { type Expression, type FileFacts, type Statement, WHOLE_MODULE } from "../facts/facts.ts";
import { commonName } from "../facts/names.ts";
import type { TypeScript } from "../facts/typescript.ts";
import { startReading } from "./extract.ts";
import { isNestedTooDeep } from "./nesting.ts";

/** JSON as the facts of a module that has its value in the place of its exports. The value of a text that no runtime would load is unknown. */
export function extractData(ts: TypeScript, file: string, text: string): FileFacts {
  return (isData(text) ? extract(ts, file, text) : undefined) ?? unknownData(text.length);
}

const unknownData = (length: number): FileFacts =>
  moduleOf({ kind: "opaque", node: 0, parts: [] }, Int32Array.of(0, length, ...new Int32Array(2 * NODE_GAP)), length);

/** More is no settings that anybody wrote. */
export const DATA_LIMIT = 1_000_000;

function isData(text: string): boolean {
  if (text.length > DATA_LIMIT) return false;
  try {
    JSON.parse(text.replace(/^\uFEFF/, ""));
    return true;
  } catch {
    // Half-written, or with comments, which runtimes refuse: nothing is known of it.
    return false;
  }
}

/** Undefined for what is nested too deep to be read. */
function extract(ts: TypeScript, file: string, text: string): FileFacts | undefined {
  try {
    const source = ts.parseJsonText(file, text);
    const { reader, spans } = startReading(ts, source);
    // The module's own number is the first one.
    spans.add(0, text.length);
    const [only] = source.statements;
    const value = only && reader.expression(only.expression);
    reader.free(NODE_GAP);
    return value && moduleOf(value, spans.read(), text.length);
  } catch (error) {
    if (isNestedTooDeep(error)) return undefined;
    throw error;
  }
}

function moduleOf(value: Expression, spans: Int32Array, length: number): FileFacts {
  const name = commonName(WHOLE_MODULE);
  const declarations = [{ node: 0, target: { kind: "bind", node: 0, name } as const, value }];
  const statement: Statement = { kind: "variables", node: 0, declaration: "const", declarations };
  const exports = [{ kind: "local", exported: WHOLE_MODULE, local: name } as const];
  return {
    spans,
    imports: [],
    exports,
    body: [statement],
    starts: [0, spans.length / 2],
    sections: [{ start: 0, end: length, isClosed: false, isLink: false, first: 0, count: 1, exports }],
    requests: [],
    mocks: [],
    suppressions: [],
    syntaxError: undefined,
  };
}
