import type { TypeUse } from "../analysis/facts/facts.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { declarationsOf } from "./declared-imports.ts";
import { isGlacierSpecifier } from "./imports.ts";

/** Where a file writes a class of V2 as a type: by its name in Glacier, or as it is `written` where it is constructed. */
export function legacyTypes(source: SourceView, file: string, className: string, written?: string): TypeUse[] {
  const { typeUses = [] } = source.facts(file) ?? {};
  const text = source.text(file);
  // While somebody types, they are places of another text.
  const isThere = ({ name, start, end }: TypeUse): boolean => text.slice(start, end).includes(name);
  return typeUses.filter(
    (use) => isThere(use) && ((use.name === written && !use.specifier) || glacierClass(source, file, use) === className),
  );
}

/** The name that a class has in Glacier, if it is one of Glacier's. */
export function glacierClass(
  source: SourceView,
  file: string,
  { name, specifier }: Pick<TypeUse, "name" | "specifier">,
): string | undefined {
  if (specifier !== undefined) return isGlacierSpecifier(specifier) ? name : undefined;
  const [first, second] = name.split(".");
  const bindings = declarationsOf(source, file).flatMap((it) => (isGlacierSpecifier(it.specifier) ? it.bindings : []));
  const found = bindings.find(({ local }) => local === first);
  if (second === undefined) return found?.imported === "*" ? undefined : found?.imported;
  return found?.imported === "*" ? second : undefined;
}
