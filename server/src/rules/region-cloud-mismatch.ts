import { configRule } from "./config-reports.ts";

/** A region of another cloud. */
export const regionCloudMismatch = configRule("region-cloud-mismatch", "error");
