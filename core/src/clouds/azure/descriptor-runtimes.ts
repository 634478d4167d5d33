import { type Fact, fact } from "../../config/index.ts";
import type { RuntimeDates } from "../descriptor-runtimes.ts";

/** Languages of Azure Functions and the end of their support. Functions in them can still be created then, so none is ever blocked. */
export const runtimes: Fact<Readonly<Record<string, RuntimeDates>>> = fact(
  {
    node18: { deprecated: "2025-04-30", successor: "node24" },
    node20: { deprecated: "2026-04-30", successor: "node24" },
    node22: { deprecated: "2027-04-30", successor: "node24" },
    "python3.13": { deprecated: "2029-10-31" },
    "python3.14": { deprecated: "2030-10-31" },
  },
  "Azure Functions, language runtime support policy; functionAppStacks.json",
  "2026-11-26",
);
