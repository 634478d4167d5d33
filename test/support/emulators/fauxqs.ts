// S3, light: ready at once and installed by npm, so every developer has it. What it does not do, radosgw.ts does: fauxqs
// believes every key, keeps no versions, ignores If-None-Match and If-Match (it overwrites silently) and refuses bodies over 11 MiB.
import { join } from "node:path";
import type { S3Access } from "./access.ts";
import { type Emulator, serve } from "./server-process.ts";

export const fauxqs: Emulator<S3Access> = {
  title: "fauxqs",
  missing: () => undefined,
  start: () =>
    serve("fauxqs", async (server) => {
      const pid = await server.run(process.execPath, [join(import.meta.dirname, "fauxqs-server.mjs")]);
      const endpoint = await server.printed(/listening at (http:\S+)/);
      const keys = { accessKeyId: "glacier", secretAccessKey: "glacier-secret" };
      return { pid, access: { endpoint, region: "us-east-1", ...keys } };
    }),
};
