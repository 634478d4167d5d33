import { isConfigForKind, type ResourceKind } from "@glacier/core/clouds";
import { isConfigClassName } from "@glacier/core/config";
import type { Fix } from "../analysis/diagnostic.ts";
import type { Expression, FileFacts, Property } from "../analysis/facts/facts.ts";
import { ancestorsOf, findExpression } from "../analysis/facts/find.ts";
import { FACTORIES } from "../analysis/flow/members.ts";
import type { DirectConstruction, ProviderMade } from "../analysis/flow/observations.ts";
import { atomsOf, type Value } from "../analysis/flow/values.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { endWithAssertion, endWithNonNull } from "./assertions.ts";
import { declarationsOf } from "./declared-imports.ts";
import { ImportPlan, isGlacierSpecifier } from "./imports.ts";
import { removals } from "./properties.ts";
import { removedItems } from "./removed-items.ts";
import { type TextEdit, toFixEdits } from "./text-edits.ts";

/** `new Bucket("raw", { provider, path })` → `provider.bucket("raw", { path })`: through the provider that it is given, else the only one at hand. */
export function fixDirectInstantiation(source: SourceView, made: DirectConstruction, providers: readonly ProviderMade[]): Fix[] {
  const { file } = made.site;
  const facts = source.facts(file);
  const expression = facts && findExpression(facts, made.site.node);
  if (!facts || expression?.kind !== "new" || !isItself(source, file, expression.callee, made.className)) return [];
  const given = readArguments(expression, made);
  const method = given && methodOf(made.className, given);
  if (!given || !method || given.rest.some(({ key }) => !ALLOWED[made.className]?.includes(String(key)))) return [];
  if (made.className === "Serverless" && !given.rest.some(({ key }) => key === "handler")) return [];
  const provider = given.provider
    ? receiver(given.provider, textOf(source, file, given.provider.node))
    : providerAtHand(source, file, facts, made, providers);
  if (provider === undefined) return [];
  const [start, end] = spanOf(source, file, expression.node);
  const edits: TextEdit[] = [{ file, start, end: spanOf(source, file, expression.callee.node)[1], newText: `${provider}.${method}` }];
  const rewritten = rewriteArguments(source, file, expression.arguments, given);
  if (!rewritten) return [];
  edits.push(...rewritten);
  edits.push(...new ImportPlan(source, file).edits({ className: made.className, start, end }));
  return [{ title: `Make it with ${provider}.${method}()`, kind: "quickfix", preferred: true, edits: toFixEdits(source, edits) }];
}

/** The arguments without the provider, and the name before the options. */
function rewriteArguments(source: SourceView, file: string, written: readonly Expression[], given: Given): TextEdit[] | undefined {
  const { provider, name, options, rest } = given;
  const isNamedFirst = written.includes(name);
  const isKept = (argument: Expression | undefined): boolean =>
    argument !== provider && (argument !== options || rest.length > 0 || !isNamedFirst);
  const text = source.text(file);
  const items = written.map(({ node }) => {
    const place = source.offsets({ file, node });
    return { ...place, end: endWithAssertion(text, place.end) };
  });
  const removed = removedItems(text, items, (index) => isKept(written[index]));
  const edits = removed?.map((place): TextEdit => ({ file, ...place, newText: "" }));
  if (!edits || !options || !isKept(options)) return edits;
  const [start, end] = spanOf(source, file, options.node);
  const named = textOf(source, file, name.node);
  if (rest.length === 0) return [...edits, { file, start, end: endWithAssertion(text, end), newText: named }];
  const properties = removals(source, file, options, rest);
  if (!isNamedFirst) edits.push({ file, start, end: start, newText: `${named}, ` });
  return properties && [...edits, ...properties];
}

/** The options that each class' factory takes. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  Bucket: ["path", "format", "config", "name"],
  Serverless: ["handler", "runtime", "config", "name"],
  ExecutionEnvironment: ["config", "name"],
};

const NAMES: readonly string[] = ["bucketName", "bucket", "functionName", "environmentName", "name"];

interface Given {
  provider: Expression | undefined;
  name: Expression;
  type: Value | undefined;
  config: Value | undefined;
  options: (Expression & { kind: "object" }) | undefined;
  /** The options that stay. */
  rest: (Property & { kind: "value" })[];
}

