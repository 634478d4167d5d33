// The door of the tests: `onEmulator("s3Light", (s3) => { it(…) })`.
import { describe, inject } from "vitest";
import { EMULATORS, type EmulatorAccess, type EmulatorName, type Missing, type Reach } from "./emulators.ts";

declare module "vitest" {
  interface ProvidedContext {
    emulators: Reach;
  }
}

/**
 * A group of tests against a running emulator. Where this machine lacks it, the group is left out, and the summary says in one line
 * for all groups of that emulator what it needs; in CI that is a failure (see global-setup.ts).
 */
export function onEmulator<Name extends EmulatorName>(name: Name, tests: (access: EmulatorAccess[Name]) => void): void {
  const { title } = EMULATORS[name];
  const reach: EmulatorAccess[Name] | Missing = inject("emulators")[name];
  const heading = isMissing(reach) ? `on ${title}, which needs ${reach.missing}` : `on ${title}`;
  // Where it is missing, the tests are listed but not run: none looks at what is not there.
  describe.skipIf(isMissing(reach))(heading, () => tests(reach as EmulatorAccess[Name]));
}

const isMissing = (reach: object): reach is Missing => "missing" in reach;
