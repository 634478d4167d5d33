import type { AwsConfig } from "../../config/aws-config.ts";
import type { Environment } from "../../config/environment.ts";

/** The address of S3 that the author or the vendor's variables name; undefined for the region's own. */
export function endpointOf(config: AwsConfig, env: Environment): string | undefined {
  return (
    config.endpoint ??
    (isSet(env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS) ? undefined : env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL || undefined)
  );
}

/**
 * The address of the service that gives temporary credentials for a role; undefined for the SDK's own choice. Who names another S3 means another
 * cloud: its credentials are asked for there and not of AWS, which could only give some that this S3 does not know.
 */
export function roleEndpointOf(config: AwsConfig, env: Environment): string | undefined {
  if (!isSet(env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS) && (env.AWS_ENDPOINT_URL_STS || env.AWS_ENDPOINT_URL)) return undefined;
  return config.endpoint === undefined || isAmazon(config.endpoint) ? undefined : config.endpoint;
}

/** Whether it is AWS itself that answers there, in any partition, through a private endpoint or not. */
export function isAmazon(endpoint: string | undefined): boolean {
  return endpoint === undefined || /\.(amazonaws\.(com|eu)(\.cn)?|api\.aws|amazonwebservices\.com\.cn)$/.test(new URL(endpoint).hostname);
}

const isSet = (value: string | undefined): boolean => value?.toLowerCase() === "true";
