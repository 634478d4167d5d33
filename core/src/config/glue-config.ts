import * as z from "zod";
import { defineConfig } from "./define-config.ts";
import { fact } from "./fact.ts";
import { pattern, roleArn, whole } from "./fields.ts";

/** Glue worker types, each with the first Glue version that has it. */
export const glueWorkerTypes = fact(
  {
    "G.025X": 3,
    "G.1X": 0,
    "G.2X": 0,
    "G.4X": 3,
    "G.8X": 3,
    "G.12X": 4,
    "G.16X": 4,
    "R.1X": 4,
    "R.2X": 4,
    "R.4X": 4,
    "R.8X": 4,
    "Z.2X": 4,
    Standard: 0,
  },
  "@aws-sdk/client-glue WorkerType; AWS Glue developer guide, worker types",
  "2026-11",
);

/** Most workers of a job, for the types that have a limit. */
export const glueMaxWorkers = fact({ "G.1X": 299, "G.2X": 149 }, "AWS Glue API, NumberOfWorkers", "2026-11");

type WorkerType = keyof typeof glueWorkerTypes.value;
// Object.keys forgets the key type of a closed record.
const workerTypes = Object.keys(glueWorkerTypes.value) as [WorkerType, ...WorkerType[]];

const schema = () =>
  z.strictObject({
    workerType: z.enum(workerTypes).default("G.1X").describe("Size of each worker."),
    numWorkers: whole(1).default(2).describe("Number of workers."),
    glueVersion: pattern(/^(\d+\.\d+|auto)$/, 'a Glue version such as "5.0", or "auto"')
      .default("5.0")
      .describe("Glue version."),
    roleArn: roleArn().optional().describe("Role that the job runs as."),
    // Seven days at most; the console offers up to 10 retries [AWS Glue developer guide, job properties, 2026-11].
    timeout: whole(1, 10_080).optional().describe("Longest run in minutes."),
    maxRetries: whole(0, 10).optional().describe("Retries of a failed job."),
    executionClass: z.enum(["STANDARD", "FLEX"]).optional().describe("FLEX runs on spare capacity."),
  });

/** Settings of an AWS Glue job. */
export class GlueConfig extends defineConfig({
  name: "GlueConfig",
  kind: "glue",
  schema,
  checks: [
    {
      rule: "config-combination",
      find: ({ workerType, glueVersion }) => {
        const needed = glueWorkerTypes.value[workerType];
        return Number(glueVersion) < needed
          ? [
              {
                path: ["workerType"],
                says: `is "${workerType}" with glueVersion "${glueVersion}"`,
                allowed: `Glue ${needed}.0 or later for this worker`,
              },
            ]
          : [];
      },
    },
    {
      rule: "config-combination",
      find: ({ workerType, numWorkers }) => {
        const most = (glueMaxWorkers.value as Partial<Record<WorkerType, number>>)[workerType];
        return most !== undefined && numWorkers > most
          ? [{ path: ["numWorkers"], says: `is ${numWorkers}`, allowed: `at most ${most} workers of type "${workerType}"` }]
          : [];
      },
    },
    {
      rule: "config-combination",
      find: ({ executionClass, glueVersion }) =>
        executionClass === "FLEX" && Number(glueVersion) < 3
          ? [{ path: ["executionClass"], says: `is "FLEX" with glueVersion "${glueVersion}"`, allowed: "FLEX from Glue 3.0 on" }]
          : [],
    },
  ],
}) {}
