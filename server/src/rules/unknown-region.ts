import { configRule } from "./config-reports.ts";

/** A place with the form of a region that no list holds. */
export const unknownRegion = configRule("unknown-region", "warning");
