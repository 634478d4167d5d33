import { expect, it } from "vitest";
import { exemptFromProxies } from "../../../core/src/objects/companion.ts";

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
