/** What the command needs of the server: analysis without an editor. */
export type { Diagnostic, Fix, FixEdit, RelatedLocation, Severity } from "./analysis/diagnostic.ts";
export type { FileLocation, Outline, Resources } from "./workspace/answers.ts";
export { isInside, normalisePath } from "./workspace/paths.ts";
export { type IndexOptions, Workspace, type WorkspaceOptions } from "./workspace/workspace.ts";
