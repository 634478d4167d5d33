import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { whatPolarsFinds } from "../../../../core/src/clouds/aws/polars-surroundings.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

it.each([
  [{}, false, false],
  [{ AWS_PROFILE: "p", AWS_REGION: "r", AWS_CONTAINER_CREDENTIALS_FULL_URI: "u" }, false, false],
  [{ AWS_ACCESS_KEY_ID: "k" }, true, false],
  [{ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2" }, true, false],
  [{ AWS_ROLE_ARN: "a" }, false, false],
  [{ AWS_ROLE_ARN: "a", AWS_WEB_IDENTITY_TOKEN_FILE: "f" }, true, false],
  [{ AWS_SESSION_TOKEN: "t" }, false, true],
])("in %j is another identity: %s, a token: %s", async (env, identity, token) => {
  expect(await whatPolarsFinds({ HOME: temporaryFolder(), ...env })).toEqual({ identity, token });
});

it("in a credentials file, whatever the profile", async () => {
  const HOME = temporaryFolder();
  mkdirSync(join(HOME, ".aws"));
  writeFileSync(join(HOME, ".aws/credentials"), "[other]\naws_access_key_id=k\naws_secret_access_key = x\n");
  expect(await whatPolarsFinds({ HOME })).toEqual({ identity: true, token: false });
});
