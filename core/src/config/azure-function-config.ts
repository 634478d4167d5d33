import * as z from "zod";
import { defineConfig } from "./define-config.ts";
import { fact } from "./fact.ts";
import { environment, pattern, variableNameCheck, whole } from "./fields.ts";
import { listOf } from "./schema-reader.ts";

/** Hosting plans: Flex Consumption, Consumption, and the sizes of Premium. */
export const azureFunctionPlans = fact(["FC1", "Y1", "EP1", "EP2", "EP3"], "Azure Functions hosting options", "2026-11");

/** Plans that start instances when they are asked for, so that none is always on. */
const plansOnDemand: readonly string[] = fact(["FC1", "Y1"], "Azure Functions, dedicated hosting, always on", "2026-11").value;

/** The longest run on the Consumption plan, in seconds. */
const consumptionTimeout = fact(600, "Azure Functions scale and hosting, timeout", "2026-11");

/** Instance sizes of the Flex Consumption plan, in MB. */
const flexMemory = fact([512, 2048, 4096], "Azure Functions, Flex Consumption plan, instance memory", "2026-11");

const schema = () =>
  z.strictObject({
    plan: z.enum(azureFunctionPlans.value).default("FC1").describe("Hosting plan."),
    memory: whole(1).optional().describe("Memory of an instance in MB. On FC1: 512, 2048 or 4096. Default: the plan's own."),
    timeout: whole(1).optional().describe("Longest run in seconds. Default: the plan's own."),
    alwaysOn: z.boolean().optional().describe("Keep an instance loaded. Not on FC1 and Y1."),
    environment: environment().optional().describe("Application settings."),
    // [Azure resource naming rules, Microsoft.Web/sites, 2026-11]
    appName: pattern(/^[A-Za-z0-9]([A-Za-z0-9-]{0,58}[A-Za-z0-9])$/, "an app name: 2 to 60 letters, digits and hyphens")
      .optional()
      .describe("Function app. Default: named after the function."),
  });

/** Settings of a function on Azure. */
export class AzureFunctionConfig extends defineConfig({
  name: "AzureFunctionConfig",
  kind: "serverless",
  schema,
  secrets: ["environment"],
  checks: [
    // App settings such as "AzureWebJobs.load.Disabled" are documented names [Azure Functions, app settings, 2026-11-26].
    variableNameCheck({
      form: /^[\w.:-]+$/,
      allowed: "a name of letters, digits and _ . : -",
      isReserved: () => false,
      service: "Azure Functions",
    }),
    {
      rule: "config-combination",
      find: ({ plan, timeout }) =>
        plan === "Y1" && timeout !== undefined && timeout > consumptionTimeout.value
          ? [{ path: ["timeout"], says: `is ${timeout} on plan "Y1"`, allowed: `at most ${consumptionTimeout.value} seconds there` }]
          : [],
    },
    {
      rule: "config-combination",
      find: ({ plan, alwaysOn }) =>
        alwaysOn && plansOnDemand.includes(plan)
          ? [
              {
                path: ["alwaysOn"],
                says: `does not exist on plan "${plan}"`,
                allowed: `true on ${listOf(azureFunctionPlans.value.filter((it) => !plansOnDemand.includes(it)))} only`,
              },
            ]
          : [],
    },
    {
      rule: "config-combination",
      find: ({ plan, memory }) =>
        plan === "FC1" && memory !== undefined && !(flexMemory.value as readonly number[]).includes(memory)
          ? [
              {
                path: ["memory"],
                says: `is ${memory} on plan "FC1"`,
                allowed: listOf(flexMemory.value.map(String)),
              },
            ]
          : [],
    },
  ],
}) {}
