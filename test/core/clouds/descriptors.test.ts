import {
  cloudById,
  cloudDescriptors,
  cloudOfLegacyProvider,
  cloudOfProviderConfig,
  cloudsThatFit,
  cloudsThatHave,
  configsThatFit,
} from "@glacier/core/clouds";
import { configClasses, configKind, isConfigClassName } from "@glacier/core/config";
import { describe, expect, it } from "vitest";

describe("the clouds' descriptors", () => {
  it("give each provider config its cloud", () => {
    const pairs = ["AwsConfig", "AzureConfig", "GcpConfig", "LocalConfig"].map((name) => cloudOfProviderConfig(name)?.id);
    expect(pairs).toEqual(["aws", "azure", "gcp", "local"]);
    expect(cloudOfProviderConfig("S3Config")).toBeUndefined();
  });

  it("name a field that the provider config has", () => {
    for (const cloud of cloudDescriptors) {
      expect(Object.keys(configClasses[cloud.providerConfig].definition.schema.shape)).toContain(cloud.nameField);
    }
  });

  it("know the provider classes of V2, and what their options are called now", () => {
    const known = ["AWSProvider", "AzureProvider", "GCPProvider", "LocalProvider"].map((name) => cloudOfLegacyProvider(name)?.id);
    expect(known).toEqual(["aws", "azure", "gcp", "local"]);
    expect(cloudOfLegacyProvider("Provider")).toBeUndefined();
    for (const { providerConfig, legacyProvider } of cloudDescriptors) {
      const fields = Object.keys(configClasses[providerConfig].definition.schema.shape);
      for (const renamed of Object.values(legacyProvider?.renamed ?? {})) expect(fields).toContain(renamed);
    }
  });

  it("say which config fits", () => {
    expect(configsThatFit("aws", "bucket")).toEqual(["S3Config"]);
    expect(configsThatFit("azure", "glue")).toBeUndefined();
    expect(configsThatFit("gcp", "spark")).toEqual(["DataprocConfig", "SparkConfig"]);
    expect(cloudsThatFit("DatabricksConfig", "databricks").map((cloud) => cloud.id)).toEqual(["aws", "azure", "gcp"]);
    expect(cloudsThatFit("SparkConfig", "spark")).toHaveLength(4);
    expect(cloudById("local")?.ignoresForeignConfigs).toBe(true);
  });

  it("let every environment run on a laptop", () => {
    for (const kind of ["databricks", "glue", "emr", "dataproc", "synapse", "spark"] as const) {
      expect(cloudsThatHave(kind).map((cloud) => cloud.id)).toContain("local");
    }
  });

  it("leave no config class without a cloud", () => {
    for (const name of Object.keys(configClasses).filter(isConfigClassName)) {
      const kind = configKind(name);
      if (kind === "provider") expect(cloudOfProviderConfig(name), name).toBeDefined();
      else expect(cloudsThatFit(name, kind), name).not.toEqual([]);
    }
  });
});
