import { AzureConfig, azureLocations, type Environment } from "../../config/index.ts";
import type { CloudDescriptor, UriPlace, UriProblem } from "../descriptor.ts";
import { decoded, type SplitUri, splitUri } from "../descriptor-uri.ts";
import { names } from "./descriptor-names.ts";
import { runtimes } from "./descriptor-runtimes.ts";

/** Microsoft Azure. */
export const descriptor: CloudDescriptor = {
  id: "azure",
  label: "Azure",
  providerConfig: "AzureConfig",
  legacyProvider: { className: "AzureProvider", renamed: {} },
  configs: {
    bucket: ["BlobConfig"],
    serverless: ["AzureFunctionConfig"],
    databricks: ["DatabricksConfig"],
    synapse: ["SynapseConfig"],
    spark: ["SynapseConfig", "SparkConfig"],
  },
  ignoresForeignConfigs: false,
  names,
  runtimes,
  regions: azureLocations,
  // [Databricks, compute configuration, 2026-11-26]
  nodeTypes: { shape: /^Standard_/, example: "Standard_DS3_v2" },
  nameField: "resourceGroup",
  regionField: "location",
  bucketNamesAreGlobal: false,
  sdkPackages: ["@azure/", "azure-storage"],
  bucketUri: ({ config, bucketName, path }) => {
    const account = config.storageAccount ?? accountOf(config.connectionString);
    // Without an account Hadoop's short form is all that can be said.
    const container = typeof account === "string" ? `${bucketName}@${account}.dfs.core.windows.net` : bucketName;
    return path === "" ? `abfs://${container}` : `abfs://${container}/${path}`;
  },
  parseUri: (uri, env) => {
    const found = splitUri(uri, descriptor.uriSchemes);
    if (found !== undefined) return "problem" in found ? found : placeIn(found, env);
    const page = splitUri(uri, ["https"]);
    return page === undefined || "problem" in page ? undefined : placeAt(page, env);
  },
  uriSchemes: ["abfs", "abfss", "wasb", "wasbs", "az", "azure"],
  uriForm: "abfs://container@account.dfs.core.windows.net/key",
};

/** `container@account.dfs.core.windows.net`, or the container alone where the environment names the account. */
function placeIn({ authority, path }: SplitUri, env: Environment): UriPlace | UriProblem {
  const at = authority.indexOf("@");
  if (at < 0) return { config: configFor(undefined, env), bucketName: authority, path };
  const account = /^([a-z0-9]{3,24})\.(?:dfs|blob)\.core\.windows\.net$/i.exec(authority.slice(at + 1))?.[1];
  if (at === 0 || account === undefined) return { problem: `its form is ${descriptor.uriForm}` };
  return { config: configFor(account.toLowerCase(), env), bucketName: authority.slice(0, at), path };
}

/** `https://account.blob.core.windows.net/container/key`, as the portal shows it. */
function placeAt({ authority, path }: SplitUri, env: Environment): UriPlace | UriProblem | undefined {
  const account = /^([a-z0-9]{3,24})\.blob\.core\.windows\.net$/i.exec(authority)?.[1];
  if (account === undefined) return undefined;
  // A signature in it is not used, and is not repeated.
  if (path.includes("?")) return { problem: "it is a signed URL; give the address up to the question mark" };
  const slash = path.indexOf("/");
  const bucketName = slash < 0 ? path : path.slice(0, slash);
  const key = decoded(slash < 0 ? "" : path.slice(slash + 1));
  if (bucketName === "") return { problem: "it names no container" };
  if (key === undefined) return { problem: 'a "%" in it is not followed by two hexadecimal digits of UTF-8' };
  return { config: configFor(account.toLowerCase(), env), bucketName, path: key };
}

/** The environment's config; of another account than the URI's, nothing that belongs to that account. */
function configFor(account: string | undefined, env: Environment): AzureConfig {
  const config = AzureConfig.fromEnv({ ...env, AZURE_RESOURCE_GROUP: env.AZURE_RESOURCE_GROUP?.trim() || NO_RESOURCE_GROUP });
  if (account === undefined || account === (config.storageAccount ?? accountOf(config.connectionString))) return config;
  const { resourceGroup, location, subscriptionId, tenantId } = config;
  return new AzureConfig({ resourceGroup, location, subscriptionId, tenantId, storageAccount: account });
}

/** Stands for a resource group that nobody has named, in a provider for object operations: containers are reached by their account alone. */
const NO_RESOURCE_GROUP = "no-resource-group";

/** `…;AccountName=etl;…` → `etl`. */
function accountOf(connectionString: unknown): string | undefined {
  return typeof connectionString === "string" ? /(?:^|;)AccountName=([a-z0-9]+)/i.exec(connectionString)?.[1] : undefined;
}
