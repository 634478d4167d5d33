import type { CloudDescriptor } from "@glacier/core/clouds";
import { checkConfig, configFields } from "@glacier/core/config";
import type { Fix } from "../analysis/diagnostic.ts";
import type { Expression, FileFacts, NodeId, Property } from "../analysis/facts/facts.ts";
import { ancestorsOf, findExpression } from "../analysis/facts/find.ts";
import type { FactoryCall, ProviderMade } from "../analysis/flow/observations.ts";
import { alternativesOf } from "../analysis/flow/written.ts";
import type { SourceView } from "../analysis/source-view.ts";
import type { TextPlace } from "../analysis/value-place.ts";
import { rewriteField } from "./configs.ts";
import { ImportPlan } from "./imports.ts";
import { migrateChecks } from "./legacy-checks.ts";
import { legacyTypes } from "./legacy-types.ts";
import { removals } from "./properties.ts";
import { calledName, type TextEdit, toFixEdits } from "./text-edits.ts";

/** `new AWSProvider({ region })` → `new Provider({ config: new AwsConfig({ region }) })`, and likewise `AWSProvider.fromEnv()`. */
export function migrateProvider(source: SourceView, { site }: ProviderMade, cloud: CloudDescriptor): Fix[] {
  const { file } = site;
  const facts = source.facts(file);
  const expression = facts && findExpression(facts, site.node);
  const old = cloud.legacyProvider;
  if (!old || !expression) return [];
  const callee = expression.kind === "new" ? expression.callee : classOfCall(expression);
  if (!callee) return [];
  const imports = new ImportPlan(source, file);
  const provider = imports.nameOf("Provider");
  const hasConfig = expression.kind === "new" && givesConfig(expression);
  const config = hasConfig ? "" : imports.nameOf(cloud.providerConfig);
  if (provider === undefined || config === undefined) return [];
  const place = source.offsets({ file, node: callee.node });
  const whole = source.offsets(site);
  const migrated =
    expression.kind === "new"
      ? constructed(source, file, expression, cloud, { provider, config })
      : {
          edits: [
            { file, ...place, newText: `new ${provider}({ config: ${config}` },
            { file, start: whole.end, end: whole.end, newText: " })" },
          ],
          dropped: [],
        };
  if (!migrated) return [];
  const { edits, dropped } = migrated;
  const target = hasConfig ? "Provider" : `Provider with ${cloud.providerConfig}`;
  const title = `Migrate to ${target}${dropped.length === 0 ? "" : ` (without ${dropped.join(", ")})`}`;
  const own = typeBefore(source, facts, expression.node, { file, ...place });
  const written = source.text(file).slice(place.start, place.end);
  const others = legacyTypes(source, file, old.className, written);
  // What takes the value takes the new one by its type.
  const types = own && !others.some(({ start }) => start === own.start) ? [own, ...others] : others;
  edits.push(...types.map(({ start, end }) => ({ file, start, end, newText: provider })));
  const checks = migrateChecks(source, file, cloud, provider, written);
  const all = [...edits, ...checks, ...imports.edits({ className: old.className, ...place, others: [...types, ...checks] })];
  return [{ title, kind: "quickfix", preferred: true, edits: toFixEdits(source, all), retypes: old.className }];
}

/** The class where it is written as the type of a variable too: `const provider: AWSProvider = new AWSProvider()`. */
function typeBefore(source: SourceView, facts: FileFacts, made: NodeId, { file, start, end }: TextPlace): TextPlace | undefined {
  const declaration = ancestorsOf(facts, made).at(-2);
  if (!declaration || !("target" in declaration) || declaration.target.kind !== "bind") return undefined;
  const text = source.text(file);
  const from = source.offsets({ file, node: declaration.target.node }).end;
  const before = /^\s*:\s*/.exec(text.slice(from, start))?.[0].length;
  if (before === undefined) return undefined;
  const own = { file, start: from + before, end: from + before + end - start };
  // While the text cannot be read, anything may stand where the class stood.
  return text.startsWith(text.slice(start, end), own.start) && /^\s*=/.test(text.slice(own.end, start)) ? own : undefined;
}

const classOfCall = (expression: Expression): Expression | undefined =>
  expression.kind === "call" && expression.callee.kind === "member" ? expression.callee.object : undefined;

const givesConfig = ({ arguments: [options] }: Expression & { kind: "new" }): boolean =>
  options?.kind === "object" && options.properties.some((it) => it.kind === "value" && it.key === "config");

interface Migrated {
  edits: TextEdit[];
  /** Options that V3 has no place for. */
  dropped: string[];
}

