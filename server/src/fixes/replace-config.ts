import type { ConfigClassName } from "@glacier/core/config";
import type { Fix, FixEdit } from "../analysis/diagnostic.ts";
import type { Site } from "../analysis/facts/facts.ts";
import { ancestorsOf, findExpression } from "../analysis/facts/find.ts";
import type { FactoryCall } from "../analysis/flow/observations.ts";
import type { ConfigAtom } from "../analysis/flow/values.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { endWithNonNull, isAsserted } from "./assertions.ts";
import { type Rewritten, rewriteConfig, writeConfig } from "./configs.ts";
import { ImportPlan } from "./imports.ts";
import { type TextEdit, toFixEdits } from "./text-edits.ts";
import { withoutUnusedImports } from "./unused-imports.ts";

/** Another class in the place of a config, or of the one at `at`. */
export function replaceConfig(
  source: SourceView,
  call: FactoryCall,
  config: ConfigAtom,
  target: ConfigClassName,
  at: Site = call.configSite,
): Fix | undefined {
  const replaced = replacement(source, call, config, target, at);
  return replaced && fixOf(`Replace with ${target}`, replaced, toFixEdits(source, replaced.text));
}

/** The same for each side of what a call chooses its config from, all of which do not fit; undefined where one is not written out there. */
export function replaceSides(
  source: SourceView,
  call: FactoryCall,
  configs: readonly ConfigAtom[],
  target: ConfigClassName,
): Fix | undefined {
  const { file } = call.configSite;
  const sides = configs.map((config) =>
    isChosen(source, call, config) ? replacement(source, call, config, target, config.origin.site) : undefined,
  );
  const replaced = sides.filter((side) => side !== undefined);
  if (replaced.length < configs.length) return undefined;
  // Each side has its own idea of what its import comes to.
  const edits = new Map(replaced.flatMap(({ text }) => text.filter(({ tidies }) => !tidies).map((edit) => [JSON.stringify(edit), edit])));
  return fixOf(
    `Replace ${configs.length === 2 ? "both" : "all"} with ${target}`,
    { dropped: replaced.flatMap(({ dropped }) => dropped), differences: replaced.flatMap(({ differences }) => differences) },
    withoutUnusedImports(source, file, toFixEdits(source, [...edits.values()])),
  );
}

function fixOf(title: string, changes: Changes, edits: FixEdit[]): Fix {
  return { title: `${title}${notes(changes)}`, kind: "quickfix", edits, ...(changes.dropped.length > 0 && { isLossy: true }) };
}

function replacement(
  source: SourceView,
  call: FactoryCall,
  config: ConfigAtom,
  target: ConfigClassName,
  at: Site,
): Rewritten<TextEdit[]> | undefined {
  const { file } = at;
  const imports = new ImportPlan(source, file);
  const name = imports.nameOf(target);
  if (name === undefined) return undefined;
  const facts = source.facts(file);
  const expression = facts && findExpression(facts, at.node);
  const isMadeHere = expression?.kind === "new" && config.origin.site.file === file && config.origin.site.node === at.node;
  const place = source.offsets(at);
  // What is kept as well, as a config that is made when it is first asked for, is not only this call's.
  if (expression?.kind === "assign" || isAsserted(source.text(file), place)) return undefined;
  const rewritten = isMadeHere ? rewriteConfig(source, at, expression, config, target, name) : writeAt(source, call, config, target, name);
  return rewritten && { ...rewritten, text: [...rewritten.text, ...imports.edits({ className: config.className, ...place })] };
}

function writeAt(
  source: SourceView,
  call: FactoryCall,
  config: ConfigAtom,
  target: ConfigClassName,
  name: string,
): ReturnType<typeof rewriteConfig> {
  const { file } = call.configSite;
  const written = writeConfig(source, file, config, target, name);
  const { start, end } = source.offsets(call.configSite);
  const newText = `${keyBefore(source, call)}${written?.text ?? ""}`;
  const edit = { file, start, end: endWithNonNull(source.text(file), end), newText };
  return written && { ...written, text: [edit] };
}

/** Whether a config is written out as one side of what the call chooses from. */
export function isChosen(source: SourceView, { configSite: { file, node } }: FactoryCall, { origin: { site } }: ConfigAtom): boolean {
  const facts = source.facts(file);
  if (!facts || site.file !== file || site.node === node) return false;
  const parents = ancestorsOf(facts, site.node).slice(0, -1);
  const from = parents.findIndex((it) => it.node === node);
  return from >= 0 && parents.slice(from).every(({ kind }) => kind === "conditional" || kind === "logical");
}

/** `config: ` where the call has the shorthand `{ config }`, which can hold nothing but a name. */
export function keyBefore(source: SourceView, call: FactoryCall): string {
  const { file } = call.configSite;
  const facts = source.facts(file);
  const whole = facts && findExpression(facts, call.site.node);
  // In V2 the options may come first.
  const options = whole?.kind === "call" ? whole.arguments.flatMap((it) => (it.kind === "object" ? it.properties : [])) : [];
  const property = options.find((it) => it.kind === "value" && it.value.node === call.configSite.node);
  if (!property) return "";
  return source.offsets({ file, node: property.node }).start === source.offsets(call.configSite).start ? "config: " : "";
}

type Changes = Pick<Rewritten<unknown>, "dropped" | "differences">;

/** What is not as it was, for a title. */
export function notes({ dropped, differences }: Changes): string {
  const without = dropped.length === 0 ? [] : [`without ${[...new Set(dropped)].join(", ")}`];
  const all = [...without, ...new Set(differences)];
  return all.length === 0 ? "" : ` (${all.join("; ")})`;
}