/** What is given in which role, wherever it stands; undefined for anything unusual. */
function readArguments({ arguments: written }: Expression & { kind: "new" }, { given }: DirectConstruction): Given | undefined {
  const last = written.at(-1);
  const options = last?.kind === "object" ? last : undefined;
  const positional = options ? written.slice(0, -1) : written;
  const value = options ? given[written.length - 1] : undefined;
  const provider = positional.find((_, index) => isProvider(given[index]));
  const [name, ...others] = positional.filter((it) => it !== provider);
  const properties = (options?.properties ?? []).filter((it) => it.kind === "value");
  if (others.length > 0 || written.some(({ kind }) => kind === "spread") || properties.length !== (options?.properties.length ?? 0))
    return undefined;
  const named = name ? undefined : NAMES.map((key) => properties.find((it) => it.key === key)).find((it) => it !== undefined);
  const owner = properties.find(({ key }) => key === "provider");
  const found = name ?? named?.value;
  const fieldOf = (key: string): Value | undefined => (value?.kind === "object" ? value.properties.get(key)?.value : undefined);
  if (!found || (name && !isText(given[written.indexOf(name)]))) return undefined;
  return {
    provider: provider ?? owner?.value,
    name: found,
    type: fieldOf("environmentType"),
    config: fieldOf("config"),
    options,
    rest: properties.filter((it) => it !== named && it !== owner && it.key !== "environmentType"),
  };
}

const isProvider = (value: Value | undefined): boolean =>
  value !== undefined && atomsOf(value).every((atom) => atom.kind === "provider" || (atom.kind === "unknown" && atom.type === "Provider"));

const isText = (value: Value | undefined): boolean =>
  value !== undefined &&
  atomsOf(value).every((atom) => atom.kind === "unknown" || (atom.kind === "literal" && typeof atom.value === "string"));

function methodOf(className: string, { type, config }: Given): string | undefined {
  if (className === "Bucket") return "bucket";
  if (className === "Serverless") return "serverless";
  if (className !== "ExecutionEnvironment") return undefined;
  if (type) return type.kind === "literal" && typeof type.value === "string" && FACTORIES.has(type.value) ? type.value : undefined;
  if (config?.kind !== "config" || !isConfigClassName(config.className)) return undefined;
  const { className: name } = config;
  // The set holds nothing but kinds of resource.
  return [...FACTORIES].find((kind) => isConfigForKind(name, kind as ResourceKind));
}

function textOf(source: SourceView, file: string, node: number): string {
  const text = source.text(file);
  const [start, end] = spanOf(source, file, node);
  return text.slice(start, endWithNonNull(text, end));
}

/** An expression as what stands before a dot. */
const receiver = ({ kind }: Expression, text: string): string =>
  kind === "name" || kind === "member" || kind === "this" || kind === "call" || (kind === "new" && text.endsWith(")")) ? text : `(${text})`;

/** Whether the class itself is constructed, not one that extends it. */
function isItself(source: SourceView, file: string, callee: Expression, className: string): boolean {
  if (callee.kind === "member") return callee.name === className;
  return callee.kind === "name" && bindsTo(source, file, callee.name, className);
}

const bindsTo = (source: SourceView, file: string, local: string, imported: string): boolean =>
  declarationsOf(source, file)
    .filter(({ specifier }) => isGlacierSpecifier(specifier))
    .some(({ bindings }) => bindings.some((it) => it.local === local && it.imported === imported));

/** The name of the provider that a function is given, else of the only one that the file has made so far. */
function providerAtHand(
  source: SourceView,
  file: string,
  facts: FileFacts,
  { site }: DirectConstruction,
  providers: readonly ProviderMade[],
): string | undefined {
  const parents = ancestorsOf(facts, site.node);
  for (const parent of parents.toReversed()) {
    if (!("parameters" in parent)) continue;
    const named = parent.parameters.flatMap(({ target }) =>
      target.kind === "bind" && target.type !== undefined && bindsTo(source, file, target.type, "Provider") ? [target.name] : [],
    );
    if (named.length > 0) return named.length === 1 ? named[0] : undefined;
  }
  const before = source.offsets(site).start;
  const names = facts.body.flatMap((statement) => {
    if (statement.kind !== "variables" || source.offsets({ file, node: statement.node }).end > before) return [];
    return statement.declarations.flatMap(({ target, value }) =>
      target.kind === "bind" && providers.some((it) => it.site.node === value?.node) ? [target.name] : [],
    );
  });
  return names.length === 1 ? names[0] : undefined;
}

function spanOf(source: SourceView, file: string, node: number): [number, number] {
  const { start, end } = source.offsets({ file, node });
  return [start, end];
}
