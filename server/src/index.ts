/** What the command needs of the server: analysis without an editor. Core's part comes along, for the bundle has its own copy of it. */
export { credentialsIn } from "@glacier/core/config";
export type { Diagnostic, Fix, FixEdit, RelatedLocation, Severity } from "./analysis/diagnostic.ts";
export { LineIndex } from "./analysis/facts/text.ts";
export { fixesAtOnce } from "./features/code-action.ts";
export type { Effect } from "./portability/effects.ts";
export type { PortabilityFinding, PortabilityReport, ProviderChange } from "./portability/portability.ts";
export { SETTINGS_FILE } from "./settings/settings.ts";
export type { FileLocation, Outline, Resources } from "./workspace/answers.ts";
export type { PortabilityQuestion } from "./workspace/ask-portability.ts";
export type { PassedOver } from "./workspace/passed-over.ts";
export { isInside, normalisePath } from "./workspace/paths.ts";
export { describeRules, type RuleDescription } from "./workspace/rule-descriptions.ts";
export { type IndexOptions, Workspace, type WorkspaceOptions } from "./workspace/workspace.ts";
