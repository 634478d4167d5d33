import { statSync } from "node:fs";

export type Analyser = typeof import("@glacier/server");

/**
 * The analyser, loaded only by the commands that need it: in one piece where `npm run build` has made that of the code as it is now, for its hundreds of
 * modules take twice as long to load.
 */
export async function loadAnalyser(): Promise<Analyser> {
  const bundle = bundleOf(import.meta.url);
  // It is made from the same entry.
  return bundle ? ((await import(bundle.href)) as Analyser) : import("@glacier/server");
}

/** The bundle that goes with the built file at a URL. What runs from source is not bundled, and of what was compiled since then the bundle knows nothing. */
export function bundleOf(url: string): URL | undefined {
  if (url.endsWith(".ts")) return undefined;
  const bundle = new URL("analyser/index.mjs", url);
  const made = timeOf(bundle);
  const emitted = ["core", "server"].map((room) => timeOf(new URL(`../../${room}/dist/.tsbuildinfo`, url)));
  return made !== undefined && emitted.every((time) => time === undefined || time <= made) ? bundle : undefined;
}

const timeOf = (url: URL): number | undefined => statSync(url, { throwIfNoEntry: false })?.mtimeMs;
