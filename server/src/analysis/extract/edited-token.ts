import type { Expression, FileFacts, FunctionFact, NodeId, Statement } from "../facts/facts.ts";
import { Mentions } from "../facts/mentions.ts";
import { collectMentions } from "../facts/noting.ts";
import type { TextChange } from "./splice.ts";

/** The statements of a section whose text is another inside of one token of it. */
export interface EditedToken {
  statements: readonly Statement[];
  /** Where the section's nodes lie, in the new text of the file. */
  spans: Int32Array;
}

/**
 * What an edit makes of a section that lies inside of a text or a number that is written out there, or of the name of a function that is an expression: the
 * names, paths and regions that are typed are such texts, the names of tasks are such names, and all else in their statements stays what it is. So nothing has to
 * be parsed. Undefined for any other edit, and for literals that say more than their value.
 */
export function editToken(
  facts: FileFacts,
  { first, count, start, end }: { first: number; count: number; start: number; end: number },
  before: string,
  after: string,
  change: TextChange,
): EditedToken | undefined {
  if (count === 0 || SAYS_MORE.test(before.slice(start, end))) return undefined;
  const [firstNode, endNode] = [facts.starts[first] ?? 0, facts.starts[first + count] ?? 0];
  const growth = after.length - before.length;
  const { spans } = facts;
  const around = placeAround(spans, firstNode, endNode, change);
  if (!around) return undefined;
  const edit = readEdit(before, after, around, change);
  if (!edit) return undefined;
  const isAround = (node: NodeId): boolean => spans[2 * node] === around.start && spans[2 * node + 1] === around.end;
  /** Nothing that lies elsewhere has the token in it. What was never written has no place. */
  const isElsewhere = (node: NodeId): boolean => {
    const [start, end] = [spans[2 * node] ?? 0, spans[2 * node + 1] ?? 0];
    return start < end && (around.start < start || end < around.end);
  };
  const statements = withEdit(facts.body.slice(first, first + count), edit, isAround, isElsewhere);
  if (!statements) return undefined;
  const places = spans.slice(2 * firstNode, 2 * endNode);
  for (let at = 0; at < places.length; at++) {
    const offset = places[at] ?? 0;
    if (offset >= edit.end) places[at] = offset + growth;
  }
  return { statements, spans: places };
}

/** The values of an `enum` are names as well, and so are those that CommonJS exports. */
const SAYS_MORE = /\b(?:enum|exports)\b/;

/** The smallest place of a node around a change. */
function placeAround(spans: Int32Array, first: NodeId, last: NodeId, change: TextChange): TextChange | undefined {
  let found: TextChange | undefined;
  for (let node = first; node < last; node++) {
    const [start, end] = [spans[2 * node] ?? 0, spans[2 * node + 1] ?? 0];
    if (start > change.start || end < change.end || start === end) continue;
    if (!found || end - start < found.end - found.start) found = { start, end };
  }
  return found;
}

/** What a literal says, or what a function is called. */
type Edit = ({ of: "literal"; old: string | number; now: string | number } | { of: "function"; old: string; now: string }) & {
  /** Where the token ended in the text as it was. */
  end: number;
};

function readEdit(before: string, after: string, { start, end }: TextChange, change: TextChange): Edit | undefined {
  const [old, now] = [before.slice(start, end), after.slice(start, end + after.length - before.length)];
  if (start < change.start && change.end < end && isText(old, now)) return { of: "literal", old: textOf(old), now: textOf(now), end };
  if (isNumber(old) && isNumber(now) && before[end] !== ".") return { of: "literal", old: Number(old), now: Number(now), end };
  const [was, is] = [nameIn(old), nameIn(now)];
  // The edit is in the name alone where all that is around it is the same.
  if (
    was === undefined ||
    is === undefined ||
    old.slice(was.end) !== now.slice(is.end) ||
    old.slice(0, was.start) !== now.slice(0, is.start)
  )
    return undefined;
  return { of: "function", old: old.slice(was.start, was.end), now: now.slice(is.start, is.end), end: start + was.end };
}

/** Whether both are a text in the same quotes that stands for itself. */
function isText(old: string, now: string): boolean {
  const [quote] = old;
  if ((quote !== '"' && quote !== "'") || now[0] !== quote) return false;
  return [old, now].every((it) => it.length > 1 && it.at(-1) === quote && it.indexOf(quote, 1) === it.length - 1 && !ESCAPES.test(it));
}

const ESCAPES = /[\\\r\n\u2028\u2029]/;

const textOf = (token: string): string => token.slice(1, -1);

const isNumber = (token: string): boolean => /^(?:0|[1-9]\d*)(?:\.\d+)?$/.test(token);

/** Where a function has its name, unless something in it says that as well: there it means the function. */
function nameIn(written: string): TextChange | undefined {
  const [head, name = ""] = NAMED_FUNCTION.exec(written) ?? [];
  if (head === undefined || RESERVED.test(name)) return undefined;
  const start = head.length - name.length;
  return written.includes(name, head.length) ? undefined : { start, end: head.length };
}

/** In ASCII, where nothing has to be told of what letters there are. */
const NAMED_FUNCTION = /^(?:async )?function(?: |\* ?| \* ?)([A-Za-z_$][\w$]*)(?=[ ]?[(<])/;

/** What no function may be called, or not everywhere. */
const RESERVED =
  /^(?:arguments|await|break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|eval|export|extends|false|finally|for|function|if|implements|import|in|instanceof|interface|let|new|null|package|private|protected|public|return|static|super|switch|this|throw|true|try|typeof|var|void|while|with|yield)$/;

/** Statements with another token; what has nothing to do with it is what it was. Undefined where there is no such token. */
function withEdit(
  statements: readonly Statement[],
  edit: Edit,
  isAround: (node: NodeId) => boolean,
  isElsewhere: (node: NodeId) => boolean,
): readonly Statement[] | undefined {
  const edited = <Part>(part: Part): Part => {
    if (typeof part !== "object" || part === null || part instanceof Mentions) return part;
    if ("node" in part && typeof part.node === "number") {
      if (isElsewhere(part.node)) return part;
      if (isLiteral(part))
        return edit.of === "literal" && part.value === edit.old && isAround(part.node) ? { ...part, value: edit.now } : part;
      if (edit.of === "function" && isFunction(part) && part.function.name === edit.old && isAround(part.node))
        return { ...part, function: { ...part.function, name: edit.now } };
    }
    let copy: (Part & object) | undefined;
    for (const key of Object.keys(part) as (keyof Part)[]) {
      const now = edited(part[key]);
      if (now === part[key]) continue;
      copy ??= (Array.isArray(part) ? [...part] : { ...part }) as Part & object;
      copy[key] = now;
    }
    // What a literal says as the name of a member is mentioned.
    if (edit.of === "literal" && copy && "mentions" in copy && "parameters" in copy)
      copy.mentions = collectMentions({ ...copy, mentions: undefined } as never);
    return copy ?? part;
  };
  const found = edited(statements);
  return found === statements ? undefined : found;
}

const isLiteral = (part: object): part is Expression & { kind: "literal" } => "kind" in part && part.kind === "literal";

const isFunction = (part: object): part is Expression & { kind: "function"; function: FunctionFact } =>
  "kind" in part && part.kind === "function";
