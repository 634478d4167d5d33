// Azure Blob Storage, by Microsoft's own emulator. What it does not prove: `query`, the hierarchical namespace (abfs renames,
// folders), storage tiers that take hours to come back, and roles: an account's key may do everything with that account.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { AzureAccess } from "./access.ts";
import { type Emulator, serve } from "./server-process.ts";

/** Known to everyone: Microsoft publishes them for its emulator. They open nothing else. */
const FIRST = {
  account: "devstoreaccount1",
  accountKey: "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
};
const SECOND = { account: "strangeraccount", accountKey: Buffer.from("the key of a stranger, for tests").toString("base64") };

export const azurite: Emulator<AzureAccess> = {
  title: "Azurite",
  missing: () => undefined,
  start: () =>
    serve("azurite", async (server) => {
      const blob = join(dirname(createRequire(import.meta.url).resolve("azurite/package.json")), "dist/src/blob/main.js");
      const accounts = [FIRST, SECOND].map(({ account, accountKey }) => `${account}:${accountKey}`).join(";");
      const pid = await server.run(
        process.execPath,
        // The SDKs speak newer versions of the protocol than Azurite knows by name.
        [blob, "--blobHost", "127.0.0.1", "--blobPort", "0", "--skipApiVersionCheck", "--disableTelemetry", "--inMemoryPersistence"],
        { env: { AZURITE_ACCOUNTS: accounts } },
      );
      const origin = await server.printed(/listens on (http:\S+)/);
      const reach = (key: typeof FIRST) => ({ ...key, endpoint: `${origin}/${key.account}` });
      return { pid, access: { ...reach(FIRST), stranger: reach(SECOND) } };
    }),
};
