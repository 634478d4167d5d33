import * as z from "zod";
import { defineConfig } from "./define-config.ts";
import { type Environment, fromVariables } from "./environment.ts";
import { endpoint, pattern, roleArn, text } from "./fields.ts";
import type { ConfigCheck } from "./problems.ts";
import { regionChecks } from "./region-checks.ts";
import { awsRegions } from "./regions.ts";

const schema = () =>
  z.strictObject({
    region: text().meta({ allowed: 'an AWS region such as "eu-central-1"' }).describe("AWS region. Names the provider."),
    profile: text().optional().describe("Profile of the shared AWS configuration files. Default: the SDK's own choice."),
    accountId: pattern(/^\d{12}$/, "an account number of 12 digits")
      .optional()
      .describe("AWS account number."),
    roleArn: roleArn().optional().describe("Role to assume."),
    accessKeyId: text().optional().describe("Access key. Default: the SDK's own credential chain."),
    secretAccessKey: text().optional().describe("Secret of the access key."),
    sessionToken: text().optional().describe("Token of temporary credentials."),
    endpoint: endpoint().optional().describe("URL of another S3-compatible service or an emulator."),
    forcePathStyle: z.boolean().optional().describe("Bucket name in the path instead of the host name, as emulators want it."),
  });

const checks: readonly ConfigCheck<z.output<ReturnType<typeof schema>>>[] = [
  ...regionChecks("region", awsRegions, ["region", "endpoint"]),
  {
    rule: "config-combination",
    find: ({ accessKeyId, secretAccessKey }) => {
      if ((accessKeyId === undefined) === (secretAccessKey === undefined)) return [];
      const missing = accessKeyId === undefined ? "accessKeyId" : "secretAccessKey";
      return [{ path: [missing], says: "is missing: an access key needs both accessKeyId and secretAccessKey" }];
    },
  },
  {
    rule: "config-combination",
    find: ({ accessKeyId, sessionToken }) =>
      sessionToken !== undefined && accessKeyId === undefined
        ? [{ path: ["sessionToken"], says: "belongs to an access key, and accessKeyId is missing" }]
        : [],
  },
];

/** Chooses AWS for a provider. */
export class AwsConfig extends defineConfig({
  name: "AwsConfig",
  kind: "provider",
  schema,
  secrets: ["accessKeyId", "secretAccessKey", "sessionToken"],
  checks,
}) {
  /**
   * Reads AWS_REGION (else AWS_DEFAULT_REGION, else `us-east-1`), AWS_PROFILE, AWS_ACCOUNT_ID, AWS_ROLE_ARN and AWS_ENDPOINT_URL.
   * Credentials are left to the SDK's own chain.
   *
   * @throws {ConfigValidationError} naming the variable whose value is not allowed.
   */
  static fromEnv(env: Environment = process.env): AwsConfig {
    return fromVariables(
      env,
      {
        region: ["AWS_REGION", "AWS_DEFAULT_REGION"],
        profile: ["AWS_PROFILE"],
        accountId: ["AWS_ACCOUNT_ID"],
        roleArn: ["AWS_ROLE_ARN"],
        endpoint: ["AWS_ENDPOINT_URL"],
      },
      AwsConfig,
      (values) => ({ region: "us-east-1", ...values }),
    );
  }
}
