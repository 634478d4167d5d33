import * as z from "zod";
import { defineConfig } from "./define-config.ts";
import { fact } from "./fact.ts";
import { pattern, roleArn, text, whole } from "./fields.ts";
import type { CheckFinding } from "./problems.ts";
import { listOf } from "./schema-reader.ts";

/** Worker sizes of EMR Serverless: per number of vCPUs, the least and most memory in GB and its step. */
export const emrWorkerSizes = fact(
  {
    1: { min: 2, max: 8, step: 1 },
    2: { min: 4, max: 16, step: 1 },
    4: { min: 8, max: 30, step: 1 },
    8: { min: 16, max: 60, step: 4 },
    16: { min: 32, max: 120, step: 8 },
  },
  "EMR Serverless user guide, supported worker configurations",
  "2026-11-22",
);

// Disks of up to 200 GB are of the standard kind, larger ones of the one for shuffles [EMR Serverless user guide, worker configurations, 2026-11-26].
const worker = z.strictObject({ cores: whole(1, 16), memory: whole(2, 120), disk: whole(20, 2000).optional() });

const schema = () =>
  z.strictObject({
    releaseLabel: pattern(
      /^emr-(\d+\.\d+\.\d+|spark-\d+\.\d+(\.\d+)?)(-[\w.-]+)?$/,
      'a release such as "emr-7.5.0" or "emr-spark-8.0.0"',
    ).describe("EMR release."),
    applicationId: text().optional().describe("An existing application. Default: one named after the environment."),
    roleArn: roleArn().optional().describe("Role that the job runs as."),
    driver: worker.optional().describe("Size of the driver: vCPUs, and memory and disk in GB."),
    executor: worker.optional().describe("Size of each executor: vCPUs, and memory and disk in GB."),
    maxExecutors: whole(1).optional().describe("Upper limit of executors."),
  });

/** The first release that runs serverless, as major and minor version. */
const firstRelease = fact([6, 6], "EMR Serverless user guide, release versions", "2026-11-26");

/** Settings of an EMR Serverless application on AWS. */
export class EmrConfig extends defineConfig({
  name: "EmrConfig",
  kind: "emr",
  schema,
  checks: [
    {
      rule: "config-value",
      find: ({ releaseLabel }) => {
        const [major = 0, minor = 0] = (/^emr-(\d+)\.(\d+)/.exec(releaseLabel)?.slice(1) ?? []).map(Number);
        const [firstMajor, firstMinor] = firstRelease.value;
        const isOld = major > 0 && (major < firstMajor || (major === firstMajor && minor < firstMinor));
        return isOld
          ? [{ path: ["releaseLabel"], says: `is "${releaseLabel}"`, allowed: `emr-${firstMajor}.${firstMinor}.0 or later` }]
          : [];
      },
    },
    { rule: "config-combination", find: ({ driver }) => sizeFindings("driver", driver) },
    { rule: "config-combination", find: ({ executor }) => sizeFindings("executor", executor) },
  ],
}) {}

function sizeFindings(field: string, size: z.output<typeof worker> | undefined): CheckFinding[] {
  if (!size) return [];
  const sizes: Readonly<Record<number, { min: number; max: number; step: number }>> = emrWorkerSizes.value;
  const memory = sizes[size.cores];
  if (!memory) return [{ path: [field, "cores"], says: `is ${size.cores}`, allowed: `${listOf(Object.keys(sizes))} vCPUs` }];
  const fits = size.memory >= memory.min && size.memory <= memory.max && (size.memory - memory.min) % memory.step === 0;
  const steps = memory.step === 1 ? "" : ` in steps of ${memory.step}`;
  return fits
    ? []
    : [
        {
          path: [field, "memory"],
          says: `is ${size.memory} with ${size.cores} vCPUs`,
          allowed: `${memory.min} to ${memory.max} GB${steps}`,
        },
      ];
}
