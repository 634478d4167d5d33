import type { FixEdit } from "../analysis/diagnostic.ts";
import type { TypeUse } from "../analysis/facts/facts.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { declarationsOf } from "./declared-imports.ts";
import { ImportPlan, isGlacierSpecifier } from "./imports.ts";
import { toFixEdits } from "./text-edits.ts";
import { withoutUnusedImports } from "./unused-imports.ts";

/** Edits that write `Provider` where a file has one of the classes of V2 as a type; none where it has no name for that. */
export function migrateTypes(source: SourceView, file: string, classNames: readonly string[]): FixEdit[] {
  const types = classNames.flatMap((className) => legacyTypes(source, file, className));
  if (types.length === 0) return [];
  const imports = new ImportPlan(source, file);
  const provider = imports.typeNameOf("Provider");
  if (provider === undefined) return [];
  const edits = types.map(({ start, end }) => ({ file, start, end, newText: provider }));
  return withoutUnusedImports(source, file, toFixEdits(source, [...edits, ...imports.edits(undefined)]));
}

/** Where a file writes a class of V2 as a type: by its name in Glacier, or as it is `written` where it is constructed. */
export function legacyTypes(source: SourceView, file: string, className: string, written?: string): TypeUse[] {
  const { typeUses = [] } = source.facts(file) ?? {};
  const text = source.text(file);
  // While somebody types, they are places of another text.
  const isThere = ({ name, start, end }: TypeUse): boolean => text.slice(start, end).includes(name);
  return typeUses.filter((use) => isThere(use) && ((use.name === written && !use.specifier) || classOf(source, file, use) === className));
}

/** The name that a type has in Glacier, if it is one of Glacier's. */
function classOf(source: SourceView, file: string, { name, specifier }: TypeUse): string | undefined {
  if (specifier !== undefined) return isGlacierSpecifier(specifier) ? name : undefined;
  const [first, second] = name.split(".");
  const bindings = declarationsOf(source, file).flatMap((it) => (isGlacierSpecifier(it.specifier) ? it.bindings : []));
  const found = bindings.find(({ local }) => local === first);
  if (second === undefined) return found?.imported === "*" ? undefined : found?.imported;
  return found?.imported === "*" ? second : undefined;
}
