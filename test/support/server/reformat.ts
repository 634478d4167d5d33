import { loadTypeScript } from "../../../server/src/analysis/facts/typescript.ts";

const ts = await loadTypeScript();

/** How a program is written, which is nothing that its meaning depends on. */
export interface Formatting {
  newline: "\n" | "\r\n";
  indent: string;
  quote: "'" | '"';
  hasSemicolons: boolean;
  /** What comes before one token after the other, again from the start behind the last. */
  gaps: readonly ("as it was" | "comment" | "line comment" | "line" | "comment on its line")[];
}

interface Token {
  start: number;
  end: number;
  text: string;
  isText: boolean;
}

/** The same program with other white space, quotes, semicolons, and with numbered comments. */
export function reformat(text: string, { newline, indent, quote, hasSemicolons, gaps }: Formatting): string {
  const tokens = tokensOf(text);
  let written = "";
  let depth = 0;
  let comments = 0;
  for (const [index, token] of tokens.entries()) {
    const [previous, next] = [tokens[index - 1], tokens[index + 1]];
    const before = text.slice(previous?.end ?? 0, token.start);
    const isEnd = /\n/.test(text.slice(token.end, next?.start));
    if (token.text === ";" && !hasSemicolons && isEnd && !/^[([`+\-/<]/.test(next?.text ?? "")) continue;
    const lineBreak = newline + indent.repeat(Math.max(0, depth - (CLOSING.test(token.text) ? 1 : 0)));
    const own = before.replaceAll(/\r?\n[ \t]*/g, lineBreak);
    const gap = previous ? gaps[index % gaps.length] : undefined;
    const mayBreak = previous && /^[({[,]$/.test(previous.text);
    if (gap === "comment") written += `${own}/*c${comments++}*/ `;
    else if (gap === "comment on its line" && mayBreak) written += `${lineBreak}/*c${comments++}*/${lineBreak}`;
    else if (gap === "line comment" && mayBreak) written += ` //c${comments++}${lineBreak}`;
    else if (gap === "line" && mayBreak && !before.includes("//")) written += lineBreak;
    else written += own;
    written += token.isText ? `${quote}${token.text.slice(1, -1)}${quote}` : token.text;
    if (/^[({[]$/.test(token.text)) depth++;
    else if (CLOSING.test(token.text)) depth--;
  }
  return written + newline;
}

const CLOSING = /^[)}\]]$/;

/** The tokens of a text, which has none that span others. */
function tokensOf(text: string): Token[] {
  const source = ts.createSourceFile("main.ts", text, ts.ScriptTarget.Latest);
  const tokens: Token[] = [];
  const queue: Parameters<typeof ts.isStringLiteral>[0][] = [source];
  for (let node = queue.pop(); node; node = queue.pop()) {
    const children = node.getChildren(source).filter(({ kind }) => kind !== ts.SyntaxKind.JSDoc);
    queue.push(...children.toReversed());
    const [start, end] = [node.getStart(source), node.getEnd()];
    if (children.length === 0 && start < end) tokens.push({ start, end, text: text.slice(start, end), isText: ts.isStringLiteral(node) });
  }
  return tokens;
}

/** What a text says, however it is written: its tokens without semicolons and commas at the end of a list. */
export function meaningOf(text: string): string[] {
  const tokens = tokensOf(text);
  return tokens
    .filter((token, index) => token.text !== ";" && !(token.text === "," && CLOSING.test(tokens[index + 1]?.text ?? "")))
    .map((token) => (token.isText ? `"${token.text.slice(1, -1)}"` : token.text));
}

/**
 * The numbered comments that edits take out of a text though what they are about stays: what comes next, or what they stand behind at the end of a line or
 * of a list. Those inside of import declarations do not count.
 */
export function lostComments(before: string, edits: readonly { start: number; end: number }[], after: string): string[] {
  const tokens = tokensOf(before);
  const isGone = (token: Token | undefined): boolean => !token || edits.some(({ start, end }) => start <= token.start && token.end <= end);
  const kept = new Set(after.match(COMMENTS));
  let isImport = false;
  return tokens.flatMap((token, index) => {
    const [previous, beforeThat] = [tokens[index - 1], tokens[index - 2]];
    isImport = previous?.text === "import" || (isImport && !previous?.isText);
    const gap = before.slice(previous?.end ?? 0, token.start);
    return [...gap.matchAll(COMMENTS)].flatMap((match) => {
      const [comment] = match;
      const isBehind = !gap.slice(0, match.index).includes("\n") && gap.slice(match.index).includes("\n");
      const owner = !isBehind && !/^[,;)\]}]$/.test(token.text) ? token : previous?.text === "," ? beforeThat : previous;
      return isImport || kept.has(comment) || isGone(owner) ? [] : [comment];
    });
  });
}

const COMMENTS = /\/\*c\d+\*\/|\/\/c\d+\b/g;
