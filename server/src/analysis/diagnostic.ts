import type { Range } from "@glacier/core/graph";

export type Severity = "error" | "warning" | "info" | "hint";

/** Something wrong in a pipeline's source, as plain data. Files are absolute paths with forward slashes. */
export interface Diagnostic {
  file: string;
  range: Range;
  /** The id of the rule. */
  code: string;
  severity: Severity;
  /** It is no error, and yet it is refused wherever it comes to that: on some path only, where that is waited for, or where settings make less of it. */
  isRefused?: true;
  message: string;
  /** The address of the page that explains the rule, where there is one. */
  docs?: string;
  /** The story, in the order in which it happens: where the provider is created, through which calls it comes here. */
  related: RelatedLocation[];
  /** The preferred one first. Computed each time they are read, of the texts as they are then: a keystroke does not pay for fixes nobody asks for. */
  readonly fixes: readonly Fix[];
  /** The range does nothing and may be shown faded. */
  unnecessary?: boolean;
}

export interface RelatedLocation {
  file: string;
  range: Range;
  message: string;
}

/** A safe edit that makes the diagnostic go away. */
export interface Fix {
  title: string;
  kind: "quickfix";
  /** Do not overlap; to be applied together, each to the text that was diagnosed. */
  edits: FixEdit[];
  preferred?: boolean;
  /** It leaves out something that was written, which somebody should see: "fix all" and `--fix` do not do it, however preferred it is. */
  isLossy?: boolean;
  /** The class of V2 that values are not of any more, by its name in Glacier: other files may have it as their type. */
  retypes?: string;
}

export interface FixEdit {
  file: string;
  range: Range;
  newText: string;
  /** Only takes away what is not used any more: left out where several fixes are applied together and tidied after all of them. */
  tidies?: true;
}
