import type { Range } from "@glacier/core/graph";

export type { Position, Range } from "@glacier/core/graph";

/** A range in a document. */
export interface Location {
  /** The document's URI, as the editor writes it. */
  uri: string;
  range: Range;
}
