import * as z from "zod";
import { defineConfig } from "./define-config.ts";
import { pattern, serviceAccount, text, whole } from "./fields.ts";

const schema = () =>
  z.strictObject({
    machineType: pattern(/^[a-z][a-z0-9]*-[a-z0-9-]+$/, 'a machine type such as "n2-standard-4"').describe("Virtual machine of each node."),
    numWorkers: whole(0).default(2).describe("Number of workers."),
    imageVersion: text().optional().describe("Dataproc image. Default: the service's own."),
    serverless: z.boolean().default(false).describe("Run as a serverless batch instead of on a cluster."),
    serviceAccount: serviceAccount().optional().describe("Account that jobs run as."),
  });

/** Settings of a Dataproc cluster on Google Cloud. */
export class DataprocConfig extends defineConfig({
  name: "DataprocConfig",
  kind: "dataproc",
  schema,
  checks: [
    {
      rule: "config-value",
      // A cluster has no worker at all (single node) or at least two; a batch has none [Dataproc, create a cluster, 2026-11].
      find: ({ numWorkers, serverless }) =>
        numWorkers === 1 && !serverless ? [{ path: ["numWorkers"], says: "is 1", allowed: "0 for a single node, or at least 2" }] : [],
    },
  ],
}) {}
