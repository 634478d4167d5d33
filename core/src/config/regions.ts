import { didYouMean } from "./did-you-mean.ts";
import { type Fact, fact } from "./fact.ts";
import type { ConfigCheck, ConfigRule } from "./problems.ts";

/** The places that a field may name, and how such names look. */
export interface RegionTable {
  /** How one of them is called in a message: `AWS region`. */
  readonly noun: string;
  /** Those that are offered and meant by a typing error. */
  readonly names: Fact<readonly string[]>;
  /** Names that exist too, but that nobody is to be pointed to: restricted, retired or internal. */
  readonly others?: Fact<readonly string[]>;
  /** What a new name would look like, so that one is a warning and no error. */
  readonly shape: RegExp;
  /** What tells a name of this table in a place where another table's belong. Default: `shape`. */
  readonly mark?: RegExp;
  /** The spelling in the list. Default: as it stands. */
  readonly normalise?: (name: string) => string;
}

/** Regions of AWS, of all its partitions. */
export const awsRegions: RegionTable = {
  noun: "AWS region",
  names: fact(
    [
      "af-south-1",
      "ap-east-1",
      "ap-east-2",
      "ap-northeast-1",
      "ap-northeast-2",
      "ap-northeast-3",
      "ap-south-1",
      "ap-south-2",
      "ap-southeast-1",
      "ap-southeast-2",
      "ap-southeast-3",
      "ap-southeast-4",
      "ap-southeast-5",
      "ap-southeast-6",
      "ap-southeast-7",
      "ca-central-1",
      "ca-west-1",
      "cn-north-1",
      "cn-northwest-1",
      "eu-central-1",
      "eu-central-2",
      "eu-isoe-west-1",
      "eu-north-1",
      "eu-south-1",
      "eu-south-2",
      "eu-west-1",
      "eu-west-2",
      "eu-west-3",
      "eusc-de-east-1",
      "il-central-1",
      "me-central-1",
      "me-south-1",
      "mx-central-1",
      "sa-east-1",
      "us-east-1",
      "us-east-2",
      "us-gov-east-1",
      "us-gov-west-1",
      "us-iso-east-1",
      "us-iso-west-1",
      "us-isob-east-1",
      "us-isob-west-1",
      "us-isof-east-1",
      "us-isof-south-1",
      "us-west-1",
      "us-west-2",
    ],
    "botocore 1.44.8 endpoints.json; @aws-sdk/client-s3 3.1175 BucketLocationConstraint",
    "2026-11-26",
  ),
  shape: /^(eusc-)?[a-z]{2}(-gov|-iso[a-z]?)?-[a-z]+-\d$/,
};

/** Locations of Azure. Resource Manager takes `West Europe` for `westeurope`. */
export const azureLocations: RegionTable = {
  noun: "Azure location",
  names: fact(
    [
      "australiacentral",
      "australiacentral2",
      "australiaeast",
      "australiasoutheast",
      "austriaeast",
      "belgiumcentral",
      "brazilsouth",
      "brazilsoutheast",
      "canadacentral",
      "canadaeast",
      "centralindia",
      "centralus",
      "chilecentral",
      "denmarkeast",
      "eastasia",
      "eastus",
      "eastus2",
      "francecentral",
      "francesouth",
      "germanynorth",
      "germanywestcentral",
      "indonesiacentral",
      "israelcentral",
      "italynorth",
      "japaneast",
      "japanwest",
      "koreacentral",
      "koreasouth",
      "malaysiawest",
      "mexicocentral",
      "newzealandnorth",
      "northcentralus",
      "northeurope",
      "norwayeast",
      "norwaywest",
      "polandcentral",
      "qatarcentral",
      "southafricanorth",
      "southafricawest",
      "southcentralus",
      "southindia",
      "southeastasia",
      "spaincentral",
      "swedencentral",
      "switzerlandnorth",
      "switzerlandwest",
      "uaecentral",
      "uaenorth",
      "uksouth",
      "ukwest",
      "westcentralus",
      "westeurope",
      "westindia",
      "westus",
      "westus2",
      "westus3",
      "usgovvirginia",
      "usgovarizona",
      "usgovtexas",
      "usdodeast",
      "usdodcentral",
      "chinaeast",
      "chinaeast2",
      "chinaeast3",
      "chinanorth",
      "chinanorth2",
      "chinanorth3",
    ],
    "Microsoft Learn, list of Azure regions",
    "2026-11-26",
  ),
  others: fact(
    [
      "swedensouth",
      "jioindiacentral",
      "jioindiawest",
      "indiasouthcentral",
      "southeastus3",
      "southeastus5",
      "northeastus5",
      "eastusstg",
      "centraluseuap",
      "eastus2euap",
      "usgoviowa",
      "germanycentral",
      "germanynortheast",
      "global",
      "saudiarabiaeast",
    ],
    "Azure SDK for .NET, AzureLocation; templates published by Microsoft",
    "2026-11-26",
  ),
  shape: /^[a-z]+\d?$/,
  // Any word has that shape; the points of the compass are in nearly all of the names.
  mark: /^[a-z]*(north|south|east|west|central)[a-z]*\d?$/,
  normalise: (name) => name.toLowerCase().replaceAll(" ", ""),
};

