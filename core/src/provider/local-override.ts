import { resolve } from "node:path";

/**
 * Makes every provider that is constructed from now on behave as a local one whose folder is `basePath`, whatever cloud its config names:
 * `cloud` is `local`, `config` is a `LocalConfig`, and resources' cloud configs are accepted and ignored.
 * A provider keeps the name that its own config gives it, so that graph ids, checkpoints and lenses stay the same.
 *
 * The runner calls this for `glacier run --local DIR`, before it loads the pipeline file. `undefined` ends it.
 */
export function forceLocal(basePath: string | undefined): void {
  // On globalThis, because the pipeline's copy of this package may be another one than the runner's.
  Reflect.set(globalThis, OVERRIDE, basePath === undefined ? undefined : resolve(basePath));
}

/** The folder that {@link forceLocal} set, or undefined. */
export function forcedBasePath(): string | undefined {
  const basePath: unknown = Reflect.get(globalThis, OVERRIDE);
  return typeof basePath === "string" ? basePath : undefined;
}

const OVERRIDE = Symbol.for("@glacier/core/local-override");
