import { setFlagsFromString } from "node:v8";
import { bundleOf } from "./bundle.ts";

export type Analyser = typeof import("@glacier/server");

/** The analyser, loaded only by the commands that need it: in one piece where there is that, for its hundreds of modules take twice as long to load. */
export async function loadAnalyser(): Promise<Analyser> {
  // Nearly all that is learnt is kept until the command ends: to look through it for garbage whenever it has grown by a little takes time for nothing.
  setFlagsFromString("--heap-growing-percent=500");
  const bundle = bundleOf(import.meta.url, "index");
  // It is made from the same entry.
  return bundle ? ((await import(bundle.href)) as Analyser) : import("@glacier/server");
}