function constructed(
  source: SourceView,
  file: string,
  expression: Expression & { kind: "new" },
  cloud: CloudDescriptor,
  { provider, config }: { provider: string; config: string },
): Migrated | undefined {
  const callee = source.offsets({ file, node: expression.callee.node });
  const whole = source.offsets({ file, node: expression.node });
  const rename = { file, ...callee, newText: provider };
  const [options, ...more] = expression.arguments;
  if (more.length > 0) return undefined;
  if (config === "") return { edits: [rename], dropped: [] };
  if (!options) {
    const rest = { file, start: callee.end, end: whole.end, newText: `({ config: ${bare(cloud, config)} })` };
    return { edits: [rename, rest], dropped: [] };
  }
  if (options.kind === "literal" && typeof options.value === "string") {
    // What V2 took first is what names a provider.
    const place = source.offsets({ file, node: options.node });
    const newText = `{ config: new ${config}({ ${cloud.nameField}: ${source.text(file).slice(place.start, place.end)} }) }`;
    return { edits: [rename, { file, ...place, newText }], dropped: [] };
  }
  return options.kind === "object" ? wrapped(source, file, options, cloud, { rename, config }) : undefined;
}

/** The class without settings; where it needs some, those of the environment. */
const bare = ({ providerConfig }: CloudDescriptor, config: string): string =>
  checkConfig(providerConfig, {}).some(({ severity }) => severity === "error") ? `${config}.fromEnv()` : `new ${config}()`;

/** The options in a config, but for those that are the provider's own. */
function wrapped(
  source: SourceView,
  file: string,
  options: Expression & { kind: "object" },
  cloud: CloudDescriptor,
  { rename, config }: { rename: TextEdit; config: string },
): Migrated | undefined {
  const properties = options.properties.filter(
    (it): it is Property & { kind: "value"; key: string } => it.kind === "value" && typeof it.key === "string",
  );
  // What is spread may hold anything.
  if (properties.length !== options.properties.length) return undefined;
  const known = configFields(cloud.providerConfig).map(({ name }) => name);
  const newName = (key: string): string => cloud.legacyProvider?.renamed[key] ?? key;
  const kept = properties.filter(({ key }) => known.includes(newName(key)));
  const own = properties.filter(({ key }) => OF_PROVIDER.includes(key));
  const dropped = properties.filter((it) => !kept.includes(it) && !own.includes(it));
  const { start, end } = source.offsets({ file, node: options.node });
  const moved = own.map(({ node }) => {
    const place = source.offsets({ file, node });
    return `, ${source.text(file).slice(place.start, place.end)}`;
  });
  const removed = removals(source, file, options, kept);
  if (!removed) return undefined;
  const behind = `${moved.join("")} }`;
  const inside: TextEdit[] =
    kept.length === 0
      ? [{ file, start, end, newText: `{ config: ${bare(cloud, config)}${behind}` }]
      : [
          { file, start, end: start, newText: `{ config: new ${config}(` },
          ...kept.flatMap((property) =>
            newName(property.key) === property.key ? [] : rewriteField(source, file, property, newName(property.key), 0, 0),
          ),
          ...removed,
          { file, start: end, end, newText: `)${behind}` },
        ];
  return { edits: [rename, ...inside], dropped: dropped.map(({ key }) => key) };
}

/** The options that a provider of V3 takes beside its config. */
const OF_PROVIDER: readonly string[] = ["tags", "name"];

/** `provider.bucketSource({ bucket: "raw", path })` → `provider.bucket("raw", { path })`. `calls`: all that this place makes. */
export function migrateFactory(source: SourceView, calls: readonly FactoryCall[], expression: Expression & { kind: "call" }): Fix[] {
  const [call] = calls;
  if (!call) return [];
  const { type } = call;
  const { file } = call.site;
  const name = calledName(source, file, expression.callee);
  const [options] = expression.arguments;
  const isOnly = expression.arguments.length === 1;
  // Options that are written elsewhere hold the name, which V3 takes in front of them.
  if (isOnly && options?.kind !== "object" && calls.some(({ resource }) => resource.options !== undefined)) return [];
  if (!name) return [];
  const edits: TextEdit[] = [{ file, ...name, newText: type }];
  if (options?.kind === "object") {
    const named = options.properties.find((it) => it.kind === "value" && (it.key === "bucket" || it.key === "bucketName"));
    if (named?.kind !== "value" || expression.arguments.length > 1) return [];
    const own = source.offsets({ file, node: named.value.node });
    const text = source.text(file).slice(own.start, own.end);
    const rest = options.properties.filter((it) => it !== named);
    const { start, end } = source.offsets({ file, node: options.node });
    const removed = removals(source, file, options, rest);
    if (!removed) return [];
    if (rest.length === 0) edits.push({ file, start, end, newText: text });
    else edits.push({ file, start, end: start, newText: `${text}, ` }, ...removed);
  }
  // A variable may be either.
  const isSure = !isOnly || options?.kind === "object" || calls.every(isNamed);
  return [{ title: `Migrate to ${type}()`, kind: "quickfix", ...(isSure && { preferred: true }), edits: toFixEdits(source, edits) }];
}

/** Whether what a call is given first is a text, as far as it is known. */
const isNamed = ({ resource }: FactoryCall): boolean =>
  alternativesOf(resource.written.name).every((it) =>
    it.kind === "literal" ? typeof it.value === "string" : it.kind === "unknown" && it.texts !== undefined,
  );
