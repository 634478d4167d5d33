import { configRule } from "./config-reports.ts";

/** Lifecycle rules that move objects on before the days are over that are paid anyway. */
export const lifecycleMinimumDuration = configRule("lifecycle-minimum-duration", "warning");
