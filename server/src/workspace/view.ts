import type { SourceView } from "../analysis/source-view.ts";
import { SourceFile } from "./source-file.ts";

/** How rules, fixes and the graph see the texts: places of nodes as they are now, never the disk. */
export function viewOf(find: (file: string) => SourceFile | undefined): SourceView {
  const sourceOf = (file: string): SourceFile => find(file) ?? new SourceFile(file, "", undefined);
  const offsets: SourceView["offsets"] = ({ file, node }) => sourceOf(file).offsets(node);
  return {
    offsets,
    locate: ({ file, node }) => {
      const { start, end } = offsets({ file, node });
      return { file, range: sourceOf(file).range(start, end) };
    },
    range: (file, start, end) => sourceOf(file).range(start, end),
    text: (file) => sourceOf(file).text,
    facts: (file) => sourceOf(file).facts,
    unread: (file) => sourceOf(file).unread,
    suppressions: (file) => sourceOf(file).suppressions,
    excerpt: ({ file, node }) => {
      const { start, end } = offsets({ file, node });
      const text = sourceOf(file).text.slice(start, end).replace(/\s+/g, " ");
      return text.length > EXCERPT_LIMIT ? `${text.slice(0, EXCERPT_LIMIT - 1)}…` : text;
    },
  };
}

const EXCERPT_LIMIT = 60;
