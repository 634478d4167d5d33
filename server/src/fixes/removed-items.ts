import { COMMENT } from "./assertions.ts";

interface Span {
  start: number;
  end: number;
}

/**
 * What to take out of a list so that only some of its items are left, at least one: the others with their commas and the comments that are about them. What is
 * about an item that stays, behind it on its line or before it, stays. Undefined where something else than commas and comments lies between the items.
 */
export function removedItems(text: string, items: readonly Span[], isKept: (index: number) => boolean): Span[] | undefined {
  const places: Span[] = [];
  const lastKept = items.findLastIndex((_, index) => isKept(index));
  for (const [index, { start, end }] of items.entries()) {
    const next = items[index + 1];
    if (index === lastKept) break;
    if (!next || isKept(index)) continue;
    const comma = COMMA.exec(text.slice(end, next.start));
    if (!comma || !BLANK.test(text.slice(end + comma[0].length, next.start))) return undefined;
    const behind = end + comma[0].length;
    places.push({ start, end: behind + (REST_OF_LINE.exec(text.slice(behind, next.start))?.[0].length ?? 0) });
  }
  const [kept, first, last] = [items[lastKept], items[lastKept + 1], items.at(-1)];
  if (!kept) return undefined;
  if (!first || !last) return places;
  const tail = tailOf(text, kept.end, first.start, last.end);
  return tail && [...places, ...tail];
}

/** The end of a list, from behind the item that is the last one then. */
function tailOf(text: string, from: number, first: number, last: number): Span[] | undefined {
  const comma = COMMA.exec(text.slice(from, first));
  if (!comma || !BLANK.test(text.slice(from + comma[0].length, first))) return undefined;
  const behind = from + comma[0].length;
  const own = COMMENTS_OF_LINE.exec(text.slice(behind, first))?.[0] ?? "";
  const lastComma = COMMA.exec(text.slice(last))?.[0].length ?? 0;
  const rest = text.slice(last + lastComma);
  if (!CLOSED.test(rest)) return undefined;
  const end = last + lastComma + (COMMENTS_OF_LINE.exec(rest)?.[0].length ?? 0);
  const start = behind + own.length;
  // What comes next must not get into a comment that goes to the end of its line.
  const isInComment = own.includes("//") && !NEWLINE.test(text.slice(end));
  const place = { start: start + (isInComment ? (NEWLINE.exec(text.slice(start, first))?.[0].length ?? 0) : 0), end };
  // A list that ends with a comma does so again, and one that stands before a comment may.
  return [lastComma > 0 || own !== "" ? place : { start: behind - 1, end }];
}

const TRIVIA = `(?:\\s|${COMMENT})*`;
/** Up to the comma behind an item. */
const COMMA = new RegExp(`^${TRIVIA},`);
const BLANK = new RegExp(`^${TRIVIA}$`);
const CLOSED = new RegExp(`^${TRIVIA}[)\\]}]`);
const NEWLINE = /^[ \t]*\r?\n/;
const LINE_COMMENTS = String.raw`(?:[ \t]*\/\*(?:[^*\r\n]|\*(?!\/))*\*\/)*(?:[ \t]*\/\/[^\r\n]*)?`;
/** Comments that are the last on a line. */
const COMMENTS_OF_LINE = new RegExp(`^${LINE_COMMENTS}(?=[ \\t]*\\r?\\n)`);
/** What belongs to an item behind its comma: the comments on its line where nothing else is, and the white space before what comes next. */
const REST_OF_LINE = new RegExp(`^(?:${LINE_COMMENTS}[ \\t]*\\r?\\n)?\\s*`);
