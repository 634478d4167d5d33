import type { Expression, FileFacts, LiteralValue, NodeId, Statement } from "../facts/facts.ts";
import { Mentions } from "../facts/mentions.ts";
import { collectMentions } from "../facts/noting.ts";
import type { TextChange } from "./splice.ts";

/** The statements of a section whose text is another inside of one text or number that is written out in it. */
export interface EditedLiteral {
  statements: readonly Statement[];
  /** Where the section's nodes lie, in the new text of the file. */
  spans: Int32Array;
}

/**
 * What an edit inside of a text or a number makes of a section: the names, paths and regions that are typed are texts, and all else in their statements stays
 * what it is, so nothing has to be parsed. Undefined for any other edit, and for literals that say more than their value.
 */
export function editLiteral(
  facts: FileFacts,
  { first, count, start, end }: { first: number; count: number; start: number; end: number },
  before: string,
  after: string,
  change: TextChange,
): EditedLiteral | undefined {
  if (count === 0 || SAYS_MORE.test(before.slice(start, end))) return undefined;
  const [firstNode, endNode] = [facts.starts[first] ?? 0, facts.starts[first + count] ?? 0];
  const growth = after.length - before.length;
  const token = tokenAround(facts.spans, firstNode, endNode, change);
  if (!token) return undefined;
  const [old, now] = [before.slice(token.start, token.end), after.slice(token.start, token.end + growth)];
  const isInside = token.start < change.start && change.end < token.end;
  const read = isInside && isText(old, now) ? textOf : isNumber(old) && isNumber(now) && before[token.end] !== "." ? Number : undefined;
  if (!read) return undefined;
  const isIt = (node: NodeId, value: LiteralValue): boolean =>
    facts.spans[2 * node] === token.start && facts.spans[2 * node + 1] === token.end && value === read(old);
  const statements = withLiteral(facts.body.slice(first, first + count), isIt, read(now));
  if (!statements) return undefined;
  const spans = facts.spans.slice(2 * firstNode, 2 * endNode);
  for (let at = 0; at < spans.length; at++) {
    const offset = spans[at] ?? 0;
    if (offset >= token.end) spans[at] = offset + growth;
  }
  return { statements, spans };
}

/** The values of an `enum` are names as well, and so are those that CommonJS exports. */
const SAYS_MORE = /\b(?:enum|exports)\b/;

/** The smallest place of a node around a change. */
function tokenAround(spans: Int32Array, first: NodeId, last: NodeId, change: TextChange): TextChange | undefined {
  let found: TextChange | undefined;
  for (let node = first; node < last; node++) {
    const [start, end] = [spans[2 * node] ?? 0, spans[2 * node + 1] ?? 0];
    if (start > change.start || end < change.end || start === end) continue;
    if (!found || end - start < found.end - found.start) found = { start, end };
  }
  return found;
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

/** Statements with another value of one literal; what has nothing to do with it is what it was. Undefined where there is no such literal. */
function withLiteral(
  statements: readonly Statement[],
  isIt: (node: NodeId, value: LiteralValue) => boolean,
  value: LiteralValue,
): readonly Statement[] | undefined {
  const edited = <Part>(part: Part): Part => {
    if (typeof part !== "object" || part === null || part instanceof Mentions) return part;
    if (isLiteral(part)) {
      return isIt(part.node, part.value) ? { ...part, value } : part;
    }
    let copy: (Part & object) | undefined;
    for (const key of Object.keys(part) as (keyof Part)[]) {
      const now = edited(part[key]);
      if (now === part[key]) continue;
      copy ??= (Array.isArray(part) ? [...part] : { ...part }) as Part & object;
      copy[key] = now;
    }
    // What it says as the name of a member is mentioned.
    if (copy && "mentions" in copy && "parameters" in copy) copy.mentions = collectMentions({ ...copy, mentions: undefined } as never);
    return copy ?? part;
  };
  const found = edited(statements);
  return found === statements ? undefined : found;
}

const isLiteral = (part: object): part is Expression & { kind: "literal" } => "kind" in part && part.kind === "literal";
