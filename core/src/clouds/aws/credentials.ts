import type { S3ClientConfig } from "@aws-sdk/client-s3";
import type { AwsConfig } from "../../config/aws-config.ts";
import type { Environment } from "../../config/environment.ts";
import { roleEndpointOf } from "./endpoint.ts";

/** What an S3 client is told about credentials: the keys of the config, a role to assume, or nothing, which is the SDK's own chain. */
export async function credentialsFor(config: AwsConfig, env: Environment): Promise<Pick<S3ClientConfig, "credentials">> {
  const keys = keysOf(config);
  if (!assumesRole(config, env)) return keys === undefined ? {} : { credentials: keys };
  const { fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
  const endpoint = roleEndpointOf(config, env);
  return {
    credentials: fromTemporaryCredentials({
      params: { RoleArn: config.roleArn, RoleSessionName: "glacier" },
      ...(keys && { masterCredentials: keys }),
      clientConfig: { region: config.region, ...(config.profile && { profile: config.profile }), ...(endpoint && { endpoint }) },
    }),
  };
}

/** Where credentials were looked for, for messages. */
export function describeSources(config: AwsConfig, env: Environment): string {
  const source = config.accessKeyId
    ? "accessKeyId of AwsConfig"
    : config.profile
      ? `profile ${config.profile}`
      : "AWS_ACCESS_KEY_ID, the default profile of ~/.aws, AWS_WEB_IDENTITY_TOKEN_FILE, and the roles of a container and of an EC2 instance";
  return assumesRole(config, env) ? `${source}, to assume the role ${config.roleArn}` : source;
}

function keysOf({ accessKeyId, secretAccessKey, sessionToken }: AwsConfig) {
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}

/**
 * In a pod or a CI job with a web identity, AWS_ROLE_ARN is the role that the SDK's chain assumes with it already. A role may seldom assume
 * itself, so it is not assumed again.
 */
function assumesRole({ roleArn, accessKeyId, profile }: AwsConfig, env: Environment): boolean {
  if (roleArn === undefined) return false;
  return accessKeyId !== undefined || profile !== undefined || !env.AWS_WEB_IDENTITY_TOKEN_FILE || env.AWS_ROLE_ARN !== roleArn;
}
