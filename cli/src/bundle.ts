import { statSync } from "node:fs";

/**
 * What `npm run build` has bundled beside the built file at a URL, if that is of the code as it is now. What runs from source is not bundled, and of what was
 * compiled since then the bundle knows nothing.
 */
export function bundleOf(url: string, entry: "index" | "check"): URL | undefined {
  if (url.endsWith(".ts")) return undefined;
  const bundle = new URL(`analyser/${entry}.mjs`, url);
  const made = timeOf(bundle);
  const emitted = ["core", "server", "cli"].map((room) => timeOf(new URL(`../../${room}/dist/.tsbuildinfo`, url)));
  return made !== undefined && emitted.every((time) => time === undefined || time <= made) ? bundle : undefined;
}

const timeOf = (url: URL): number | undefined => statSync(url, { throwIfNoEntry: false })?.mtimeMs;
