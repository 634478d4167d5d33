import * as z from "zod";
import { defineConfig } from "./define-config.ts";
import { pattern, text, whole } from "./fields.ts";

const schema = () =>
  z.strictObject({
    host: pattern(/^https:\/\/[^\s/?#@]+\/?$/, 'a workspace URL such as "https://adb-1.2.azuredatabricks.net"')
      .optional()
      .describe("Workspace URL."),
    token: text().optional().describe("Access token. Default: DATABRICKS_TOKEN or the SDK's own chain."),
    clusterId: text().optional().describe("An existing cluster. Default: a job cluster made from the other fields."),
    instanceType: pattern(/^[A-Za-z][\w.-]*$/, 'an instance type of the cloud, such as "i3.xlarge"')
      .optional()
      .describe("Virtual machine of each node."),
    numWorkers: whole(0).optional().describe("Workers of a cluster of fixed size."),
    autoscale: z
      .strictObject({ minWorkers: whole(0), maxWorkers: whole(1) })
      .optional()
      .describe("Limits of a cluster that grows and shrinks."),
    // From 18 on there is no minor version. A bare Spark version, such as "3.4", is a common mistake [Databricks runtime release notes, 2026-11-26].
    sparkVersion: pattern(/^(\d+(\.\d+)?\.x-|custom:)\S+$/, 'a Databricks runtime such as "15.4.x-scala2.12"')
      .optional()
      .describe("Databricks runtime."),
    // 0, or 10 to 10000 [databricks-sdk 0.162 ClusterSpec.autotermination_minutes, 2026-11-26].
    autoterminationMinutes: whole(0, 10_000).optional().describe("Minutes of idleness after which a cluster stops; 0 for never."),
    runtimeEngine: z.enum(["PHOTON", "STANDARD"]).optional().describe("Query engine."),
  });

/** Settings of a Databricks cluster, on AWS, Azure or Google Cloud. */
export class DatabricksConfig extends defineConfig({
  name: "DatabricksConfig",
  kind: "databricks",
  schema,
  secrets: ["token"],
  checks: [
    {
      rule: "config-combination",
      find: ({ numWorkers, autoscale }) =>
        numWorkers !== undefined && autoscale !== undefined
          ? [{ path: ["numWorkers"], says: "is given beside autoscale", allowed: "one of numWorkers and autoscale" }]
          : [],
    },
    {
      rule: "config-combination",
      find: ({ autoscale }) =>
        autoscale !== undefined && autoscale.maxWorkers <= autoscale.minWorkers
          ? [
              {
                path: ["autoscale", "maxWorkers"],
                says: `is ${autoscale.maxWorkers}`,
                allowed: `more than minWorkers, which is ${autoscale.minWorkers}`,
              },
            ]
          : [],
    },
    {
      rule: "config-combination",
      // [databricks-sdk 0.162 ClusterSpec.runtime_engine, 2026-11-26]
      find: ({ sparkVersion, runtimeEngine }) =>
        sparkVersion?.includes("-photon-") && runtimeEngine !== undefined
          ? [{ path: ["runtimeEngine"], says: 'is given beside a runtime of the old form with "-photon-"', allowed: "one of the two" }]
          : [],
    },
    {
      rule: "config-value",
      find: ({ autoterminationMinutes: minutes = 0 }) =>
        minutes > 0 && minutes < 10
          ? [{ path: ["autoterminationMinutes"], says: `is ${minutes}`, allowed: "0, or from 10 to 10000 minutes" }]
          : [],
    },
  ],
}) {}
