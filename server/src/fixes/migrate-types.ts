import { cloudOfLegacyProvider } from "@glacier/core/clouds";
import type { FixEdit } from "../analysis/diagnostic.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { ImportPlan } from "./imports.ts";
import { migrateChecks } from "./legacy-checks.ts";
import { legacyTypes } from "./legacy-types.ts";
import { type TextEdit, toFixEdits } from "./text-edits.ts";
import { withoutUnusedImports } from "./unused-imports.ts";

/** Edits that write `Provider` where a file has one of the classes of V2 as a type, and asks for it; none where it has no name for that. */
export function migrateTypes(source: SourceView, file: string, classNames: readonly string[]): FixEdit[] {
  const imports = new ImportPlan(source, file);
  const types = classNames.flatMap((className) => legacyTypes(source, file, className));
  const clouds = classNames.flatMap((className) => cloudOfLegacyProvider(className) ?? []);
  const checks = (provider: string): TextEdit[] => clouds.flatMap((cloud) => migrateChecks(source, file, cloud, provider));
  const asked = checks("Provider");
  if (types.length + asked.length === 0) return [];
  // An import of the type alone does for types, and for what is asked of one.
  const isValue = asked.some(({ newText }) => newText.includes(" instanceof "));
  const provider = isValue ? imports.nameOf("Provider") : imports.typeNameOf("Provider");
  if (provider === undefined) return [];
  const edits = [...types.map(({ start, end }) => ({ file, start, end, newText: provider })), ...checks(provider)];
  return withoutUnusedImports(source, file, toFixEdits(source, [...edits, ...imports.edits(undefined)]));
}
