// Google Cloud Storage, by fake-gcs-server: resumable uploads, ranges, pages, generations, ifGenerationMatch on uploads.
// What it does not prove: access (it believes everyone, signed addresses too), preconditions on copy and delete (it does not look at
// them), compose of objects in folders, page sizes (prefixes do not count, and a page repeats those of the page before).
// `gcp-storage-emulator` from PyPI looks at no precondition, keeps no generations and gives everything in one page. The one wheel with a
// fake-gcs-server in it holds 1.54, which ignores preconditions of resumable uploads.
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { GcsAccess } from "./access.ts";
import { findProgram } from "./installed.ts";
import { type Emulator, freePorts, serve } from "./server-process.ts";

export const FAKE_GCS_SERVER = "v1.56.1";

/** Where prepare.ts puts what no package manager of the system has. The version is in the path, so a new one is installed anew. */
export const gcsFolder = join(
  process.env.XDG_CACHE_HOME || join(homedir(), ".cache"),
  "glacier-emulators",
  `fake-gcs-server-${FAKE_GCS_SERVER}`,
);

const program = () => findProgram("fake-gcs-server", [gcsFolder, ...(process.env.PATH ?? "").split(delimiter)]);

export const fakeGcsServer: Emulator<GcsAccess> = {
  title: "fake-gcs-server",
  missing: () => (program() ? undefined : 'fake-gcs-server: "npm run emulators"'),
  start: () =>
    serve("fake-gcs-server", async (server) => {
      const [port = 0] = await freePorts(1);
      const host = `127.0.0.1:${port}`;
      const endpoint = `http://${host}`;
      // It tells clients where to go on: without the two addresses, to a host on the internet.
      const addresses = ["-host", "127.0.0.1", "-port", String(port), "-public-host", host, "-external-url", endpoint];
      const pid = await server.run(program() ?? "fake-gcs-server", [
        "-scheme",
        "http",
        "-backend",
        "memory",
        "-log-level",
        "warn",
        ...addresses,
      ]);
      await server.answers(`${endpoint}/_internal/healthcheck`);
      return { pid, access: { endpoint, project: "glacier-test" } };
    }),
};
