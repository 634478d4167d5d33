import { configRule } from "./config-reports.ts";

/** A value that a config's field does not take, a field that there is none of, or one that is missing. */
export const configValue = configRule("config-value", "error");
