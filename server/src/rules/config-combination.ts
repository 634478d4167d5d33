import { configRule } from "./config-reports.ts";

/** Fields of a config that do not go together. */
export const configCombination = configRule("config-combination", "error");
