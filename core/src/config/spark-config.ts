import * as z from "zod";
import { defineConfig } from "./define-config.ts";
import { pattern, text } from "./fields.ts";

const schema = () =>
  z.strictObject({
    master: pattern(
      /^(local-cluster\[\d+,\s*\d+,\s*\d+\]|local(\[(\*|\d+)(,\s*\d+)?\])?|yarn|spark:\/\/\S+|k8s:\/\/\S+|mesos:\/\/\S+)$/,
      'a Spark master such as "local[*]", "yarn" or "spark://host:7077"',
    )
      .default("local[*]")
      .describe("Spark master."),
    sparkHome: text().optional().describe("Folder of the Spark installation. Default: SPARK_HOME."),
    conf: z.record(text(), z.string()).optional().describe("Spark properties."),
  });

/** Settings of Spark wherever `provider.spark()` runs it. */
export class SparkConfig extends defineConfig({ name: "SparkConfig", kind: "spark", schema, secrets: ["conf"] }) {}
