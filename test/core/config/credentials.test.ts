import {
  configClasses,
  configFields,
  credentialsIn,
  exposingFields,
  hasCredential,
  isConfigClassName,
  isNoSecret,
  namesSecret,
  secretVariable,
} from "@glacier/core/config";
import { describe, expect, test } from "vitest";
import { showValue } from "../../../core/src/config/redact.ts";
import { fc } from "../../support/properties.ts";

describe("a text holds a credential", () => {
  const forms = [
    `AKIA${"X7Q2".repeat(4)}`,
    `AccountKey=${"Zm9v".repeat(21)}Zg==`,
    "DefaultEndpointsProtocol=https;AccountName=sales;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net",
    `https://sales.blob.core.windows.net/raw?sv=2025&sig=${"a1B2".repeat(11)}%3D`,
    `dapi${"0123456789abcdef".repeat(2)}`,
    "-----BEGIN RSA PRIVATE KEY-----",
    "postgres://etl:correct-horse@db.example.com/sales",
    `AIza${"aB3_-".repeat(7)}`,
    `ghp_${"aB3x".repeat(9)}`,
    `xoxb-${"1234567890-".repeat(3)}`,
    `sk_live_${"aB3x".repeat(5)}`,
    ["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiJzYWxlcyJ9", "c2lnbmF0dXJlLW9mLWl0"].join("."),
  ];

  test.each(forms)("%s", (text) => {
    expect(credentialsIn(text)).toHaveLength(1);
    expect(hasCredential(`x\n${text} y`)).toBe(true);
    const [{ start, end } = { start: 0, end: 0 }] = credentialsIn(`x ${text} y`);
    expect(`x ${text} y`.slice(start, end).length).toBeGreaterThan(8);
  });

  test.each(forms)("and is shown in no message: %s", (text) => {
    expect(showValue(`x ${text} y`)).toContain("[redacted]");
    expect(credentialsIn(showValue(`x ${text} y`))).toEqual([]);
  });

  test.each([
    "AKIA",
    "arn:aws:iam::123456789012:role/etl",
    "AccountKey=…",
    "Basic authentication",
    "https://example.com/?sig=short",
    "postgres://localhost/sales",
    "postgres://etl:etl@localhost/sales",
    "dapi",
  ])("but not %s", (text) => {
    expect(credentialsIn(text)).toEqual([]);
    expect(hasCredential(text)).toBe(false);
  });

  test("and is looked through in a time that grows with its length", () => {
    const text = "AccountName=AccountName=;postgres://a:".repeat(20_000);
    expect(credentialsIn(text)).toEqual([]);
    // Where each beginning is tried to the end, this takes minutes.
    expect(credentialsIn("eyJ-".repeat(200_000))).toEqual([]);
    expect([text, "eyJ-".repeat(200_000)].map(hasCredential)).toEqual([false, false]);
  });

  test("and a token of the web is found wherever a word begins", () => {
    const token = ["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiJzYWxlcyJ9", "c2lnbmF0dXJlLW9mLWl0"].join(".");
    for (const before of ["", "Bearer ", "token=", "/", '"']) {
      const [{ start } = { start: -1 }] = credentialsIn(before + token);
      expect(start, before).toBe(before.length);
    }
  });
});

test.each(["DB_PASSWORD", "apiToken", "API_KEY", "client-secret", "spark.hadoop.fs.s3a.secret.key", "CONNECTION_STRING"])(
  "%s names a secret",
  (name) => expect(namesSecret(name)).toBe(true),
);

test.each(["TOKEN_URL", "PASSWORD_FILE", "KEY", "STAGE", "SECRETARY", "tokenizer", "spark.sql.shuffle.partitions"])(
  "%s names none",
  (name) => expect(namesSecret(name)).toBe(false),
);

test("what an emulator publishes, or what asks to be filled in, is no secret", () => {
  for (const text of [
    "",
    " ",
    "<your key>",
    "***",
    "xxxx",
    "...",
    "UseDevelopmentStorage=true",
    "YOUR_TOKEN",
    "changeme",
    "AKIAIOSFODNN7EXAMPLE",
  ])
    expect(isNoSecret(text), text).toBe(true);
  for (const text of ["{{secrets/etl/key}}", `\${env:KEY}`, "missing"]) expect(isNoSecret(text), text).toBe(true);
  for (const text of ["correct-horse", "x", "<", "key>", "my-token", "yours", `\${a}b`, "example-horse"])
    expect(isNoSecret(text), text).toBe(false);
});

test("a variable belongs to a secret field that holds one text", () => {
  const classes = Object.keys(configClasses).filter(isConfigClassName);
  const fields = classes.flatMap((className) => configFields(className).map((field) => ({ className, field })));
  const found = fields.filter(({ className, field }) => secretVariable(className, field.name) !== undefined);
  expect(found.length).toBeGreaterThan(0);
  for (const { className, field } of found) expect(field.secret, `${className}.${field.name}`).toBe(true);
  expect(secretVariable("AwsConfig", "secretAccessKey")).toBe("AWS_SECRET_ACCESS_KEY");
  expect(secretVariable("LambdaConfig", "environment")).toBeUndefined();
});

test("what opens a bucket is a value that its class takes", () => {
  expect(exposingFields("S3Config")).toEqual({ publicAccessBlock: false });
  expect(exposingFields("GcsConfig")).toEqual({});
  for (const name of Object.keys(configClasses).filter(isConfigClassName)) {
    for (const field of Object.keys(exposingFields(name))) expect(configFields(name).map((it) => it.name)).toContain(field);
  }
});

test("places lie inside the text", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, behind) => {
      const text = `${before} AKIA${"X7Q2".repeat(4)} ${behind}`;
      for (const { start, end } of credentialsIn(text)) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(text.length);
        expect(start).toBeLessThan(end);
      }
    }),
  );
});

test.each([
  "@Microsoft.KeyVault(SecretUri=https://acme.vault.azure.net/secrets/db/)",
  "arn:aws:secretsmanager:eu-central-1:123456789012:secret:prod/db-AbCdEf",
  "arn:aws-us-gov:ssm:us-gov-west-1:123456789012:parameter/prod/db",
  "projects/data-prod/secrets/db/versions/latest",
  "ENC[AES256_GCM,data:p673w7==,iv:YY=,tag:QQ==,type:str]",
])("says where a secret is, or holds it encrypted, and is none: %s", (text) => expect(isNoSecret(text)).toBe(true));
