import { didYouMean, isSlip } from "./did-you-mean.ts";
import type { ConfigCheck, ConfigRule } from "./problems.ts";
import { showValue } from "./redact.ts";
import { awsRegions, azureLocations, gcpRegions, type RegionTable } from "./regions.ts";

/**
 * What is said about a field that names a place. Nothing where `endpoint` is given: a service at an address of its own names its places as it likes.
 * A place of another cloud is wrong as such; a name without the shape is no name; a name of the shape may be newer than the list.
 */
export function regionChecks<Field extends string>(
  field: Field,
  table: RegionTable,
  fields: readonly string[] = [field],
): readonly ConfigCheck<{ readonly [Name in Field | "endpoint"]?: string | undefined }>[] {
  return regionRules.map(({ rule, severity }) => ({
    fields,
    rule,
    severity,
    find: (values) => {
      const name = values[field];
      if (name === undefined || values.endpoint !== undefined) return [];
      const problem = regionProblem(name, table);
      return problem?.rule === rule ? [{ ...problem, path: [field] }] : [];
    },
  }));
}

const regionRules = [
  { rule: "config-value", severity: "error" },
  { rule: "region-cloud-mismatch", severity: "error" },
  { rule: "unknown-region", severity: "warning" },
] as const;

function regionProblem(
  given: string,
  table: RegionTable,
): { rule: ConfigRule; says: string; allowed?: string; suggestion?: string; isGuess?: true } | undefined {
  const name = spell(given, table);
  const known: readonly string[] = table.names.value;
  if (known.includes(name) || table.others?.value.includes(name)) return undefined;
  // A key or an address may stand here by mistake.
  const shown = `is ${showValue(given)}`;
  const allowed = `${article(table.noun)} such as ${JSON.stringify(known.find((it) => it.startsWith("eu-") || it.startsWith("europe-w")) ?? "westeurope")}`;
  const isShaped = table.shape.test(name);
  const foreign = tables.filter((other) => other !== table);
  const bare = name.toLowerCase().replaceAll(/[-_ ]/g, "");
  // `useast1` is a region of this cloud without its hyphens, `europe-west1-b` a zone in one.
  const own = known.find((it) => it.replaceAll("-", "") === bare) ?? known.find((it) => it === name.replace(/-?[a-z]$/, ""));
  const suggestion = own ?? didYouMean(name, known);
  const meant = suggestion !== undefined && suggestion.replaceAll("-", "") === bare;
  const isOf = (other: RegionTable, isWhole: boolean): boolean => {
    const spelled = spell(given, other);
    return isWhole ? other.names.value.includes(spelled) : (other.mark ?? other.shape).test(spelled);
  };
  const owner = foreign.find((other) => isOf(other, true)) ?? (isShaped || meant ? undefined : foreign.find((other) => isOf(other, false)));
  if (owner)
    return {
      rule: "region-cloud-mismatch",
      says: `${shown}, which is ${isOf(owner, true) ? "" : "shaped like "}${article(owner.noun)}`,
      allowed,
    };
  const isGuess = suggestion !== undefined && own === undefined && !isSlip(name, suggestion, known);
  const help = suggestion === undefined ? {} : { suggestion, ...(isGuess && ({ isGuess } as const)) };
  if (!isShaped) return { rule: "config-value", says: `${shown}, which is not shaped like ${article(table.noun)}`, allowed, ...help };
  return { rule: "unknown-region", says: `${shown}, which is not a known ${table.noun}`, ...help };
}

const spell = (name: string, table: RegionTable): string => table.normalise?.(name) ?? name;

const article = (noun: string): string => `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;

/** Each cloud's own regions: where one of another cloud is recognised. */
const tables = [awsRegions, azureLocations, gcpRegions];
