import { defineConfig } from "vitest/config";
import base from "./vitest.config.mts";

/** What is tested against emulators of the clouds, which are started once for all files. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ["test/cloud/**/*.test.ts"],
    // They wait for servers more than they work.
    maxWorkers: 4,
    // A net for what hangs: thousands of requests to four servers take their time on a busy machine.
    testTimeout: 120_000,
    globalSetup: [...(base.test?.globalSetup ?? []), "test/support/emulators/global-setup.ts"],
  },
});
