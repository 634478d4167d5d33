import type { pl } from "./polars.ts";

/** Polars, loaded when the first frame is needed: its native part is 115 MB, and browsing objects needs none of it. */
export async function loadPolars(): Promise<typeof pl> {
  return (await import("./polars.ts")).pl;
}
