import type { ts } from "ts-morph";
import type { SuppressionFact } from "../facts/facts.ts";
import type { TypeScript } from "../facts/typescript.ts";

const DIRECTIVE = /glacier-(disable-next-line|disable|enable)(?![\w-])/g;

/** The comments that silence rules: `// glacier-disable-next-line <ids> -- reason`, `/* glacier-disable <ids> *​/` … `/* glacier-enable *​/`. */
export function readSuppressions(ts: TypeScript, source: ts.SourceFile, text: string): SuppressionFact[] {
  if (!text.includes("glacier-")) return [];
  return [...text.matchAll(DIRECTIVE)].flatMap((match) => {
    const comment = commentAround(ts, source, text, match.index);
    // The directive is the first thing that the comment says.
    if (!comment || !/^\/[/*]\*?\s*$/.test(text.slice(comment.start, match.index))) return [];
    const kind = match[1] === "disable-next-line" ? "next-line" : match[1] === "enable" ? "enable" : "disable";
    const listStart = match.index + match[0].length;
    const list = listOf(text.slice(listStart, comment.contentEnd));
    const ids = [...list.matchAll(/[^\s,]+/g)].map((id) => {
      const start = listStart + id.index;
      return { id: id[0], start, end: start + id[0].length };
    });
    return [{ kind, start: comment.start, end: comment.end, ids }];
  });
}

/** What stands before the reason, on one line; a line that ends with a comma goes on in the next. */
const listOf = (said: string): string => /^(?:[^\n]*,\s*\n)*[^\n]*/.exec(said.split(/\s--/)[0] ?? "")?.[0] ?? "";

interface Comment {
  start: number;
  end: number;
  /** Where what it says ends. */
  contentEnd: number;
}

/** The comment that an offset lies in; none in a string, a template, a regular expression or the text of an element, whatever it looks like. */
function commentAround(ts: TypeScript, source: ts.SourceFile, text: string, offset: number): Comment | undefined {
  const gap = gapAround(ts, source, offset);
  // Between nodes there are only keywords, signs and comments.
  for (let at = gap.start; at < Math.min(gap.end, offset); at++) {
    if (text[at] !== "/") continue;
    const comment = text[at + 1] === "/" ? lineComment(text, at) : text[at + 1] === "*" ? blockComment(text, at) : undefined;
    if (comment && offset < comment.end) return comment;
    if (comment) at = comment.end - 1;
  }
  return undefined;
}

/** The text around an offset in which there are no nodes; empty where the offset lies in a node without parts. */
function gapAround(ts: TypeScript, source: ts.SourceFile, offset: number): { start: number; end: number } {
  let node: ts.Node = source;
  let [start, end] = [0, source.text.length];
  for (let inner: ts.Node | undefined = source; inner; ) {
    node = inner;
    inner = ts.forEachChild(node, (child) => {
      const from = ts.getTokenPosOfNode(child, source);
      if (child.end <= offset) start = Math.max(start, child.end);
      else if (from > offset) end = Math.min(end, from);
      else return child;
      return undefined;
    });
    if (inner) [start, end] = [ts.getTokenPosOfNode(inner, source), inner.end];
  }
  const isText =
    ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node) || ts.isRegularExpressionLiteral(node) || ts.isJsxText(node);
  return isText ? { start: offset, end: offset } : { start, end };
}

function lineComment(text: string, start: number): Comment {
  const end = start + text.slice(start).search(/[\r\n\u2028\u2029]|$/);
  return { start, end, contentEnd: end };
}

function blockComment(text: string, start: number): Comment | undefined {
  const close = text.indexOf("*/", start + 2);
  return close < 0 ? undefined : { start, end: close + 2, contentEnd: close };
}
