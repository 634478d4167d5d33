import type { FixEdit } from "../analysis/diagnostic.ts";
import { touches } from "../analysis/ranges.ts";
import type { SourceView } from "../analysis/source-view.ts";

/** Whether one of some edits changes a statement that cannot be read, as while someone types: it was made for another text. */
export const touchUnread = (source: SourceView, edits: readonly FixEdit[]): boolean =>
  edits.some(({ file, range }) => {
    const unread = source.unread(file);
    return unread !== undefined && touches(range, unread);
  });
