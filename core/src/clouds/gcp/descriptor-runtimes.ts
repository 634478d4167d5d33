import { type Fact, fact } from "../../config/index.ts";
import type { RuntimeDates } from "../descriptor-runtimes.ts";

/** Runtimes of Cloud Functions, and the days from which they are deprecated and from which they are decommissioned. */
export const runtimes: Fact<Readonly<Record<string, RuntimeDates>>> = fact(
  {
    nodejs24: { deprecated: "2028-04-30", blocked: "2028-10-31" },
    nodejs22: { deprecated: "2027-04-30", blocked: "2027-10-31", successor: "nodejs24" },
    nodejs20: { deprecated: "2026-04-30", blocked: "2026-10-30", successor: "nodejs24" },
    nodejs18: { deprecated: "2025-04-30", blocked: "2025-10-30", successor: "nodejs24" },
    nodejs16: { deprecated: "2024-01-30", blocked: "2025-01-30", successor: "nodejs24" },
    nodejs14: { deprecated: "2024-01-30", blocked: "2025-01-30", successor: "nodejs24" },
    nodejs12: { deprecated: "2024-01-30", blocked: "2025-01-30", successor: "nodejs24" },
    nodejs10: { deprecated: "2024-01-30", blocked: "2025-01-30", successor: "nodejs24" },
    python310: { deprecated: "2026-10-04", blocked: "2027-04-04", successor: "python313" },
    python311: { deprecated: "2027-10-24", blocked: "2028-04-24", successor: "python313" },
    python312: { deprecated: "2028-10-02", blocked: "2029-04-02" },
    python313: { deprecated: "2029-10-10", blocked: "2030-04-10" },
    python314: { deprecated: "2030-10-10", blocked: "2031-04-10" },
  },
  "Cloud Run functions, runtime support; firebase-tools 15.34.2 runtimes",
  "2026-11-26",
);
