import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { call, KEYS, standIn, storeAt, withoutEnvironment } from "../../../support/s3-stand-in.ts";

const ROLE = "arn:aws:iam::123456789012:role/etl";
const answerEmpty = () => standIn((response) => response.writeHead(200, { "content-length": "0" }).end());

it("says where credentials were looked for when there are none", async () => {
  withoutEnvironment();
  const { endpoint, asked } = await answerEmpty();
  const looked = (provider: Record<string, unknown>) => storeAt(endpoint, { provider }).head("k", call);
  await expect(looked({})).rejects.toMatchObject({
    code: "CREDENTIALS_MISSING",
    message: expect.stringMatching(/^no credentials found: .*AWS_ACCESS_KEY_ID.*s3:\/\/bkt\/k/),
    hint: expect.stringContaining("AWS_ACCESS_KEY_ID"),
  });
  await expect(looked({ profile: "etl" })).rejects.toMatchObject({
    code: "CREDENTIALS_MISSING",
    message: expect.stringContaining("profile etl"),
  });
  expect(asked).toEqual([]);
});

it("takes the keys of the config, then those of its profile, then those of the environment", async () => {
  const home = withoutEnvironment();
  writeFileSync(join(home, "credentials"), "[etl]\naws_access_key_id = of-the-profile\naws_secret_access_key = x\n");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "of-the-environment");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "x");
  const { endpoint, asked } = await answerEmpty();
  for (const provider of [KEYS, { profile: "etl" }, {}]) await storeAt(endpoint, { provider }).head("k", call);
  expect(asked.map(({ headers }) => /Credential=([^/]+)/.exec(headers.authorization ?? "")?.[1])).toEqual([
    KEYS.accessKeyId,
    "of-the-profile",
    "of-the-environment",
  ]);
});

it("assumes a role with the keys of the config, at the config's endpoint, and signs as the role", async () => {
  withoutEnvironment();
  const { endpoint, asked } = await roles();
  await storeAt(endpoint, { provider: { ...KEYS, roleArn: ROLE } }).head("k", call);
  const [toAssume, head] = asked;
  expect(toAssume?.body).toContain(encodeURIComponent(ROLE));
  expect(toAssume?.headers.authorization).toContain(`Credential=${KEYS.accessKeyId}/`);
  expect(head?.headers).toMatchObject({
    authorization: expect.stringContaining("Credential=of-the-role/"),
    "x-amz-security-token": "token-of-the-role",
  });
});

it("asks the role's service that the environment names", async () => {
  withoutEnvironment();
  const s3 = await answerEmpty();
  const sts = await roles();
  vi.stubEnv("AWS_ENDPOINT_URL_STS", sts.endpoint);
  await storeAt(s3.endpoint, { provider: { ...KEYS, roleArn: ROLE } }).head("k", call);
  expect([sts.asked.length, s3.asked.length]).toEqual([1, 1]);
});

it("says that a role may not be assumed", async () => {
  withoutEnvironment();
  const { endpoint } = await standIn((response) =>
    response
      .writeHead(403, { "content-type": "text/xml" })
      .end("<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>No.</Message></Error></ErrorResponse>"),
  );
  await expect(storeAt(endpoint, { provider: { ...KEYS, roleArn: ROLE } }).head("k", call)).rejects.toMatchObject({
    code: "ACCESS_DENIED",
    hint: expect.stringContaining(ROLE),
  });
});

it("does not assume the role again that a web identity has assumed already", async () => {
  const home = withoutEnvironment();
  writeFileSync(join(home, "token"), "a-web-identity");
  vi.stubEnv("AWS_WEB_IDENTITY_TOKEN_FILE", join(home, "token"));
  vi.stubEnv("AWS_ROLE_ARN", ROLE);
  const { endpoint, asked } = await roles();
  vi.stubEnv("AWS_ENDPOINT_URL_STS", endpoint);
  await storeAt(endpoint, { provider: { roleArn: ROLE } }).head("k", call);
  expect(asked.map(({ method, body }) => [method, /Action=(\w+)/.exec(body)?.[1]])).toEqual([
    ["POST", "AssumeRoleWithWebIdentity"],
    ["HEAD", undefined],
  ]);
});

it("says to sign in again when a session has ended", async () => {
  const home = withoutEnvironment();
  writeFileSync(
    join(home, "config"),
    "[profile etl]\nsso_session = s\nsso_account_id = 123456789012\nsso_role_name = r\n[sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://sso.invalid/start\n",
  );
  const { endpoint } = await answerEmpty();
  await expect(storeAt(endpoint, { provider: { profile: "etl" } }).head("k", call)).rejects.toMatchObject({
    code: "ACCESS_DENIED",
    hint: expect.stringContaining("aws sso login"),
  });
});

/** A service that lets anybody assume any role, and keeps objects of no bytes. */
function roles() {
  return standIn((response, { method, body }) => {
    if (method !== "POST") {
      response.writeHead(200, { "content-length": "0" }).end();
      return;
    }
    const action = /Action=(\w+)/.exec(body)?.[1];
    const expiration = new Date(Date.now() + 3_600_000).toISOString();
    response
      .writeHead(200, { "content-type": "text/xml" })
      .end(
        `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result><Credentials><AccessKeyId>of-the-role</AccessKeyId>` +
          `<SecretAccessKey>x</SecretAccessKey><SessionToken>token-of-the-role</SessionToken><Expiration>${expiration}</Expiration></Credentials></${action}Result></${action}Response>`,
      );
  });
}
