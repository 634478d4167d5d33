import * as z from "zod";
import { defineConfig } from "./define-config.ts";
import { fact } from "./fact.ts";
import { environment, pattern, roleArn, variableNameCheck, whole } from "./fields.ts";

/** Limits of a Lambda function: memory and storage in MB, timeout in seconds. */
export const lambdaLimits = fact(
  { memory: [128, 10_240], timeout: [1, 900], ephemeralStorage: [512, 10_240], layers: 5, environmentBytes: 4096 },
  "AWS Lambda developer guide, quotas",
  "2026-11",
);

/** Environment variables that Lambda sets itself. */
export const lambdaReservedVariables = fact(
  [
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_TASK_ROOT",
    "LAMBDA_RUNTIME_DIR",
  ],
  "AWS Lambda developer guide, environment variables",
  "2026-11-26",
);

/** Of the names that begin as Lambda's own do, the ones that are for users to set. */
const userVariables = fact(["AWS_LAMBDA_EXEC_WRAPPER"], "AWS Lambda developer guide, modifying the runtime environment", "2026-11-26");

const isReserved = (name: string): boolean =>
  (lambdaReservedVariables.value as readonly string[]).includes(name) ||
  (name.startsWith("AWS_LAMBDA_") && !(userVariables.value as readonly string[]).includes(name));

// The second form is of layers that AWS brings [@aws-sdk/client-lambda 3.1164 LayerVersionArn, 2026-11-26].
const LAYER_VERSION = /^arn:[\w-]+:lambda:([a-z0-9-]+:\d{12}:layer:[\w-]+:\d+|::awslayer:[\w-]+)$/;

const limits = lambdaLimits.value;
const schema = () =>
  z.strictObject({
    memory: whole(...limits.memory)
      .default(128)
      .describe("Memory in MB."),
    timeout: whole(...limits.timeout)
      .default(3)
      .describe("Longest run in seconds."),
    ephemeralStorage: whole(...limits.ephemeralStorage)
      .default(512)
      .describe("Size of /tmp in MB."),
    architecture: z.enum(["x86_64", "arm64"]).default("x86_64").describe("Processor."),
    environment: environment().optional().describe("Environment variables."),
    layers: z
      .array(pattern(LAYER_VERSION, "the ARN of a layer version"))
      .max(limits.layers)
      .optional()
      .describe("Layers, by the ARN of a version."),
    roleArn: roleArn().optional().describe("Role that the function runs as."),
    reservedConcurrency: whole(0).optional().describe("Instances kept for this function, and its upper limit."),
  });

/** Settings of a function on AWS. */
export class LambdaConfig extends defineConfig({
  name: "LambdaConfig",
  kind: "serverless",
  schema,
  secrets: ["environment"],
  checks: [
    // The form is that of the client [@aws-sdk/client-lambda 3.1164 EnvironmentVariableName, 2026-11-26].
    variableNameCheck({
      form: /^[a-zA-Z][a-zA-Z0-9_]+$/,
      allowed: "a name of at least two letters, digits and _, starting with a letter",
      isReserved,
      service: "Lambda",
    }),
    {
      rule: "config-value",
      find: ({ environment: variables = {} }) =>
        byteLength(variables) > limits.environmentBytes
          ? [
              {
                path: ["environment"],
                says: `takes ${byteLength(variables)} bytes`,
                allowed: `at most ${limits.environmentBytes} bytes in all`,
              },
            ]
          : [],
    },
  ],
}) {}

const byteLength = (variables: Readonly<Record<string, string>>): number => new TextEncoder().encode(JSON.stringify(variables)).length;
