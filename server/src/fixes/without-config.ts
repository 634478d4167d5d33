import type { Fix } from "../analysis/diagnostic.ts";
import type { Expression } from "../analysis/facts/facts.ts";
import { findExpression } from "../analysis/facts/find.ts";
import type { FactoryCall } from "../analysis/flow/observations.ts";
import type { ConfigAtom } from "../analysis/flow/values.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { endWithAssertion } from "./assertions.ts";
import { ImportPlan } from "./imports.ts";
import { removals } from "./properties.ts";
import { removedItems } from "./removed-items.ts";
import { type TextEdit, toFixEdits } from "./text-edits.ts";

/** The edits that take the `config` out of a call that spells it out, and the options with it where they hold nothing else. */
export function configRemoval(source: SourceView, call: FactoryCall): TextEdit[] | undefined {
  const { file } = call.site;
  const facts = source.facts(file);
  const whole = facts && findExpression(facts, call.site.node);
  // In V2 the options may come first.
  const options = whole?.kind === "call" ? whole.arguments.find(({ kind }) => kind === "object") : undefined;
  if (whole?.kind !== "call" || options?.kind !== "object") return undefined;
  const kept = options.properties.filter((it) => !(it.kind === "value" && it.key === "config"));
  // A second one, or one that is spread, would come to light.
  if (kept.length !== options.properties.length - 1 || kept.some((it) => it.kind === "spread")) return undefined;
  if (kept.length > 0) return removals(source, file, options, kept);
  const text = source.text(file);
  const items = whole.arguments.map(({ node }) => {
    const place = source.offsets({ file, node });
    return { ...place, end: endWithAssertion(text, place.end) };
  });
  const removed = removedItems(text, items, (index) => whole.arguments[index] !== options);
  return removed?.map((place) => ({ file, ...place, newText: "" }));
}

/** Whether settings go with an expression that is taken out: a name leaves them where they are written, and `new S3Config()` has none. */
export function holdsSettings(expression: Expression): boolean {
  if (expression.kind === "array") return expression.items.some(holdsSettings);
  if (expression.kind === "new") return expression.arguments.some((it) => it.kind !== "object" || it.properties.length > 0);
  return expression.kind !== "name" && expression.kind !== "member";
}

/** A call without its config. */
export function withoutConfig(source: SourceView, call: FactoryCall, config: ConfigAtom): Omit<Fix, "title"> | undefined {
  const edits = configRemoval(source, call);
  if (!edits) return undefined;
  const imports = new ImportPlan(source, call.site.file).edits({ className: config.className, ...source.offsets(call.configSite) });
  const facts = source.facts(call.configSite.file);
  const given = facts && findExpression(facts, call.configSite.node);
  const isLossy = given === undefined || holdsSettings(given);
  return { kind: "quickfix", edits: toFixEdits(source, [...edits, ...imports]), ...(isLossy && { isLossy }) };
}
