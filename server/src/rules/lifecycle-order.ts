import { configRule } from "./config-reports.ts";

/** Lifecycle transitions that the cloud refuses. */
export const lifecycleOrder = configRule("lifecycle-order", "error");
