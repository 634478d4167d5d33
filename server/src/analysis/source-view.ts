import type { Range } from "@glacier/core/graph";
import type { FileFacts, Site, SuppressionFact } from "./facts/facts.ts";

/** Where things are in the text as it is now. */
export interface SourceView {
  locate(site: Site): { file: string; range: Range };
  /** Start and end offset of a node in its file's text. */
  offsets(site: Site): { start: number; end: number };
  range(file: string, start: number, end: number): Range;
  text(file: string): string;
  facts(file: string): FileFacts | undefined;
  /** The statements of a text that cannot be read, as while someone types; undefined where all can. */
  unread(file: string): Range | undefined;
  /** The comments that silence rules, at their present places. */
  suppressions(file: string): SuppressionFact[];
  /** The text of a node, on one line, shortened. */
  excerpt(site: Site): string;
}
