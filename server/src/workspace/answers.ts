import type { Range } from "@glacier/core/graph";
import type * as protocol from "../../protocol/index.ts";

/** A place in a file of the workspace. Files are absolute paths with forward slashes. */
export interface FileLocation {
  file: string;
  range: Range;
}

/** What a file declares, for code lenses and symbols. */
export interface Outline extends protocol.Declarations<FileLocation> {
  file: string;
  providers: OutlineResource[];
  buckets: OutlineResource[];
}

export interface OutlineResource {
  id: string;
  name: string;
  clouds: string[];
  range: Range;
  selectionRange: Range;
}

/** The providers of the workspace, with their buckets, as the source says them. */
export type Resources = protocol.Resources<FileLocation>;
