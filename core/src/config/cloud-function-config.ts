import * as z from "zod";
import { defineConfig } from "./define-config.ts";
import { fact } from "./fact.ts";
import { environment, pattern, serviceAccount, variableNameCheck, whole } from "./fields.ts";

/** Memory of a second-generation Cloud Function, in MiB, and its longest run over HTTP, in seconds. */
export const cloudFunctionLimits = fact({ memory: [128, 32_768], timeout: [1, 3600] }, "Cloud Functions 2nd gen, quotas", "2026-11");

/** Environment variables that the service sets itself. */
const cloudFunctionReservedVariables = fact(
  ["FUNCTION_TARGET", "FUNCTION_SIGNATURE_TYPE", "K_SERVICE", "K_REVISION", "PORT"],
  "Cloud Run, environment variables",
  "2026-11-26",
);

const limits = cloudFunctionLimits.value;
const memoryAllowed = `from ${limits.memory[0]}Mi to ${limits.memory[1] / 1024}Gi`;
const schema = () =>
  z.strictObject({
    memory: pattern(/^\d+(Mi|Gi|M|G)$/, 'an amount such as "512Mi" or "2Gi"')
      .default("256Mi")
      .describe(`Memory, such as "512Mi" or "2Gi"; ${memoryAllowed}.`),
    timeout: whole(...limits.timeout)
      .default(60)
      .describe("Longest run in seconds."),
    minInstances: whole(0).optional().describe("Instances that are kept warm."),
    maxInstances: whole(1).optional().describe("Upper limit of instances."),
    // [Cloud Functions API v2, ServiceConfig.ingressSettings, 2026-11-26]
    ingress: z.enum(["ALLOW_ALL", "ALLOW_INTERNAL_ONLY", "ALLOW_INTERNAL_AND_GCLB"]).optional().describe("Who may call the function."),
    environment: environment().optional().describe("Environment variables."),
    serviceAccount: serviceAccount().optional().describe("Account the function runs as."),
  });

/** Settings of a function on Google Cloud. */
export class CloudFunctionConfig extends defineConfig({
  name: "CloudFunctionConfig",
  kind: "serverless",
  schema,
  secrets: ["environment"],
  checks: [
    variableNameCheck({
      form: /^(?!X_GOOGLE_)[^=\0]+$/,
      allowed: 'a name that is not empty, has no "=" and does not start with X_GOOGLE_',
      isReserved: (name) => (cloudFunctionReservedVariables.value as readonly string[]).includes(name),
      service: "Cloud Functions",
    }),
    {
      rule: "config-value",
      find: ({ memory }) => {
        const [min, max] = limits.memory;
        const size = mebibytes(memory);
        return size >= min && size <= max
          ? []
          : [{ path: ["memory"], says: `is ${JSON.stringify(memory)}`, allowed: `an amount ${memoryAllowed}` }];
      },
    },
    {
      rule: "config-combination",
      find: ({ minInstances, maxInstances }) =>
        minInstances !== undefined && maxInstances !== undefined && minInstances > maxInstances
          ? [{ path: ["minInstances"], says: `is ${minInstances}`, allowed: `at most maxInstances, which is ${maxInstances}` }]
          : [],
    },
  ],
}) {}

/** `"2Gi"` → 2048. Decimal units (`M`, `G`) count in powers of ten. */
function mebibytes(memory: string): number {
  const factors: Record<string, number> = { Mi: 1, Gi: 1024, M: 1e6 / 1_048_576, G: 1e9 / 1_048_576 };
  const unit = memory.replace(/^\d+/, "");
  return Number.parseInt(memory, 10) * (factors[unit] ?? Number.NaN);
}
