import { defineRule, type UnusedSuppression } from "./rule.ts";

/** A comment that silences a rule which reports nothing there. */
export const unusedSuppression = defineRule<{ unused: { id: string | undefined } }>({
  meta: { id: "unused-suppression", severity: "warning", last: true },
  messages: {
    unused: ({ id }) => (id === undefined ? "This comment silences nothing." : `Nothing here is reported by ${id}.`),
  },
  create(context) {
    for (const suppression of context.unusedSuppressions()) {
      context.report({
        message: "unused",
        data: { id: suppression.id },
        at: { start: suppression.start, end: suppression.end },
        unnecessary: true,
        fixes: () => [removal(context.source.text(context.file), suppression)],
      });
    }

    function removal(
      text: string,
      { id, start, end, comment }: UnusedSuppression,
    ): {
      title: string;
      kind: "quickfix";
      preferred: true;
      edits: { file: string; range: ReturnType<typeof context.source.range>; newText: string }[];
    } {
      const place = comment.isUnused ? wholeLines(text, comment.start, comment.end) : listItem(text, start, end);
      const edits = [{ file: context.file, range: context.source.range(context.file, place.start, place.end), newText: "" }];
      return { title: comment.isUnused ? "Remove the comment" : `Remove ${id}`, kind: "quickfix", preferred: true, edits };
    }
  },
});

/** A comment alone on its lines goes with them. */
function wholeLines(text: string, start: number, end: number): { start: number; end: number } {
  const before = /[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  const after = /^[ \t]*(\r?\n|$)/.exec(text.slice(end))?.[0].length;
  const isAlone = after !== undefined && (start - before === 0 || text[start - before - 1] === "\n");
  return isAlone ? { start: start - before, end: end + after } : { start: start - before, end };
}

function listItem(text: string, start: number, end: number): { start: number; end: number } {
  const after = /^\s*,\s*/.exec(text.slice(end));
  if (after) return { start, end: end + after[0].length };
  const before = /\s*,\s*$/.exec(text.slice(0, start));
  return { start: start - (before?.[0].length ?? 0), end };
}
