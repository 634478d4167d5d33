import type { ts } from "ts-morph";
import type { SuppressionFact } from "../facts/facts.ts";
import type { TypeScript } from "../facts/typescript.ts";

const DIRECTIVE = /glacier-(disable-next-line|disable|enable)(?![\w-])/g;

/** The comments that silence rules: `// glacier-disable-next-line <ids> -- reason`, `/* glacier-disable <ids> *​/` … `/* glacier-enable *​/`. */
export function readSuppressions(ts: TypeScript, source: ts.SourceFile, text: string): SuppressionFact[] {
  if (!text.includes("glacier-")) return [];
  return [...text.matchAll(DIRECTIVE)].flatMap((match) => {
    const comment = commentAround(text, match.index);
    if (!comment || isInsideText(ts, source, match.index)) return [];
    const kind = match[1] === "disable-next-line" ? "next-line" : match[1] === "enable" ? "enable" : "disable";
    const listStart = match.index + match[0].length;
    const list = (text.slice(listStart, comment.contentEnd).split(/\s--(?:\s|$)/)[0] ?? "").split(/\r?\n/)[0] ?? "";
    const ids = [...list.matchAll(/[^\s,]+/g)].map((id) => {
      const start = listStart + id.index;
      return { id: id[0], start, end: start + id[0].length };
    });
    return [{ kind, start: comment.start, end: comment.end, ids }];
  });
}

/** The comment that begins directly before an offset: the directive is the first thing that it says. */
function commentAround(text: string, offset: number): { start: number; end: number; contentEnd: number } | undefined {
  const opening = /(\/\/|\/\*\*?)\s*$/.exec(text.slice(Math.max(0, offset - 80), offset));
  if (!opening) return undefined;
  const start = offset - opening[0].length;
  if (opening[1] === "//") {
    const lineEnd = text.slice(start).search(/\r?\n|$/);
    return { start, end: start + lineEnd, contentEnd: start + lineEnd };
  }
  const close = text.indexOf("*/", offset);
  return close < 0 ? undefined : { start, end: close + 2, contentEnd: close };
}

/** Whether an offset lies in a string, a template, a regular expression or the text of an element: no comment, whatever it looks like. */
function isInsideText(ts: TypeScript, source: ts.SourceFile, offset: number): boolean {
  let node: ts.Node = source;
  for (;;) {
    const inner: ts.Node | undefined = ts.forEachChild(node, (child) =>
      child.getStart(source) <= offset && offset < child.end ? child : undefined,
    );
    if (!inner) break;
    node = inner;
  }
  return ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node) || ts.isRegularExpressionLiteral(node) || ts.isJsxText(node);
}
