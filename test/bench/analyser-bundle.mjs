import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundleOf } from "../../cli/src/bundle.ts";

/** The address of the analyser as users have it: in one piece, with TypeScript's parser alone. */
export function analyserBundle() {
  const bundle = bundleOf(pathToFileURL(join(import.meta.dirname, "../../cli/dist/analyser.js")).href, "index");
  if (!bundle) throw new Error("There is no bundle of the analyser as it is now: `npm run build` first.");
  return bundle.href;
}
