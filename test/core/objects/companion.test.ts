import { expect, it } from "vitest";
import { exemptFromProxies, serveObjects } from "../../../core/src/objects/companion.ts";
import { originOf } from "../../support/objects/bucket-in.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

it.each([
  [{}, {}],
  [{ HTTP_PROXY: "http://proxy:3128" }, { HTTP_PROXY: "http://proxy:3128", no_proxy: "127.0.0.1" }],
  [
    { all_proxy: "p", NO_PROXY: "intra" },
    { all_proxy: "p", NO_PROXY: "intra,127.0.0.1" },
  ],
  [
    { http_proxy: "p", no_proxy: "a, 127.0.0.1" },
    { http_proxy: "p", no_proxy: "a, 127.0.0.1" },
  ],
])("what Polars reads on this machine passes by the proxies of %j", (env, expected) => {
  const changed: NodeJS.ProcessEnv = { ...env };
  exemptFromProxies(changed);
  expect(changed).toEqual(expected);
});

it("a thread that dies fails those who wait for it, and nobody who asks the next one", async () => {
  // Whoever has loaded it waits for ever, and the thread dies of an error of its own.
  const deadly = "data:text/javascript,setTimeout(() => { throw new Error('bug'); }); await new Promise(() => undefined);";
  const origin = originOf(temporaryFolder());
  const failed = await serveObjects({ ...origin, module: deadly }, []).catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: "NETWORK", retryable: true, message: "Objects cannot be served to Polars: Error: bug." });
  await expect(serveObjects(origin, [])).resolves.toMatch(/^http:\/\/127\.0\.0\.1:\d+\/glacier-/);
});
