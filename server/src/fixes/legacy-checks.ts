import type { CloudDescriptor } from "@glacier/core/clouds";
import { cloudOfLegacyProvider } from "@glacier/core/clouds";
import type { Expression, Pattern } from "../analysis/facts/facts.ts";
import { expressionsIn, nodesWithin } from "../analysis/facts/walk.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { glacierClass } from "./legacy-types.ts";
import { print, quoteOf, type TextEdit } from "./text-edits.ts";

/**
 * `given instanceof AWSProvider` → `given.cloud === "aws"`, where it is sure what type the name has: a provider of V3 is of no class of V2, so the check would
 * fail from now on. `written` is the class as it is constructed, `provider` how the file writes `Provider`.
 */
export function migrateChecks(
  source: SourceView,
  file: string,
  { id, legacyProvider }: CloudDescriptor,
  provider: string,
  written?: string,
): TextEdit[] {
  const facts = source.facts(file);
  const text = source.text(file);
  return expressionsIn(facts?.body ?? [], "binary").flatMap(({ node, operator, left, right }): TextEdit[] => {
    if (operator !== "instanceof" || left.kind !== "name") return [];
    const name = textAt(source, file, right);
    if (name !== written && glacierClass(source, file, { name }) !== legacyProvider?.className) return [];
    const place = source.offsets({ file, node });
    const isAlone = IS_OPEN.test(text.slice(0, place.start)) && IS_CLOSED.test(text.slice(place.end));
    const known = typeOf(source, file, left.name, provider);
    if (!known || textAt(source, file, left) !== left.name) return [];
    const asked = `${left.name}.cloud === ${print(id, quoteOf(text))}`;
    const newText = known === "provider" ? asked : `${left.name} instanceof ${provider} && ${asked}`;
    return [{ file, ...place, newText: isAlone ? newText : `(${newText})` }];
  });
}

const IS_OPEN = /(?:^|[({;,]|[^?]\?|=>|&&|\|\||\breturn)\s*$/;
const IS_CLOSED = /^\s*(?:[)};,]|\?(?!\?))/;

/** Whether all that has a name is written to be a provider, or nothing more than anything; undefined where it may be something else. */
function typeOf(source: SourceView, file: string, name: string, provider: string): "provider" | "anything" | undefined {
  const binds = nodesWithin(source.facts(file)?.body ?? [], () => false).filter(
    (part): part is Pattern & { kind: "bind" } => part.kind === "bind" && "name" in part && part.name === name,
  );
  const kinds = binds.map(({ node }) => {
    const [, type] = ANNOTATION.exec(source.text(file).slice(source.offsets({ file, node }).end)) ?? [];
    if (type === undefined) return undefined;
    const names = type.split("|").map((each) => each.trim());
    const isProvider = (each: string): boolean =>
      each === provider || cloudOfLegacyProvider(glacierClass(source, file, { name: each }) ?? "") !== undefined;
    if (names.every(isProvider)) return "provider";
    return ANYTHING.test(type) ? "anything" : undefined;
  });
  const [first, ...others] = kinds;
  return others.every((kind) => kind === first) ? first : undefined;
}

/** A type that is a name, or one of several. */
const ANNOTATION = /^\s*:\s*([\w$.]+(?:\s*\|\s*[\w$.]+)*)(?=\s*[,)=;])/;
const ANYTHING = /^(?:unknown|any|object)$/;

function textAt(source: SourceView, file: string, { node }: Expression): string {
  const { start, end } = source.offsets({ file, node });
  return source.text(file).slice(start, end);
}