/** Regions of Google Cloud. */
export const gcpRegions: RegionTable = {
  noun: "Google Cloud region",
  names: fact(
    [
      "africa-south1",
      "asia-east1",
      "asia-east2",
      "asia-northeast1",
      "asia-northeast2",
      "asia-northeast3",
      "asia-south1",
      "asia-south2",
      "asia-southeast1",
      "asia-southeast2",
      "asia-southeast3",
      "australia-southeast1",
      "australia-southeast2",
      "europe-central2",
      "europe-north1",
      "europe-north2",
      "europe-southwest1",
      "europe-west1",
      "europe-west10",
      "europe-west12",
      "europe-west2",
      "europe-west3",
      "europe-west4",
      "europe-west6",
      "europe-west8",
      "europe-west9",
      "me-central1",
      "me-central2",
      "me-west1",
      "northamerica-northeast1",
      "northamerica-northeast2",
      "northamerica-south1",
      "southamerica-east1",
      "southamerica-west1",
      "us-central1",
      "us-east1",
      "us-east4",
      "us-east5",
      "us-south1",
      "us-west1",
      "us-west2",
      "us-west3",
      "us-west4",
    ],
    "compute.v1 discovery document of 2026-11-06, regional endpoints",
    "2026-11-26",
  ),
  others: fact(
    ["asia-southeast4", "europe-west15", "us-central2", "us-east7", "us-west8"],
    "storage.v1 and aiplatform.v1 discovery documents",
    "2026-11-26",
  ),
  shape: /^[a-z]+-[a-z]+\d{1,2}$/,
};

/** Where buckets of Cloud Storage live: regions, multi-regions and pairs of regions, however capitalised. */
export const gcsLocations: RegionTable = {
  noun: "Cloud Storage location",
  names: fact(["us", "eu", "asia", "nam4", "eur4", "asia1", ...gcpRegions.names.value], "Cloud Storage, bucket locations", "2026-11-26"),
  others: fact(["eur5", "eur7", "eur8", ...(gcpRegions.others?.value ?? [])], "Cloud Storage, bucket locations", "2026-11-26"),
  shape: /^([a-z]{2,6}\d?|[a-z]+-[a-z]+\d{1,2})$/,
  // A zone is where a zonal bucket lives.
  normalise: (name) => name.toLowerCase().replace(/(\d)-[a-z]$/, "$1"),
};

const tables = [awsRegions, azureLocations, gcpRegions];

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
): { rule: ConfigRule; says: string; allowed?: string; suggestion?: string } | undefined {
  const name = spell(given, table);
  const known: readonly string[] = table.names.value;
  if (known.includes(name) || table.others?.value.includes(name)) return undefined;
  const shown = `is ${JSON.stringify(given)}`;
  const allowed = `${article(table.noun)} such as ${JSON.stringify(known.find((it) => it.startsWith("eu-") || it.startsWith("europe-w")) ?? "westeurope")}`;
  const isShaped = table.shape.test(name);
  const foreign = tables.filter((other) => other !== table);
  // `useast1` is a region of this cloud without its hyphens, `europe-west1-b` a zone in one.
  const suggestion =
    known.find((it) => it.replaceAll("-", "") === name.toLowerCase().replaceAll(/[-_ ]/g, "")) ??
    known.find((it) => it === name.replace(/-?[a-z]$/, "")) ??
    didYouMean(name, known);
  const meant = suggestion !== undefined && suggestion.replaceAll("-", "") === name.toLowerCase().replaceAll(/[-_ ]/g, "");
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
  const help = suggestion === undefined ? {} : { suggestion };
  if (!isShaped) return { rule: "config-value", says: `${shown}, which is not shaped like ${article(table.noun)}`, allowed, ...help };
  return { rule: "unknown-region", says: `${shown}, which is not a known ${table.noun}`, ...help };
}

const spell = (name: string, table: RegionTable): string => table.normalise?.(name) ?? name;

const article = (noun: string): string => `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;
