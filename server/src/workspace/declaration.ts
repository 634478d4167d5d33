import type { Range } from "@glacier/core/graph";
import type { Site, Statement } from "../analysis/facts/facts.ts";
import type { SourceView } from "../analysis/source-view.ts";

/** The declaration that a call stands in (`export const name = task(…)`) and the name in it; without one, the call and its start. */
export function declarationOf(source: SourceView, site: Site): { range: Range; selectionRange: Range } {
  const { file } = site;
  const call = source.offsets(site);
  const statement = source.facts(file)?.body.find((it): it is Statement & { kind: "variables" } => {
    if (it.kind !== "variables") return false;
    const whole = source.offsets({ file, node: it.node });
    return whole.start <= call.start && call.end <= whole.end;
  });
  const declaration = statement?.declarations.find(({ value }) => value && value.node === site.node);
  if (!statement || !declaration || declaration.target.kind !== "bind") {
    const { range } = source.locate(site);
    return { range, selectionRange: { start: range.start, end: range.start } };
  }
  const only = statement.declarations.length === 1 ? statement.node : declaration.node;
  return { range: source.locate({ file, node: only }).range, selectionRange: source.locate({ file, node: declaration.target.node }).range };
}
