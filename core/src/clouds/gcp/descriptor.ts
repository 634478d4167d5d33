import { type Environment, GcpConfig, gcpRegions } from "../../config/index.ts";
import type { CloudDescriptor } from "../descriptor.ts";
import { splitUri } from "../descriptor-uri.ts";
import { names } from "./descriptor-names.ts";
import { runtimes } from "./descriptor-runtimes.ts";

/** Google Cloud. */
export const descriptor: CloudDescriptor = {
  id: "gcp",
  label: "Google Cloud",
  providerConfig: "GcpConfig",
  legacyProvider: { className: "GCPProvider", renamed: { projectId: "project" } },
  configs: {
    bucket: ["GcsConfig"],
    serverless: ["CloudFunctionConfig"],
    databricks: ["DatabricksConfig"],
    dataproc: ["DataprocConfig"],
    spark: ["DataprocConfig", "SparkConfig"],
  },
  ignoresForeignConfigs: false,
  names,
  runtimes,
  regions: gcpRegions,
  // [Databricks, compute configuration, 2026-11-26]
  nodeTypes: { shape: /^[a-z][a-z0-9]*-[a-z]+-\d+/, example: "n2-highmem-4" },
  nameField: "project",
  regionField: "region",
  bucketNamesAreGlobal: true,
  sdkPackages: ["@google-cloud/", "googleapis", "firebase-admin"],
  bucketUri: ({ bucketName, path }) => (path === "" ? `gs://${bucketName}` : `gs://${bucketName}/${path}`),
  parseUri: (uri, env) => {
    const found = splitUri(uri, descriptor.uriSchemes);
    if (found === undefined || "problem" in found) return found;
    return { config: configFrom(env), bucketName: found.authority, path: found.path };
  },
  uriSchemes: ["gs"],
  uriForm: "gs://bucket/key",
};

/** A bucket's name is unique in the world: its objects are reached without the project, which only what is created belongs to. */
function configFrom(env: Environment): GcpConfig {
  return GcpConfig.fromEnv({ ...env, GCP_PROJECT: env.GCP_PROJECT?.trim() || NO_PROJECT });
}

/** Stands for a project that nobody has named, in a provider for object operations. */
const NO_PROJECT = "no-project";
