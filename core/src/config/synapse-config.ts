import * as z from "zod";
import { defineConfig } from "./define-config.ts";
import { fact } from "./fact.ts";
import { pattern, whole } from "./fields.ts";

/** Node sizes of a Synapse Spark pool. */
export const synapseNodeSizes = fact(
  ["Small", "Medium", "Large", "XLarge", "XXLarge", "XXXLarge"],
  "Azure Resource Manager, Synapse BigDataPoolNodeSize",
  "2026-11-22",
);

const schema = () =>
  z.strictObject({
    // [Azure resource naming rules, Microsoft.Synapse/workspaces, 2026-11-22]
    workspace: pattern(
      /^(?!.*-ondemand)[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?$/,
      'a workspace name: up to 50 lower-case letters, digits and hyphens, without "-ondemand"',
    ).describe("Synapse workspace."),
    nodeSize: z.enum(synapseNodeSizes.value).default("Small").describe("Size of each node."),
    // A pool instance is one head node and at least two workers [Synapse, Apache Spark pool configurations, 2026-11-22].
    numNodes: whole(3, 200).default(3).describe("Number of nodes."),
    sparkVersion: pattern(/^\d+\.\d+$/, 'a Spark version such as "3.5"')
      .optional()
      .describe("Spark version of the pool."),
  });

/** Settings of a Synapse Spark pool on Azure. */
export class SynapseConfig extends defineConfig({ name: "SynapseConfig", kind: "synapse", schema }) {}
