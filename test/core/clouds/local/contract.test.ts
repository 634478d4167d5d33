import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { bucketContract } from "@glacier/core/testing";
import { contractRunner } from "../../../support/clouds/contract-runner.ts";
import { localProvider } from "./local-provider.ts";

bucketContract(contractRunner, {
  name: "the local cloud",
  capabilities: { signedUrls: false, conditionalWrites: true, anyKey: false, contentTypes: false },
  server: { makesBuckets: true },
  makeBucket: async () => {
    const { provider, basePath } = localProvider();
    const temporary = join(basePath, ".glacier/tmp");
    const files = () => readdirSync(temporary, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return {
      bucket: (path, options) => provider.bucket("lake", { path, ...options }),
      leftovers: async () => (existsSync(temporary) ? files().map(({ name }) => name) : []),
    };
  },
  missing: (path, options) => localProvider().provider.bucket("never-made", { path, ...options }),
});
