import { bundleOf } from "./bundle.ts";

export type Analyser = typeof import("@glacier/server");

/** The analyser, loaded only by the commands that need it: in one piece where there is that, for its hundreds of modules take twice as long to load. */
export async function loadAnalyser(): Promise<Analyser> {
  const bundle = bundleOf(import.meta.url, "index");
  // It is made from the same entry.
  return bundle ? ((await import(bundle.href)) as Analyser) : import("@glacier/server");
}
